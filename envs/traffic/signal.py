"""The signal as code: what it sees before a cycle, and what it chooses."""

from __future__ import annotations

import math

import robotrace as rt
from robotrace.trace import unwrap

from .crossing import HIGH, LOW, Lost, Road


class Traffic:
    """Scenarios that are gone on with cycle by cycle, one at a time each.

    Args:
        first: The seed of scenario 0.
    """

    def __init__(self, first: int) -> None:
        self._first = first
        self._roads: dict[int, Road] = {}

    def begin(self, scenario: int) -> dict[str, int]:
        """Start a scenario; the vehicles on each road in, by its side."""
        self._roads[scenario] = Road(self._first + scenario, (LOW, LOW))
        return self._roads[scenario].queues()

    def cycle(self, scenario: int, west_east: float, north_south: float) -> dict[str, int]:
        """One cycle with these seconds of green, clipped to 15 to 90; the vehicles after it, nothing when the time is up.

        Raises:
            ValueError: A time is no finite number.
        """
        west_east, north_south = unwrap(west_east), unwrap(north_south)  # traced in the process of who trusts the code
        for seconds in (west_east, north_south):
            if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
                raise ValueError(f"expected a number of seconds of green, found {seconds!r}")
        road = self._roads[scenario]
        road.cycle([round(min(max(seconds, LOW), HIGH)) for seconds in (west_east, north_south)])
        return {} if road.is_over else road.queues()

    def lost(self, scenario: int) -> Lost:
        """What was lost in a scenario; it is forgotten then."""
        road = self._roads.pop(scenario)
        return road.run()


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
        usual, more = 30.0, 0.0
        ahead = max(vehicles["W"], vehicles["E"]) - max(vehicles["N"], vehicles["S"])
        return (usual + more * ahead, usual - more * ahead)

    def __call__(self, scenario: int) -> int:
        """Go through a scenario; its number."""
        vehicles = self.traffic.begin(scenario)
        while vehicles:
            west_east, north_south = self.greens(vehicles)
            vehicles = self.traffic.cycle(scenario, west_east, north_south)
        return scenario
