"""Fixed green times after Webster ("Traffic signal settings", Road Research Technical Paper 39, 1958).

The cycle is (1.5 L + 5) / (1 - Y), for the time L that is lost in it and the sum Y of each phase's largest flow in parts of what a
green road lets through; the phases share it as their flows do. In the simulator a green road lets 2/3 vehicles a second through,
and a change of phase costs nothing: L is 0. Close to saturation, as here (Y = 0.95), the formula is known to make cycles too long.
"""


def greens(self, vehicles):
    """Choose the same seconds of green in each cycle."""
    pairs, peak, through, lost = 0.095, 0.19, 2 / 3, 0.0
    west_east, north_south = (3 * pairs + peak / 3) / through, 3 * pairs / through
    cycle = (1.5 * lost + 5) / (1 - west_east - north_south)
    share = west_east / (west_east + north_south)
    return (round(cycle * share), round(cycle * (1 - share)))


west_east = 55
north_south = 45
