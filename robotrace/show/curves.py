"""What of a run goes into a plot: points and words, no drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from robotrace.errors import RunError, UnknownNameError
from robotrace.opto import METERS, Verdict
from robotrace.results import Entry, Rate, Run

Axis = str
"""One of `AXES`: an iteration's number, or what a meter showed when the iteration was over."""
AXES: Mapping[Axis, str] = {"iteration": "iteration", **{meter.name: meter.label or meter.words for meter in METERS}}
"""What a plot can be drawn against, and what the axis says."""


@dataclass(frozen=True, slots=True)
class Point:
    """A success rate at a place on the x axis."""

    x: float
    rate: Rate


@dataclass(frozen=True, slots=True)
class Curve:
    """One run along one axis.

    Attributes:
        run: which one.
        best: the best candidate so far on every training case that it was tried on, one point a trial.
        refused: candidates that were tried and not accepted.
        heldout: the best candidate so far on held-out cases, where that was measured.
    """

    run: Run
    best: tuple[Point, ...]
    refused: tuple[Point, ...]
    heldout: tuple[Point, ...]

    @property
    def end(self) -> Point:
        """Where a label belongs: the last held-out point, else the last training point."""
        return self.heldout[-1] if self.heldout else self.best[-1]


def curve(run: Run, axis: Axis = "iteration") -> Curve:
    """A run's points along an axis.

    Raises:
        UnknownNameError: there is no such axis.
        RunError: the run has tried nothing yet, or nobody knows its dollars.
    """
    if axis not in AXES:
        raise UnknownNameError("axis", axis, tuple(AXES))
    if not run.entries:
        raise RunError(f"The run {str(run.folder.path)!r} has tried nothing yet: there is nothing to plot.")
    best: list[Point] = []
    refused: list[Point] = []
    for entry in run.entries:
        here = Point(_place(run, entry, axis), entry.train)
        if best and entry.trial.verdict in (Verdict.REFUSED, Verdict.TAKEN):
            best.append(Point(here.x, best[-1].rate))
            if here.rate.n:
                refused.append(here)
        else:
            best.append(Point(here.x, run.train_at(entry.id)))
    return Curve(run, tuple(best), tuple(refused), _heldout(run, axis))


def _heldout(run: Run, axis: Axis) -> tuple[Point, ...]:
    places = {entry.id: _place(run, entry, axis) for entry in run.entries}
    if run.finished and run.best_id is not None and not run.config.get("heldout_curve"):
        # What the run ends with is the best from its iteration on; it is judged at the end.
        places[run.best_id] = _place(run, run.entries[-1], axis)
    points = [Point(places[trial], run.heldout_at(trial)) for trial in run.tested if trial in places]
    return tuple(sorted(points, key=lambda point: point.x))


def _place(run: Run, entry: Entry, axis: Axis) -> float:
    if axis == "iteration":
        return float(entry.iteration)
    place = entry.ledger.figures[axis]
    if place is None:
        raise RunError(
            f"What the run {str(run.folder.path)!r} cost in dollars is not known: its model has no price. Plot it against "
            "calls or tokens instead."
        )
    return float(place)


def axes_words() -> str:
    """The names of all axes, for a help text or a docstring."""
    *names, last = AXES
    return f"{', '.join(names)} or {last}"


def title(runs: Sequence[Run]) -> str:
    """The task, or what the plot is about where there are several."""
    tasks = _distinct(run.task for run in runs)
    return tasks[0] if len(tasks) == 1 else f"Success on {len(tasks)} tasks"


def subtitle(runs: Sequence[Run]) -> str:
    """Everything that a success rate means nothing without; settings that differ between runs are all named."""
    parts = [
        _several(run.optimizer for run in runs),
        _several(feedback_words(run.feedback) for run in runs),
        _several(model_words(run.config.get("model")) for run in runs),
        _several(f"{run.config['control']} control" for run in runs if "control" in run.config),
        _several(f"horizon {run.config['horizon']}" for run in runs if "horizon" in run.config),
        _several(goals_words(run) for run in runs),
    ]
    # A line may break between two parts only.
    return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts if part)


def feedback_words(level: str | None) -> str:
    """A feedback level as results state it; hints are named for what they are."""
    if level is None:
        return ""
    return "hints feedback (the expert's targets)" if level == "hints" else f"{level} feedback"


def model_words(model: str | None) -> str:
    """Which language model wrote the code."""
    return model or "no language model"


def goals_words(run: Run) -> str:
    """How many goals the rates stand on."""
    words = f"{run.train.n} training"
    return f"{words}, {run.heldout.n} held-out goals" if run.heldout.n else f"{words} goals"


def _several(words: Iterable[str]) -> str:
    return " / ".join(_distinct(words))


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))
