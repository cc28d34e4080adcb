"""An adaptive rule of the kind of SCATS (Sims and Dobinson, 1980): each cycle's split follows what waits on the roads in.

The real SCATS equalises the degree of saturation of the phases, from detectors at the stop lines; here the longest queue of each
phase stands for it. The cycle's length is fixed: 38 s, found by hand on another scenario.
"""


def greens(self, vehicles):
    """Choose the next cycle's seconds of green in proportion to each phase's longest queue."""
    west_east = max(vehicles["W"], vehicles["E"]) + 1
    north_south = max(vehicles["N"], vehicles["S"]) + 1
    share = west_east / (west_east + north_south)
    return (38 * share, 38 * (1 - share))
