"""A sensor that trembles counts events."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The readings."""
    return [int(part) for part in text.split()]


@rt.bundle(trainable=True)
def smooth(recent):
    """The middle one of the last readings."""
    return sorted(recent)[len(recent) // 2]


@rt.bundle(trainable=True)
def remember(recent, reading):
    """The last readings, with a new one."""
    return [*recent, reading][-3:]


@rt.bundle(trainable=True)
def is_high(was_high, level):
    """Whether the level counts as high: going up takes more than staying."""
    return level >= 50 if was_high else level > 60


@rt.bundle(trainable=True)
def rise(was_high, high, quiet):
    """Whether an event begins: not so soon after the last one."""
    return high and not was_high and quiet >= 2


@rt.bundle(trainable=True)
def strength(level):
    """How much an event counts."""
    return 1 + max(0, level - 60) // 20


@rt.bundle(trainable=True)
def since(quiet, high):
    """The readings since it was high."""
    return 0 if high else quiet + 1


def main(text):
    """How much all events count."""
    recent, high, quiet, total = [], False, 5, 0
    for reading in parse(text):
        recent = remember(recent, reading)
        level = smooth(recent)
        was_high, high = high, is_high(high, level)
        total += 10 * rise(was_high, high, quiet) * strength(level) + high
        quiet = since(quiet, high)
    return total
