"""How success grows over a suite: the interquartile mean over all tasks and seeds, with a bootstrapped band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from robotrace.results.suites.reader import SuiteResults
from robotrace.show.axis import still
from robotrace.show.caption import caption, result_words
from robotrace.show.curves import Axis, curve
from robotrace.show.figure import OVERLAY, Panel, draw_panels
from robotrace.show.plot import legend_words
from robotrace.show.series import Series, series, split_of
from robotrace.show.sheet import WIDTH
from robotrace.show.suites.words import optimizer_name, setting, title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

AXES: tuple[Axis, ...] = ("iteration", "calls", "env_steps")
PLACES = 60  # at which a line is worked out
SINGLES = 12  # most single runs that are drawn beside their mean


def axes_of(results: SuiteResults) -> tuple[Axis, ...]:
    """Those along which some run moves: without a language model there are no calls."""
    return tuple(axis for axis in AXES if axis == "iteration" or len(still(results.runs, axis)) < _moving(results))


def draw_curves(results: SuiteResults, axis: Axis, *, width: float = WIDTH) -> Figure:
    """A line an optimizer: the success rate of the best candidate so far, as `robotrace plot` draws it, over all tasks."""
    lines = lines_of(results, axis)
    alone = [Panel(f"{line.name}\n{result_words(line)}", (line,)) for line in lines]
    panels = alone if len(lines) > OVERLAY else [Panel("", tuple(lines))]
    return draw_panels(
        panels,
        axis=axis,
        title=f"Success on {title(results)}",
        caption=caption(lines, axis, setting=setting(results)),
        names={line.name: legend_words(line, result=True) for line in lines},
        width=width,
    )


def lines_of(results: SuiteResults, axis: Axis) -> list[Series]:
    """A line an optimizer that has finished runs, stratified by task."""
    rows = [row for row in results.finished if row.run is not None]
    curves = {row.cell: curve(row.run, axis) for row in rows if row.run is not None}
    split = split_of(curves.values())
    lines = []
    for optimizer in results.plan.optimizers:
        own = [row.cell for row in rows if row.cell.optimizer == optimizer]
        tasks = [[curves[cell] for cell in own if cell.member == member] for member in results.plan.members]
        if own:
            tasks = [task for task in tasks if task]
            singles = len(own) <= SINGLES
            lines.append(series(optimizer_name(optimizer), tasks, split, most=PLACES, singles=singles))
    return lines


def _moving(results: SuiteResults) -> int:
    return sum(len(run.entries) > 1 for run in results.runs)
