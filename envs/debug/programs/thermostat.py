"""A heater that is switched by a thermostat."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """The temperature outside, a number an hour."""
    return [int(part) for part in text.split()]


@rt.bundle(trainable=True)
def switch(heats, inside):
    """Whether the heater is on: it does not change at every breath of air."""
    return inside < 22 if heats else inside < 18


@rt.bundle(trainable=True)
def leak(inside, outside):
    """The degrees lost through the walls in an hour, or won."""
    return (inside - outside) // 5


@rt.bundle(trainable=True)
def warm(inside, lost, heats):
    """The temperature inside after an hour."""
    return inside - lost + (5 if heats else 0)


@rt.bundle(trainable=True)
def wear(heated, heats):
    """What switching costs."""
    return 2 if heats and not heated else 0


@rt.bundle(trainable=True)
def comfort(inside):
    """What being cold, or hot, is worth avoiding."""
    return max(0, 17 - inside) + max(0, inside - 25)


def main(text):
    """What the night cost: an hour of heating, switching, and comfort that was missed."""
    inside, heats, cost = 20, False, 0
    for outside in parse(text):
        heated = heats
        heats = switch(heated, inside)
        inside = warm(inside, leak(inside, outside), heats)
        cost += wear(heated, heats) + comfort(inside)
        if heats:
            cost += 3
    return cost
