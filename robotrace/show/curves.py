"""What of a run goes into a plot: points and words, no drawing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from robotrace.errors import RunError, UnknownNameError
from robotrace.opto import GENERAL, METERS, ROBOT, Case, TrialId, Verdict
from robotrace.results import Measurement, Rate, Run

Axis = str
"""One of `AXES`: an iteration's number, or what a meter showed when something was measured."""
AXES: Mapping[Axis, str] = {"iteration": "iteration", **{meter.name: meter.label or meter.words for meter in METERS}}
"""What a plot can be drawn against, and the label of the axis."""

COUNTED: Mapping[str, str] = {"any": "at any step", "last": "at the last step"}
"""Which success counts, in words."""


@dataclass(frozen=True, slots=True)
class Point:
    """A success rate at a place on the x axis."""

    x: float
    rate: Rate


@dataclass(frozen=True, slots=True)
class Curve:
    """One run along one axis; each point is what was known there, of outcomes that were measured by then.

    Attributes:
        run: The run whose curve is drawn.
        best: The points of the best candidate so far, on every training case that it had been tried on by then: one a trial,
            and one for each time that the best candidate met fresh training cases.
        accepted: The points of the start and of the candidates that were accepted, on the cases that they were judged by.
        refused: The points of candidates that were tried and not accepted, on the cases that they were judged by.
        heldout: The points of the best candidate so far on held-out cases, where that was measured.
    """

    run: Run
    best: tuple[Point, ...]
    accepted: tuple[Point, ...]
    refused: tuple[Point, ...]
    heldout: tuple[Point, ...]

    @property
    def end(self) -> float:
        """Where the last thing was measured."""
        return max(points[-1].x for points in (self.best, self.heldout) if points)


def curve(run: Run, axis: Axis = "iteration") -> Curve:
    """A run's points along an axis.

    Raises:
        UnknownNameError: There is no such axis.
        RunError: The run has tried nothing yet, or its dollars are not known.
    """
    if axis not in AXES:
        raise UnknownNameError("axis", axis, tuple(AXES))
    if not run.entries:
        raise RunError(f"The run {str(run.folder.path)!r} has tried nothing yet: there is nothing to plot.")
    points = _Points(run)
    for measurement in run.measurements:
        points.add(measurement, place(run, measurement, axis))
    return Curve(run, tuple(points.best), tuple(points.accepted), tuple(points.refused), tuple(points.heldout))


class _Points:
    """The points of a curve, and what is known of each candidate while they are collected."""

    def __init__(self, run: Run) -> None:
        self.best: list[Point] = []
        self.accepted: list[Point] = []
        self.refused: list[Point] = []
        self.heldout: list[Point] = []
        self._verdicts = {entry.id: entry.trial.verdict for entry in run.entries}
        self._trained: dict[TrialId, dict[Case, bool]] = {}
        self._tested: dict[TrialId, dict[Case, bool]] = {}
        self._incumbent = run.entries[0].id
        self._last = -math.inf

    def add(self, measurement: Measurement, x: float) -> None:
        """What one measurement adds to what was known before it."""
        x = self._last = max(x, self._last)  # what is not recorded with an event is an estimate, which may be ahead
        trial, flags = measurement.trial, {outcome.case: outcome.success for outcome in measurement.outcomes}
        if measurement.kind == "heldout":
            self._test(trial, flags, x)
            return
        known = self._trained.setdefault(trial, {})
        known.update(flags)
        if measurement.kind == "trial":
            self._judge(trial, Point(x, Rate.of(flags.values())))
        if trial == self._incumbent or measurement.kind == "trial":
            self.best.append(Point(x, Rate.of(self._trained[self._incumbent].values())))

    def _judge(self, trial: TrialId, tried: Point) -> None:
        if not self.best or self._verdicts[trial] in (Verdict.START, Verdict.ACCEPTED):
            self._incumbent = trial
            self.accepted.append(tried)
        elif tried.rate.n:
            self.refused.append(tried)

    def _test(self, trial: TrialId, flags: Mapping[Case, bool], x: float) -> None:
        known = self._tested.setdefault(trial, {})
        if not flags.items() <= known.items():  # a run that drew its curve ends with what it knows already
            known.update(flags)
            self.heldout.append(Point(x, Rate.of(known.values())))


def place(run: Run, measurement: Measurement, axis: Axis) -> float:
    """Where on an axis something was measured.

    Raises:
        RunError: The run's dollars are not known.
    """
    if axis == "iteration":
        return float(measurement.iteration)
    figure = measurement.ledger.figures[axis]
    if figure is None:
        raise RunError(
            f"What the run {str(run.folder.path)!r} cost in dollars is not known: its model has no price. Plot it against "
            "calls or tokens instead."
        )
    return float(figure)


def axis_words(axis: Axis, runs: Iterable[Run]) -> str:
    """What an axis counts, in the words of the runs' problem where they have the same."""
    steps = {run.words.steps for run in runs}
    if axis != "env_steps" or not steps or ROBOT.steps in steps:
        return AXES[axis]
    return steps.pop() if len(steps) == 1 else GENERAL.steps


def axes_words() -> str:
    """The names of all axes, for a help text or a docstring."""
    *names, last = AXES
    return f"{', '.join(names)} or {last}"


def title(runs: Sequence[Run]) -> str:
    """The task, or what the plot is about where there are several."""
    tasks = _distinct(run.task for run in runs)
    if len(tasks) == 1:
        return tasks[0]
    return (
        f"Scores of {len(tasks)} problems" if all(run.is_scored for run in runs) else f"Success on {len(tasks)} tasks"
    )


def subtitle(runs: Sequence[Run]) -> str:
    """Everything that a success rate means nothing without; settings that differ between runs are all named."""
    parts = [
        _several(run.optimizer for run in runs),
        _several(feedback_words(run.feedback) for run in runs),
        _several(model_words(run.config.get("model")) for run in runs),
        _several(f"{run.config['control']} control" for run in runs if "control" in run.config),
        _several(f"horizon {run.config['horizon']}" for run in runs if "horizon" in run.config),
        _several(success_words(run.config.get("success", "any")) for run in runs if "control" in run.config),
        _several(goal_words(run.config) for run in runs),
        _several(cases_words(run) for run in runs),
    ]
    # A line may break between two parts only.
    return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts if part)


def feedback_words(level: str | None) -> str:
    """A feedback level as results state it; hints are named for what they are."""
    if level is None:
        return ""
    return "hints feedback (the expert's targets)" if level == "hints" else f"{level} feedback"


def success_words(counted: str) -> str:
    """Which success a rate is of."""
    return f"success {COUNTED[counted]}"


def goal_words(config: Mapping[str, Any]) -> str:
    """That a run's goals are hidden from its controller; "" where they are not."""
    return "hidden goals" if config.get("options", {}).get("goal") == "hidden" else ""


def model_words(model: str | None) -> str:
    """Which language model wrote the code."""
    return model or "no language model"


def cases_of(runs: Iterable[Run]) -> str:
    """What runs call their cases, such as "goals"; "cases" where they differ."""
    names = {run.words.cases for run in runs}
    return names.pop() if len(names) == 1 else GENERAL.cases


def cases_words(run: Run) -> str:
    """How many cases the rates stand on."""
    words = f"{run.train.n} training"
    return f"{words}, {run.heldout.n} held-out {run.words.cases}" if run.heldout.n else f"{words} {run.words.cases}"


def _several(words: Iterable[str]) -> str:
    return " / ".join(_distinct(words))


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))
