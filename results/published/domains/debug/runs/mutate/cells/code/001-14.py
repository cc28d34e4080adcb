"""Cells in a ring live and die by their neighbours."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Cells such as `..#.#` as numbers: how old each is, 0 for none."""
    return [1 if sign == "#" else 0 for sign in text]


@rt.bundle(trainable=True)
def neighbours(cells, at):
    """How many of the four nearest cells live."""
    count = len(cells)
    return sum(1 for step in (-2, -1, 1, 2) if cells[(at + step) % count] > 0)


@rt.bundle(trainable=True)
def next_age(age, near):
    """The age of a cell a step later: it is born, goes on, or is no more."""
    if age == 0:
        return 1 if near in (2, 3) else 0
    return age + 1 if near in (2, 4) else 0


@rt.bundle(trainable=True)
def end(cells, most):
    """The cells without those that are too old."""
    return [0 if age > most else age for age in cells]


@rt.bundle(trainable=True)
def lifetime(step):
    """How old a cell becomes: less as time goes by."""
    return 5 - step // 3


@rt.bundle(trainable=True)
def weight(cells):
    """A checksum of the cells."""
    return sum((at + 1) * age for at, age in enumerate(cells))


def main(text):
    """A checksum after eight steps."""
    cells = parse(text)
    for step in range(8):
        ages = []
        for at in range(len(cells)):
            ages = [*ages, next_age(cells[at], neighbours(cells, at))]
        cells = end(ages, lifetime(step))
    return weight(cells)


controller = main
