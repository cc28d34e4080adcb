"""A lift answers calls one after another."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Calls such as `3>7` as (from, to)."""
    return [(int(part.split(">")[0]), int(part.split(">")[1])) for part in text.split()]


@rt.bundle(trainable=True)
def travel(here, there):
    """Seconds from a floor to another one: starting and stopping take their time."""
    return 0 if here == there else 3 + 2 * abs(there - here)


@rt.bundle(trainable=True)
def doors(loads):
    """Seconds that the doors stay open; a worn lift is slower."""
    return 4 + loads // 5


@rt.bundle(trainable=True)
def rest(waited, floor):
    """The floor at which the lift stands after some idle calls: it goes down in the end."""
    return 0 if waited >= 3 else floor


@rt.bundle(trainable=True)
def idle(waited, here, there):
    """Calls in a row that led nowhere far."""
    return waited + 1 if abs(there - here) <= 1 else 0


def main(text):
    """Seconds until all calls are answered."""
    floor, seconds, loads, waited = 0, 0, 0, 0
    for start, end in parse(text):
        seconds += travel(floor, start) + doors(loads) + travel(start, end) + doors(loads)
        loads += 1
        waited = idle(waited, start, end)
        floor = rest(waited, end)
    return seconds
