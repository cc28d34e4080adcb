"""A courier collects parcels and brings them to the depot."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Parcels such as `4,7:3` as (x, y, weight)."""
    parts = [part.split(":") for part in text.split()]
    return [(int(place.split(",")[0]), int(place.split(",")[1]), int(weight)) for place, weight in parts]


@rt.bundle(trainable=True)
def distance(here, there):
    """The way between two places along the streets; the river costs a detour."""
    way = abs(here[0] - there[0]) + abs(here[1] - there[1])
    return way + 4 if (here[1] < 5) != (there[1] <= 5) else way


@rt.bundle(trainable=True)
def is_full(load, weight):
    """Whether a parcel is too much."""
    return load + weight > 10


@rt.bundle(trainable=True)
def effort(way, load):
    """What a way costs with a load."""
    return way + way * load // 8


@rt.bundle(trainable=True)
def lift(weight):
    """What taking a parcel costs."""
    return 1 if weight <= 3 else 3


@rt.bundle(trainable=True)
def tired(spent):
    """What is added when the courier is tired."""
    return 3 if spent >= 90 else 0


def main(text):
    """What the day cost, the last way to the depot with it."""
    here, load, spent = (0, 0), 0, 0
    for x, y, weight in parse(text):
        if is_full(load, weight):
            spent += effort(distance(here, (0, 0)), load)
            here, load = (0, 0), 0
        spent += effort(distance(here, (x, y)), load) + lift(weight) + tired(spent)
        here, load = (x, y), load + weight
    return spent + effort(distance(here, (0, 0)), load)


controller = main
