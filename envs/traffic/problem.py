"""Two green times as numbers, or the signal as code; a scenario is a case."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from robotrace.data import DataProblem, Metric
from robotrace.errors import OptionError, ProposalError, UnknownNameError
from robotrace.opto import Candidate, Case, Outcome, Problem, Split, Variable, Words
from robotrace.trace import Graph, bundle, node

from .crossing import END, HIGH, LOW, Lost, Road, simulator
from .listing import FAMILY, PROBLEMS
from .signal import Signal, Traffic

SCENARIOS = (5, 5, 15)
"""To train on, to decide which code is better, and held out."""
FIRST = {"train": 0, "validation": 5, "heldout": 10}
PUBLISHED = 42
"""The first of the twenty scenarios of the published set-up."""
WORDS = Words("scenario", "simulation", "setting", ".txt")
ROADS = {"west_east": "west and east", "north_south": "north and south"}


@bundle(name="simulate")
def simulate(west_east: int, north_south: int, scenario: int, published: bool) -> dict[str, Any]:
    """Half an hour of the scenario's vehicles: trips, trips completed and mean seconds lost, by origin and destination."""
    lost = Road(scenario, (west_east, north_south), published=published).run()
    return {"seconds": round(lost.published if published else lost.seconds, 3), **_rounded(lost)}


class Crossing:
    """Finds two green times; see `robotrace.Problem`.

    Args:
        seed: Of the scenarios, and of the green times to begin with.
        published: Whether it is the published set-up: one training scenario, start 15 and 15, half of the demand dropped, and its
            own score.
    """

    words = WORDS

    def __init__(self, seed: int = 0, *, published: bool = False) -> None:
        self.name = f"{FAMILY}/crossing" + ("?published=true" if published else "")
        self.seed, self.published = seed, published
        drawn = np.random.default_rng(seed).integers(LOW, HIGH + 1, 2).tolist()
        start = [LOW, LOW] if published else drawn
        self.variables = tuple(
            Variable(
                name,
                "number",
                value,
                f"Seconds of green for the roads from {sides}.",
                f"a whole number from {LOW} to {HIGH}",
                (LOW, HIGH),
            )
            for (name, sides), value in zip(ROADS.items(), start, strict=True)
        )
        self.context = (
            "Choose the seconds of green of a signal at the crossing of two roads, so that vehicles lose little time: the score is "
            "minus the mean seconds lost a trip and their spread over origins and destinations. A phase that is too short makes "
            "queues, one that is too long lets the other road wait. From west to east more vehicles come in the first third of the "
            "half hour, back in the last third."
        )

    @property
    def settings(self) -> Mapping[str, Any]:
        """What a run keeps of it: the simulator's version."""
        return {"uxsim": str(getattr(simulator(), "__version__", ""))}

    def cases(self, split: Split) -> Sequence[Case]:
        """Scenarios: five to train on and fifteen held out; as published, one and nineteen."""
        counts = {"train": 1, "heldout": 19} if self.published else {"train": SCENARIOS[0], "heldout": SCENARIOS[2]}
        return [Case(split, index) for index in range(counts.get(split, 0))]

    def candidate(self, values: Mapping[str, Any]) -> Candidate:
        """Two green times.

        Raises:
            ProposalError: A name is unknown, or a value is no whole number within the bounds.
        """
        for name, value in values.items():
            if name not in ROADS:
                raise ProposalError(f"There is no parameter {name!r}; expected one of {', '.join(ROADS)}.")
            whole = isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1
            if not whole or not LOW <= value <= HIGH:
                raise ProposalError(
                    f"Parameter {name!r}: expected a whole number from {LOW} to {HIGH}, found {value!r:.80}."
                )
        merged = {variable.name: int(values.get(variable.name, variable.value)) for variable in self.variables}
        return Candidate(merged, "".join(f"{name} = {value}\n" for name, value in merged.items()))

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """Half an hour of one scenario."""
        began = time.perf_counter()
        values = {name: node(value, name=name, trainable=True) for name, value in candidate.values.items()}
        result = simulate(**values, scenario=self.scenario(case), published=self.published)
        seconds = float(result.data["seconds"])
        worst = sorted(((late, pair) for pair, (_, _, late) in _pairs(result.data).items()), reverse=True)[:3]
        told = ", ".join(f"{pair} {late:.1f}" for late, pair in worst)
        words = f"{seconds:.2f} s are lost, mean and spread together. It should be less. Most from {told} s a trip."
        return Outcome(
            case,
            success=False,
            score=-seconds,
            feedback=words,
            graph=Graph.of({result: words}) if traced else None,
            seconds=time.perf_counter() - began,
            detail={"seconds lost": seconds, "solvable": False},
        )

    def scenario(self, case: Case) -> int:
        """What the demand of a case is drawn with."""
        if self.published:
            return PUBLISHED + case.index + (case.split == "heldout")
        return 1000 * self.seed + FIRST[case.split] + case.index


def _pairs(told: Mapping[str, Any]) -> dict[str, tuple[int, int, float]]:
    return {name: value for name, value in told.items() if name != "seconds"}


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
    return _signal(seed)


def _signal(seed: int) -> DataProblem:
    traffic = Traffic(1000 * seed)

    def little_lost(scenario: int, row: Mapping[str, Any]) -> Metric:  # noqa: ARG001 - what was gone through is the row's
        """Minus the seconds lost a trip, mean and spread over origins and destinations together."""
        lost = traffic.lost(row["scenario"])
        worst = sorted(((late, pair) for pair, (_, _, late) in lost.pairs.items()), reverse=True)[:3]
        told = ", ".join(f"{pair} {late:.1f}" for late, pair in worst)
        words = (
            f"{lost.seconds:.2f} s are lost, mean and spread together. It should be less. Most from {told} s a trip."
        )
        return Metric(score=-lost.seconds, feedback=words)

    return DataProblem(
        Signal(traffic),
        [{"scenario": number} for number in range(sum(SCENARIOS))],
        little_lost,
        split=SCENARIOS,
        seed=seed,
        context=(
            f"The signal of a crossing of two roads, from west and east and from north and south, over {END // 60} minutes of "
            f"vehicles. Before each cycle `greens` is given the vehicles on each road in, and chooses how long the two roads have "
            f"green in this cycle, {LOW} to {HIGH} s each. The score is minus the seconds lost a trip, mean and spread over "
            "origins and destinations together. From west to east more vehicles come in the first third, back in the last third."
        ),
        name=f"{FAMILY}/signal",
    )
