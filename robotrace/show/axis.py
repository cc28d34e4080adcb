"""The x axis of a plot: which one distinguishes the points of some runs, and what is written along it."""

from __future__ import annotations

from collections.abc import Sequence

from robotrace.errors import OptionError
from robotrace.results import Run
from robotrace.show.curves import Axis, axis_words, curve

DEFAULTS: tuple[Axis, ...] = ("calls", "env_steps", "iteration", "seconds")
UNITS = ((1e9, "billions"), (1e6, "millions"), (1e3, "thousands"))


def choose_axis(runs: Sequence[Run], wanted: Axis | None = None) -> Axis:
    """The axis that is asked for, else the first default along which no run stands still.

    Raises:
        OptionError: Every run stays at 0 along the axis that is asked for.
        UnknownNameError: There is no such axis.
        RunError: A run has nothing to plot.
    """
    if wanted is None:
        moving = [run for run in runs if len(run.entries) > 1]  # what has tried its start alone can move nowhere
        return next((axis for axis in DEFAULTS if moving and all(_spreads(run, axis) for run in moving)), "iteration")
    if wanted != "iteration" and not any(_places(run, wanted)[-1] for run in runs):
        others = ", ".join(axis for axis in DEFAULTS if any(_places(run, axis)[-1] for run in runs)) or "iteration"
        raise OptionError(f"Nothing can be told apart along {wanted}, which is 0 throughout. Choose another: {others}.")
    return wanted


def still(runs: Sequence[Run], axis: Axis) -> list[Run]:
    """The runs all of whose points stand at 0, such as those that asked no language model along its calls."""
    return [run for run in runs if len(run.entries) > 1 and not _places(run, axis)[-1]]


def axis_label(axis: Axis, last: float, runs: Sequence[Run] = ()) -> tuple[str, float]:
    """What is written along an axis of some runs that ends at `last`, and what its figures are divided by."""
    label = axis_words(axis, runs)
    size, unit = next(((size, unit) for size, unit in UNITS if last >= 2 * size), (1.0, ""))
    if not unit or "(" in label:
        return label, 1.0
    return f"{label} ({unit})", size


def _spreads(run: Run, axis: Axis) -> bool:
    """Whether a run moves along an axis."""
    return len(set(_places(run, axis))) > 1


def _places(run: Run, axis: Axis) -> list[float]:
    return [point.x for point in curve(run, axis).best]
