from __future__ import annotations
import robotrace as rt


class Signal:
    """Goes through a scenario, a cycle at a time.

    Args:
        traffic: What carries out the cycles.
    """

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic

    @rt.bundle(trainable=True)
    def greens(self, vehicles: dict[str, int]) -> tuple[float, float]:
        """Choose the seconds of green in the next cycle: (from west and east, from north and south), clipped to 15 to 90.

        vehicles: how many are on each road in, by its side: "W", "E", "N", "S".
        """
        driving = 4.0  # about so many are on a road without waiting
        along = max(max(vehicles["W"], vehicles["E"]) - driving, 3.0)
        across = max(max(vehicles["N"], vehicles["S"]) - driving, 3.0)
        total = min(max(46.0 + 0.5 * (along + across), 50.0), 90.0)
        share = min(max(along / (along + across), 0.25), 0.78)
        first = max(total * share, 15.0)
        second = max(total * (1.0 - share), 15.0)
        return (first, second)

    def __call__(self, scenario: int) -> dict[str, int]:  # noqa: ARG002 - which one it is, is not for the signal to know
        """Go through a scenario; what the last cycle left, which came of all cycles before."""
        vehicles = self.traffic.look()
        while vehicles:
            west_east, north_south = self.greens(vehicles)
            vehicles = self.traffic.cycle(west_east, north_south)
        return vehicles


controller = Signal.__new__(Signal)
controller.traffic = controller_traffic
