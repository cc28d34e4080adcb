"""The corridor: three crossings in a row on a road from west to east, whose demand changes with each third of the half hour."""

from __future__ import annotations

import numpy as np

from .crossing import END, PEAK, SLOT, Flows, Layout

COUNT = 3
"""Crossings, half a kilometre apart."""
TURNING = 0.25
"""The peak of a pair that turns into the long road, or out of it, in parts of that of one that goes straight on."""
_SIDES = tuple(f"{side}{number}" for number in range(1, COUNT + 1) for side in "NS")

CORRIDOR = Layout(
    ends={
        "W": (-1, 0),
        "E": (COUNT, 0),
        **{side: (int(side[1]) - 1, 1 if side[0] == "N" else -1) for side in _SIDES},
    },
    crossings={f"crossing {number}": (number - 1, 0) for number in range(1, COUNT + 1)},
    roads=(
        ("W", "crossing 1"),
        *((f"crossing {number}", f"crossing {number + 1}") for number in range(1, COUNT)),
        (f"crossing {COUNT}", "E"),
        *((side, f"crossing {side[1]}") for side in _SIDES),
    ),
)


def corridor_demand(seed: int) -> Flows:
    """Vehicles a second, uniform below a peak: along the long road, across it, and into and out of it.

    A peak is added from west to east in the first third of the time, across the middle crossing, either way, in the second one, and
    from east to west in the last one.
    """
    chance, slots = np.random.RandomState(seed), END // SLOT
    across = [(f"N{number}", f"S{number}") for number in range(1, COUNT + 1)]
    straight = [("W", "E"), ("E", "W"), *across, *((south, north) for north, south in across)]
    turning = [pair for end in "WE" for side in _SIDES for pair in ((end, side), (side, end))]
    flows: Flows = {pair: chance.uniform(0, PEAK, slots) for pair in straight}
    flows |= {pair: chance.uniform(0, TURNING * PEAK, slots) for pair in turning}
    middle = (COUNT + 1) // 2
    for third, pairs in enumerate(([("W", "E")], [across[middle - 1], across[middle - 1][::-1]], [("E", "W")])):
        for pair in pairs:
            flows[pair][third * slots // 3 : (third + 1) * slots // 3] += PEAK
    return flows
