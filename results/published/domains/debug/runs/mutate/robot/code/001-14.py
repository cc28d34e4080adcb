"""A robot walks on a world that is closed in both directions."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Orders such as `L`, `R2`, `F3` as (letter, number)."""
    return [(part[0], int(part[1:] or 1)) for part in text.split()]


@rt.bundle(trainable=True)
def turn(heading, side, times):
    """The heading after some turns to the left or to the right."""
    return (heading + (times if side == "R" else -times)) % 4


@rt.bundle(trainable=True)
def advance(place, heading, steps):
    """The place after some steps straight on."""
    x, y = place
    east, north = [(0, 1), (1, 0), (0, -1), (-1, 0)][heading]
    return (x + east * steps, y + north * steps)


@rt.bundle(trainable=True)
def wrap(place):
    """The same place, counted within the world."""
    x, y = place
    return (x % 12, y % 9)


@rt.bundle(trainable=True)
def tire(energy, steps):
    """The energy that is left after some steps: long walks cost more."""
    return energy - steps + (steps // 3)


@rt.bundle(trainable=True)
def distance(place):
    """The shortest way home."""
    x, y = place
    return min(x, 12 - x) + min(y, 9 - y)


def main(text):
    """A number of where the robot ends and how tired it is."""
    place, heading, energy = (0, 0), 0, 100
    for letter, number in parse(text):
        if letter == "F":
            place = wrap(advance(place, heading, number))
            energy = tire(energy, number)
        else:
            heading = turn(heading, letter, number)
    return energy - distance(place)


controller = main
