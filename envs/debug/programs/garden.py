"""A bed of plants that are watered, or not."""

import robotrace as rt


@rt.bundle(trainable=True)
def parse(text):
    """Days such as `3r` as (water given, whether it rained)."""
    return [(int(part[0]), part[1] == "r") for part in text.split()]


@rt.bundle(trainable=True)
def soak(soil, water, rained):
    """The water in the soil after a day's supply; it holds only so much."""
    return min(soil + water + (4 if rained else 0), 15)


@rt.bundle(trainable=True)
def dry(soil, height):
    """The water that is left in the evening: large plants drink more."""
    return max(0, soil - 2 - height // 6)


@rt.bundle(trainable=True)
def grow(height, soil):
    """The height after a day: neither dry nor wet feet."""
    return height + (2 if 3 <= soil <= 10 else 0)


@rt.bundle(trainable=True)
def rot(damage, soil):
    """The damage of days that were too wet in a row."""
    return damage + 1 if soil > 12 else 0


@rt.bundle(trainable=True)
def prune(height, damage):
    """The height after the gardener has cut what rots."""
    return height - 3 if damage >= 2 else height


def main(text):
    """How high the plants are in the end, and how much water there is."""
    soil, height, damage = 5, 1, 0
    for water, rained in parse(text):
        soil = soak(soil, water, rained)
        height = grow(height, soil)
        damage = rot(damage, soil)
        height = prune(height, damage)
        soil = dry(soil, height)
    return 10 * height + soil
