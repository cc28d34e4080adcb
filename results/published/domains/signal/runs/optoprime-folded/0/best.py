# Trained by robotrace for traffic/signal: optoprime, the language model claude-file-backed, iteration 6.
from __future__ import annotations

controller_traffic = None  # of class Traffic, stayed outside in training: put yours here

class Signal:
    """Goes through a scenario, a cycle at a time.

    Args:
        traffic: What carries out the cycles.
    """

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic

    def greens(self, vehicles: dict[str, int]) -> tuple[float, float]:
        """Choose the seconds of green in the next cycle: (from west and east, from north and south), clipped to 15 to 90.

        vehicles: how many are on each road in, by its side: "W", "E", "N", "S".
        """
        def load(a, b, driving):
            # mostly the fuller side counts, the other one a little
            return max(0.85 * max(a, b) + 0.15 * min(a, b) - driving, 4.0)

        # about 6 and 4 are on a road without waiting
        along = load(vehicles["W"], vehicles["E"], 6.0)
        across = load(vehicles["N"], vehicles["S"], 4.0)
        share = min(max(along / (along + across), 0.30), 0.66)
        total = min(max(27.0 + 0.22 * (along + across), 30.0), 46.0)
        # keep the share where the shorter green would be under its 15 s
        total = max(total, 15.0 / min(share, 1.0 - share))
        first = min(max(total * share, 15.0), 90.0)
        second = min(max(total * (1.0 - share), 15.0), 90.0)
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
