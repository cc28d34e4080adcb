"""The picture of a comparison: one line a method, best so far, against what it took to get there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from robotrace.results import Rate, Run
from robotrace.results.aggregate import Estimate, iqm_of
from robotrace.show.compare.groups import Group
from robotrace.show.compare.pairing import Comparison
from robotrace.show.curves import Axis, Curve, Point, curve, subtitle, title
from robotrace.show.labels import PALETTE, Label, percent
from robotrace.show.plot import INCHES, MARGIN, diamonds, files_at, frame, label, moved_by, save, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RESAMPLES = 1_000  # of a band, at each place where it changes


@dataclass(frozen=True, slots=True)
class Line:
    """One method's runs along an axis.

    Attributes:
        name: of the method.
        xs: places where the best so far of a run changes, the first and the last place among them.
        success: there, the interquartile mean over the runs.
        heldout: the best controllers of all runs at the end, on held-out goals; nothing where that was not measured.
        runs: that it is made of.
    """

    name: str
    xs: tuple[float, ...]
    success: tuple[Estimate, ...]
    heldout: tuple[Point, ...]
    runs: tuple[Run, ...]


def plot_comparison(found: Comparison, path: Path | str, *, x: Axis = "calls") -> tuple[Path, Path]:
    """Draw a comparison and write it as PNG and as SVG.

    A line is the success rate of the best candidate so far on training goals (on held-out goals where every run measured
    those on the way), the interquartile mean over a method's runs of all tasks, with a bootstrapped 95 % band; a diamond is
    the held-out rate of all its best controllers, with Wilson's interval.

    Args:
        found: a comparison.
        path: of either file; the other one is written beside it.
        x: one of `robotrace.show.curves.AXES`.

    Returns:
        The two files.

    Raises:
        OptionError: the path ends in something else than .png or .svg.
        UnknownNameError: there is no such axis.
        RunError: a run has nothing to plot, or the picture cannot be written.
    """
    files = files_at(path)
    save(draw_comparison(found, x=x), files)
    return files


def draw_comparison(found: Comparison, *, x: Axis = "calls") -> Figure:
    """The figure by itself, for notebooks."""
    from matplotlib.figure import Figure

    lines, kind = lines_of(found.groups, x)
    figure = Figure(figsize=INCHES, facecolor="white")
    axes = figure.add_axes(MARGIN)
    frame(axes, max(line.xs[-1] for line in lines), x)
    labels = []
    ends = [line.xs[-1] for line in lines]
    for index, line in enumerate(lines):
        color, right = PALETTE[index % len(PALETTE)], 9.0 + 8.0 * ends[:index].count(line.xs[-1])
        _draw(axes, line, color, up=2.2 * (index - (len(lines) - 1) / 2))
        diamonds(axes, line.heldout, color, right=right)
        labels.append(_label(line, kind, color, right))
    label(axes, labels)
    runs = [run for line in lines for run in line.runs]
    key = [f"line: best so far on {kind} goals, IQM over runs", "◆ held-out goals", "bars, bands: 95 %"]
    words(axes, title(runs), subtitle(runs), key)
    return figure


def _draw(axes: Axes, line: Line, color: str, *, up: float) -> None:
    """The best so far with its band; `up` (in points) keeps lines with the same rates visible."""
    moved = moved_by(axes, 0, up)
    rates = [estimate.value for estimate in line.success]
    steps: dict[str, Any] = {"color": color, "transform": moved}
    axes.plot(line.xs, rates, linewidth=2.0, drawstyle="steps-post", zorder=3, clip_on=False, **steps)
    axes.scatter(line.xs, rates, s=24, linewidths=0, zorder=4, clip_on=False, **steps)
    low, high = ([_end(it, side) for it in line.success] for side in ("low", "high"))
    axes.fill_between(line.xs, low, high, step="post", color=color, alpha=0.12, linewidth=0, zorder=1)


def lines_of(groups: Sequence[Group], x: Axis) -> tuple[list[Line], str]:
    """A line a method, control and horizon, and the goals that the lines are about: "training" or "held-out"."""
    methods: dict[tuple[str, str | None, int | None], list[Group]] = {}
    for group in groups:
        methods.setdefault((group.name, group.setting.control, group.setting.horizon), []).append(group)
    several = len({key[1:] for key in methods}) > 1
    curves = {run.folder.path: curve(run, x) for group in groups for run in group.runs}
    kind = "held-out" if all(len(one.heldout) > 1 for one in curves.values()) else "training"
    found = []
    for (name, control, horizon), them in methods.items():
        tasks = [[curves[run.folder.path] for run in group.runs] for group in them]
        full = f"{name}, {control} {horizon}" if several else name
        found.append(_line(full, tasks, kind))
    return found, kind


def _line(name: str, tasks: Sequence[Sequence[Curve]], kind: str) -> Line:
    curves = [one for task in tasks for one in task]
    end = max(one.best[-1].x for one in curves)
    steps = {id(one): one.heldout if kind == "held-out" else one.best for one in curves}
    places = sorted({place for points in steps.values() for place in _changes(points)} | {end})
    success = [
        iqm_of([[_at(steps[id(one)], place) for one in task] for task in tasks], resamples=RESAMPLES)
        for place in places
    ]
    measured = [one.run.heldout for one in curves if one.run.heldout.n]
    pooled = Rate(sum(rate.successes for rate in measured), sum(rate.n for rate in measured))
    heldout = (Point(end, pooled),) if pooled.n else ()
    return Line(name, tuple(places), tuple(success), heldout, tuple(one.run for one in curves))


def _changes(points: Sequence[Point]) -> list[float]:
    """Where a line starts and where it takes another rate."""
    return [point.x for index, point in enumerate(points) if not index or point.rate != points[index - 1].rate]


def _at(points: Sequence[Point], place: float) -> float:
    """The rate at a place; before its first point a run had not begun, and what it began with holds."""
    index = int(np.searchsorted([point.x for point in points], place, side="right")) - 1
    return points[max(0, index)].rate.rate


def _end(estimate: Estimate, side: str) -> float:
    end = getattr(estimate, side)
    return estimate.value if end is None else float(end)


def _label(line: Line, kind: str, color: str, right: float) -> Label:
    count = f" · {len(line.runs)} runs" if len(line.runs) > 1 else ""
    if line.heldout:
        return Label(line.heldout[0], right, f"{line.name}{count}", f"{percent(line.heldout[0].rate)} held-out", color)
    ends = [run.train for run in line.runs]
    pooled = Rate(sum(rate.successes for rate in ends), sum(rate.n for rate in ends))
    return Label(Point(line.xs[-1], pooled), 0.0, f"{line.name}{count}", f"{percent(pooled)} {kind}", color)
