"""The picture of one or several runs: success rate against what it took to get there."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from robotrace.errors import OptionError, RunError
from robotrace.results import Run
from robotrace.results.files import replace
from robotrace.show.axis import choose_axis
from robotrace.show.beside import Beside, learners_and_levels
from robotrace.show.caption import caption, heading, result_words, shared_suffix
from robotrace.show.cited import cited
from robotrace.show.compare.groups import Group, Setting, groups_of
from robotrace.show.curves import Axis, curve
from robotrace.show.figure import OVERLAY, Panel, draw_panels
from robotrace.show.scores import are_scored, draw_scores
from robotrace.show.series import Series, series
from robotrace.show.sheet import WIDTH
from robotrace.text import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg", ".pdf")


def plot(
    runs: Sequence[Run], path: Path | str, *, x: Axis | None = None, width: float = WIDTH, cite: Sequence[str] = ()
) -> tuple[Path, Path, Path]:
    """Draw success rate against an axis and write it as PNG, SVG and PDF.

    A line is the success rate on training goals of the best candidate so far, as it was known at each place. Its band is
    Wilson's 95 % interval. Runs that differ in nothing but their goals' seed are one line: the interquartile mean, with a
    bootstrapped 95 % band. A diamond is the rate on held-out goals. Each task has a panel of its own, also each of those of one
    run of several tasks, behind that of all of them together; so has each method where a panel would hold more than four.
    Baselines that learn nothing are levels across; published results are dotted.

    Args:
        runs: The runs, one or more, each with at least one iteration.
        path: The path of any of the files; the others are written beside it.
        x: The x axis, one of `robotrace.show.curves.AXES`; None for the first of calls, env_steps, iteration and seconds
            that distinguishes the points of each run.
        width: The width in inches; 7.2 fills a page, 3.5 a column.
        cite: The names of published results to draw beside the runs, of `robotrace.show.cited.table`; "all" for each.

    Returns:
        The paths of the three files.

    Raises:
        OptionError: No run is given, one is given twice, the path has another ending, all runs stay at 0 along the axis, or
            the width is none that can be drawn.
        UnknownNameError: There is no such axis or published result.
        RunError: A run has nothing to plot, or the picture cannot be written.
    """
    files = files_at(path)
    save(draw(runs, x=x, width=width, cite=cite), files)
    return files


def files_at(path: Path | str) -> tuple[Path, Path, Path]:
    """The PNG, the SVG and the PDF that a plot is written as.

    Raises:
        OptionError: The path has another ending.
    """
    target = Path(path)
    if target.suffix not in {"", *SUFFIXES}:
        raise OptionError(f"A plot is written as .png, .svg and .pdf, found {target.name!r}: leave the ending out.")
    png, svg, pdf = (target.with_suffix(suffix) for suffix in SUFFIXES)
    return png, svg, pdf


def save(figure: Figure, files: Iterable[Path]) -> None:
    """Write a figure; the same figure gives the same bytes.

    Raises:
        RunError: A file cannot be written.
    """
    for file in files:
        try:
            replace(file, _bytes_of(figure, file.suffix), within=file.parent)  # a link that lies there is not followed
        except OSError as error:
            raise RunError(f"The plot {str(file)!r} cannot be written: {error.strerror}.") from error


def draw(runs: Sequence[Run], *, x: Axis | None = None, width: float = WIDTH, cite: Sequence[str] = ()) -> Figure:
    """The figure by itself, for notebooks."""
    if not runs:
        raise OptionError("A plot needs at least one run.")
    published = cited(cite, runs)
    runs = [one for run in runs for one in (run, *map(run.of_task, run.tasks))]
    groups, levels = learners_and_levels(groups_of(runs))
    axis = choose_axis([run for group in groups for run in group.runs], x)
    if are_scored(runs):
        return draw_scores(runs, axis=axis, title=heading(runs), width=width)
    lines, level_lines = ([_line(group, axis) for group in some] for some in (groups, levels))
    quoted = [Beside.cited(result, axis) for result in published]
    beside: dict[Setting, list[Beside]] = {group.setting: [] for group in groups}
    for group, line in zip(levels, level_lines, strict=True):
        beside.setdefault(group.setting, []).append(Beside.measured(line))
    panels = panels_of(groups, lines, {setting: [*some, *quoted] for setting, some in beside.items()})
    single = len(panels) == 1
    return draw_panels(
        panels,
        axis=axis,
        title=heading(runs),
        caption=caption(lines, axis, beside=[one for panel in panels for one in panel.beside]),
        names={line.name: legend_words(line, result=single) for line in lines},
        width=width,
    )


def _line(group: Group, axis: Axis) -> Series:
    return series(group.name, [[curve(run, axis) for run in group.runs]])


def panels_of(
    groups: Sequence[Group], lines: Sequence[Series], beside: Mapping[Setting, Sequence[Beside]] | None = None
) -> list[Panel]:
    """A panel a task and setting, its methods on top of each other; a panel a line where those would be too many.

    Args:
        groups: The groups that are drawn as lines.
        lines: Their lines.
        beside: What stands beside the lines of a setting.
    """
    beside = beside or {}
    by_setting: dict[Setting, list[Series]] = {}
    for group, line in zip(groups, lines, strict=True):
        by_setting.setdefault(group.setting, []).append(line)
    names = _setting_names(list(by_setting))
    methods = len(dict.fromkeys(group.name for group in groups))
    if methods > OVERLAY or all(len(members) == 1 for members in by_setting.values()):
        several = methods > 1
        return [
            Panel(
                "\n".join(filter(None, (names[group.setting], line.name if several else "", result_words(line)))),
                (line,),
                tuple(beside.get(group.setting, ())),
            )
            for group, line in zip(groups, lines, strict=True)
        ]
    return [
        Panel(names[setting], tuple(members), tuple(beside.get(setting, ()))) for setting, members in by_setting.items()
    ]


def _setting_names(settings: Sequence[Setting]) -> dict[Setting, str]:
    """What distinguishes settings, in words; "" for a single one."""
    if len(settings) == 1:
        return {settings[0]: ""}
    tasks = [setting.task for setting in settings]
    if len(set(tasks)) < len(tasks):
        return {setting: str(setting) for setting in settings}
    return {setting: setting.task.split("/")[-1].removesuffix(shared_suffix(tasks)) for setting in settings}


def legend_words(line: Series, *, result: bool) -> str:
    """The words of a legend for a method."""
    count = f" ({len(line.runs)} runs)" if len(line.runs) > 1 else ""
    return f"{one_line(line.name, 60)}{count}{f': {result_words(line)}' if result else ''}"


def _bytes_of(figure: Figure, suffix: str) -> bytes:
    from matplotlib import rc_context

    # The same runs give the same bytes: no date, no version.
    metadata: dict[str, Any] = {
        ".png": {"Software": None},
        ".svg": {"Date": None},
        ".pdf": {"CreationDate": None, "Producer": None, "Creator": None},
    }[suffix]
    content = io.BytesIO()
    # Names of clip paths that are the same each time, and fonts that a publisher takes.
    with rc_context({"svg.hashsalt": "robotrace", "pdf.fonttype": 42}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a name in a script that the font lacks is drawn as boxes
        figure.savefig(content, format=suffix[1:], dpi=200, metadata=metadata)
    return content.getvalue()
