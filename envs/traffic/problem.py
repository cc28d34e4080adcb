"""Two green times as numbers, or the signal as code; a scenario is a case."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from robotrace.episodes.spelled import written
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Candidate, Case, Outcome, Problem, Split, Variable, Words
from robotrace.opto.numbers import setting
from robotrace.trace import Graph, bundle, node

from .corridor import CORRIDOR, COUNT, corridor_demand
from .crossing import HIGH, LOW, Lost, Road, simulator, told
from .listing import FAMILY, PROBLEMS
from .signal import SCENARIOS, SignalAsCode

FIRST = {"train": 0, "validation": 5, "heldout": 10}
PUBLISHED = 42
"""The first of the twenty scenarios of the published set-up."""
WORDS = Words("scenario", "simulation", "setting", ".txt")
ROADS = {"west_east": "west and east", "north_south": "north and south"}
SCORE = (
    "the score is minus the mean seconds lost a trip and their spread over origins and destinations. A phase that is too short "
    "makes queues, one that is too long lets the other road wait."
)


@bundle(name="simulate")
def simulate(west_east: int, north_south: int, scenario: int, published: bool) -> dict[str, Any]:
    """Half an hour of the scenario's vehicles: trips, trips completed and mean seconds lost, by origin and destination."""
    lost = Road(scenario, (west_east, north_south), published=published).run()
    return {"seconds": round(lost.published if published else lost.seconds, 3), **_rounded(lost)}


@bundle(name="simulate")
def simulate_corridor(
    *,
    west_east_1: int,
    north_south_1: int,
    west_east_2: int,
    north_south_2: int,
    west_east_3: int,
    north_south_3: int,
    scenario: int,
) -> dict[str, Any]:
    """Half an hour of the scenario's vehicles: trips, trips completed and mean seconds lost, by origin and destination."""
    greens = (west_east_1, north_south_1, west_east_2, north_south_2, west_east_3, north_south_3)
    lost = Road(scenario, greens, layout=CORRIDOR, flows=corridor_demand(scenario)).run()
    return {"seconds": round(lost.seconds, 3), **_rounded(lost)}


class GreenTimes:
    """Finds green times; see `robotrace.Problem`.

    Args:
        name: The problem's name.
        seed: Of the scenarios.
        roads: Which roads have green, in words, by the name of a green time.
        start: The green times to begin with.
        context: What is asked for, in words.
    """

    words = WORDS

    def __init__(self, name: str, seed: int, roads: Mapping[str, str], start: Sequence[int], context: str) -> None:
        self.name, self.seed, self.context = name, seed, context
        self.variables = tuple(
            Variable(
                green,
                "number",
                value,
                f"Seconds of green for the roads from {sides}.",
                f"a whole number from {LOW} to {HIGH}",
                (LOW, HIGH),
            )
            for (green, sides), value in zip(roads.items(), start, strict=True)
        )

    @property
    def settings(self) -> Mapping[str, Any]:
        """What a run keeps of it: the simulator's version."""
        return {"uxsim": str(getattr(simulator(), "__version__", ""))}

    def cases(self, split: Split) -> Sequence[Case]:
        """Scenarios: five to train on and fifteen held out."""
        counts = {"train": SCENARIOS[0], "heldout": SCENARIOS[2]}
        return [Case(split, index) for index in range(counts.get(split, 0))]

    def candidate(self, values: Mapping[str, Any]) -> Candidate:
        """Green times.

        Raises:
            ProposalError: A name is unknown, or a value is no whole number within the bounds.
        """
        return setting(self.variables, values)

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """Half an hour of one scenario."""
        began = time.perf_counter()
        values = {name: node(value, name=name, trainable=True) for name, value in candidate.values.items()}
        result = self.simulated(values, self.scenario(case))
        seconds = float(result.data["seconds"])
        words = told(seconds, {name: value for name, value in result.data.items() if name != "seconds"})
        return Outcome(
            case,
            success=False,
            score=-seconds,
            feedback=words,
            graph=Graph.of({result: words}) if traced else None,
            seconds=time.perf_counter() - began,
            detail={"seconds lost": seconds, "solvable": False},
        )

    def simulated(self, greens: Mapping[str, Any], scenario: int) -> Any:
        """The node of what a scenario comes to."""
        raise NotImplementedError

    def scenario(self, case: Case) -> int:
        """What the demand of a case is drawn with."""
        return 1000 * self.seed + FIRST[case.split] + case.index


class Crossing(GreenTimes):
    """Finds two green times of one crossing.

    Args:
        seed: Of the scenarios, and of the green times to begin with.
        published: Whether it is the published set-up: one training scenario, start 15 and 15, half of the demand dropped, and its
            own score.
    """

    def __init__(self, seed: int = 0, *, published: bool = False) -> None:
        self.published = published
        super().__init__(
            written(f"{FAMILY}/crossing", {"published": published}, {"published": False}),
            seed,
            ROADS,
            [LOW, LOW] if published else _drawn(seed, 2),
            "Choose the seconds of green of a signal at the crossing of two roads, so that vehicles lose little time: "
            f"{SCORE} From west to east more vehicles come in the first third of the half hour, back in the last third.",
        )

    def cases(self, split: Split) -> Sequence[Case]:
        """Scenarios: five to train on and fifteen held out; as published, one and nineteen."""
        if not self.published:
            return super().cases(split)
        return [Case(split, index) for index in range({"train": 1, "heldout": 19}.get(split, 0))]

    def simulated(self, greens: Mapping[str, Any], scenario: int) -> Any:
        """The node of what a scenario comes to."""
        return simulate(**greens, scenario=scenario, published=self.published)

    def scenario(self, case: Case) -> int:
        """What the demand of a case is drawn with."""
        return PUBLISHED + case.index + (case.split == "heldout") if self.published else super().scenario(case)


class Corridor(GreenTimes):
    """Finds the six green times of three crossings in a row.

    Args:
        seed: Of the scenarios, and of the green times to begin with.
    """

    def __init__(self, seed: int = 0) -> None:
        numbers = range(1, COUNT + 1)
        super().__init__(
            f"{FAMILY}/corridor",
            seed,
            {f"{name}_{number}": f"{sides}, crossing {number}" for number in numbers for name, sides in ROADS.items()},
            _drawn(seed, 2 * COUNT),
            f"Choose the seconds of green of the signals at {COUNT} crossings in a row on a road from west to east, 50 s apart, "
            f"so that vehicles lose little time: {SCORE} All signals begin their cycle, west and east first, at the same moment. "
            "More vehicles go from west to east in the first third of the half hour, across the middle crossing in the second, "
            "and from east to west in the last.",
        )

    def simulated(self, greens: Mapping[str, Any], scenario: int) -> Any:
        """The node of what a scenario comes to."""
        return simulate_corridor(**greens, scenario=scenario)


def _drawn(seed: int, count: int) -> list[int]:
    greens: list[int] = np.random.default_rng(seed).integers(LOW, HIGH + 1, count).tolist()
    return greens


def _rounded(lost: Lost) -> dict[str, tuple[int, int, float]]:
    return {pair: (made, done, round(late, 2)) for pair, (made, done, late) in lost.pairs.items()}


def problem(name: str, *, seed: int = 0, published: bool = False) -> Problem:
    """Make one of `PROBLEMS`.

    Args:
        name: Its name, without the family.
        seed: Of the scenarios, and of the start.
        published: Whether "crossing" is the published set-up.

    Raises:
        UnknownNameError: There is no such problem.
        OptionError: A value is not usable, or UXsim is not installed.
    """
    if name not in PROBLEMS:
        raise UnknownNameError(f"problem of {FAMILY}", name, PROBLEMS)
    if not isinstance(published, bool):
        raise OptionError(f"{FAMILY}/{name}: option published: expected true or false, found {published!r:.80}.")
    simulator()
    if name == "crossing":
        return Crossing(seed, published=published)
    if published:
        raise OptionError(f"{FAMILY}/{name} takes no published: that goes with {FAMILY}/crossing.")
    return Corridor(seed) if name == "corridor" else SignalAsCode(seed)
