"""The signal as code: what it sees before a cycle, and what it chooses."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

import robotrace as rt
from robotrace.data import DataProblem, Metric
from robotrace.data.calls import Called
from robotrace.opto import Candidate, Case
from robotrace.trace import unwrap

from .crossing import END, HIGH, LOW, Lost, Road, told
from .listing import FAMILY

SCENARIOS = (5, 5, 15)
"""To train on, to decide which code is better, and held out."""
_ROAD: ContextVar[Road] = ContextVar("road")


class Traffic:
    """What a signal's code sees and moves: the one scenario that its call is about, which nothing goes back in."""

    def look(self) -> dict[str, int]:
        """The vehicles on each road in, by its side."""
        return _ROAD.get().queues()

    def cycle(self, west_east: float, north_south: float) -> dict[str, int]:
        """One cycle with these seconds of green, clipped to 15 to 90; the vehicles after it, nothing when the time is up.

        Raises:
            ValueError: A time is no finite number.
        """
        west_east, north_south = unwrap(west_east), unwrap(north_south)  # traced in the process of who trusts the code
        for seconds in (west_east, north_south):
            if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not math.isfinite(seconds):
                raise ValueError(f"expected a number of seconds of green, found {seconds!r}")
        road = _ROAD.get()
        if not road.is_over:
            road.cycle([round(min(max(seconds, LOW), HIGH)) for seconds in (west_east, north_south)])
        return {} if road.is_over else road.queues()


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

    def __call__(self, scenario: int) -> dict[str, int]:  # noqa: ARG002 - which one it is, is not for the signal to know
        """Go through a scenario; what the last cycle left, which came of all cycles before."""
        vehicles = self.traffic.look()
        while vehicles:
            west_east, north_south = self.greens(vehicles)
            vehicles = self.traffic.cycle(west_east, north_south)
        return vehicles


class SignalAsCode(DataProblem):
    """A scenario is a row; what counts is what came of the vehicles, whatever the program returns.

    Args:
        seed: Of the scenarios.
    """

    def __init__(self, seed: int) -> None:
        super().__init__(
            Signal(Traffic()),
            [{"scenario": number} for number in range(sum(SCENARIOS))],
            little_lost,
            split=SCENARIOS,
            seed=seed,
            context=(
                f"The signal of a crossing of two roads, from west and east and from north and south, over {END // 60} minutes of "
                f"vehicles. Before each cycle `greens` is given the vehicles on each road in, and chooses how long the two roads "
                f"have green in this cycle, {LOW} to {HIGH} s each. The score is minus the seconds lost a trip, mean and spread "
                "over origins and destinations together. From west to east more vehicles come in the first third, back in the "
                "last third."
            ),
            name=f"{FAMILY}/signal",
        )

    def call(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Called:
        """One scenario, to its end."""
        road = Road(1000 * self.seed + self.inputs(case)["scenario"], (LOW, LOW))
        token = _ROAD.set(road)
        try:
            called = super().call(candidate, case, traced=traced)
        finally:
            _ROAD.reset(token)
        return called if called.failure else replace(called, output=road.run())


def little_lost(lost: Lost, row: Mapping[str, Any]) -> Metric:  # noqa: ARG001 - what was gone through is the row's
    """Minus the seconds lost a trip, mean and spread over origins and destinations together."""
    return Metric(score=-lost.seconds, feedback=told(lost.seconds, lost.pairs))
