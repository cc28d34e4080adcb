"""A house with a battery: what is bought from the grid, hour by hour."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Hours such as `5/2` as (sun, used), in units of energy."""
    return [(int(part.split("/")[0]), int(part.split("/")[1])) for part in text.split()]


@rt.bundle(trainable=True)
def store(charge, left):
    """The charge after an hour with energy left over: some is lost on the way, and there is only so much room."""
    return min(40, charge + left * 9 // 10)


@rt.bundle(trainable=True)
def draw(charge, wanted):
    """The charge after an hour that wanted energy, and what the battery gave; it keeps a reserve."""
    given = min(max(charge - 5, 1), wanted)
    return charge - given, given


@rt.bundle(trainable=True)
def price(hour):
    """What a unit from the grid costs at an hour of the day."""
    return 3 if 7 <= hour % 24 < 20 else 2


@rt.bundle(trainable=True)
def age(charge):
    """What a full or an empty battery loses of its worth in an hour."""
    return 1 if charge >= 36 or charge <= 4 else 0


def main(text):
    """What the day cost."""
    charge, cost = 10, 0
    hour = 0
    for sun, used in parse(text):
        if sun >= used:
            charge = store(charge, sun - used)
        else:
            charge, given = draw(charge, used - sun)
            cost += (used - sun - given) * price(hour)
        cost += age(charge)
        hour += 1
    return cost


controller = main
