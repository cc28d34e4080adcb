"""The picture of a comparison: one line a method, best so far, against what it took to get there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from robotrace.show.axis import choose_axis
from robotrace.show.beside import Beside, learners_and_levels
from robotrace.show.caption import caption, heading, result_words
from robotrace.show.cited import cited
from robotrace.show.compare.groups import Group
from robotrace.show.compare.pairing import Comparison
from robotrace.show.curves import Axis, curve
from robotrace.show.figure import OVERLAY, Panel, draw_panels
from robotrace.show.plot import files_at, legend_words, save
from robotrace.show.scores import are_scored, draw_scores
from robotrace.show.series import Series, series, split_of
from robotrace.show.sheet import WIDTH

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_comparison(
    comparison: Comparison, path: Path | str, *, x: Axis | None = None, width: float = WIDTH, cite: Sequence[str] = ()
) -> tuple[Path, Path, Path]:
    """Draw a comparison and write it as PNG, SVG and PDF.

    A line is the success rate of the best candidate so far on training goals (on held-out goals where every run measured
    those on the way), the interquartile mean over a method's runs of all tasks, with a bootstrapped 95 % band; a diamond is
    the same of its best controllers on held-out goals, where the last of its runs ended. Where scores alone tell, a line is a run's
    mean score. Baselines that learn nothing are levels
    across; published results are dotted.

    Args:
        comparison: The comparison, as `compare` made it.
        path: The path of any of the files; the others are written beside it.
        x: The x axis, one of `robotrace.show.curves.AXES`; None for the first of calls, env_steps, iteration and seconds
            that distinguishes the points of each run.
        width: The width in inches; 7.2 fills a page, 3.5 a column.
        cite: The names of published results to draw beside the lines, of `robotrace.show.cited.table`; "all" for each.

    Returns:
        The paths of the three files.

    Raises:
        OptionError: The path has another ending, all runs stay at 0 along the axis, or the width cannot be drawn.
        UnknownNameError: There is no such axis or published result.
        RunError: A run has nothing to plot, or the picture cannot be written.
    """
    files = files_at(path)
    save(draw_comparison(comparison, x=x, width=width, cite=cite), files)
    return files


def draw_comparison(
    comparison: Comparison, *, x: Axis | None = None, width: float = WIDTH, cite: Sequence[str] = ()
) -> Figure:
    """The figure by itself, for notebooks."""
    runs = [run for group in comparison.groups for run in group.runs]
    groups, levels = learners_and_levels(comparison.groups)
    axis = choose_axis([run for group in groups for run in group.runs], x)
    if are_scored(runs):
        return draw_scores(runs, axis=axis, title=heading(runs), width=width)
    lines = lines_of(groups, axis)
    measured = [Beside.measured(line) for line in lines_of(levels, axis)]
    beside = (*measured, *(Beside.cited(result, axis) for result in cited(cite, runs)))
    if len(lines) > OVERLAY:
        panels = [Panel(f"{line.name}\n{result_words(line)}", (line,), beside) for line in lines]
    else:
        panels = [Panel("", tuple(lines), beside)]
    return draw_panels(
        panels,
        axis=axis,
        title=heading(runs),
        caption=caption(lines, axis, beside=beside),
        names={line.name: legend_words(line, result=True) for line in lines},
        width=width,
    )


def lines_of(groups: Sequence[Group], axis: Axis) -> list[Series]:
    """A line a method, control, horizon and success that counts."""
    methods: dict[tuple[str, tuple[str | int | None, ...]], list[Group]] = {}
    for group in groups:
        setting = group.setting
        methods.setdefault(
            (group.name, (setting.control, setting.horizon, "last" if setting.success == "last" else None)), []
        ).append(group)
    several = len({key[1:] for key in methods}) > 1
    curves = {run.folder.path: curve(run, axis) for group in groups for run in group.runs}
    split = split_of(curves.values())
    return [
        series(
            f"{name}, {' '.join(str(part) for part in held if part is not None)}" if several else name,
            [[curves[run.folder.path] for run in group.runs] for group in members],
            split,
        )
        for (name, held), members in methods.items()
    ]
