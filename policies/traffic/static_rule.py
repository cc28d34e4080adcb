"""Fixed green times in proportion to the demand, with floors: what the Trace paper compares with as "SCATS".

A cycle is as long as 60 vehicles take to come, from the mean demand of the crossing: 12 pairs of 0.095 a second and two thirds of
a peak of 0.19. West and east get their share of it, rounded up; north and south what is left, rounded down, 15 s at least.
"""


def greens(self, vehicles):
    """Choose the same seconds of green in each cycle."""
    pairs, peak = 0.095, 0.19
    west_east, north_south = 6 * pairs + 2 * peak / 3, 6 * pairs
    cycle = int(60 / (west_east + north_south))
    last = int(cycle * north_south / (west_east + north_south))
    return (max(15, cycle - last), max(15, last))


west_east = 26
north_south = 21
