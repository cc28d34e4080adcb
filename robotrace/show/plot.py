"""The picture of one or several runs: success rate against what it took to get there."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from robotrace.errors import OptionError, RunError
from robotrace.results import Run
from robotrace.results.files import replace
from robotrace.show.curves import Axis, Curve, Point, curve, subtitle, title
from robotrace.show.labels import (
    HELDOUT,
    Label,
    colors_of,
    group,
    labels_of,
    labels_of_one,
    rights_of,
    spread,
)
from robotrace.text import escaped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

MOST_LETTERS = 10_000  # of one text in a picture
INK, SOFT, FAINT = "#222222", "#6b6b6b", "#e4e4e4"
AXIS_LABELS: dict[Axis, str] = {
    "iteration": "iteration",
    "calls": "calls of the language model",
    "tokens": "tokens sent and received",
    "usd": "dollars",
    "env_steps": "environment steps",
    "seconds": "seconds since the start",
}
INCHES = (7.2, 4.2)
MARGIN = (0.08, 0.12, 0.9, 0.78)  # of the axes in the figure: left, bottom, width, height
FLOOR = -0.03  # the y axis runs from here to 1 - FLOOR, so that lines at 0 % and 100 % are seen whole
LABELS = 1.11  # where they begin, in widths of the axes
LINE = 11.5  # points from one line of a label to the next
CROWD = 6  # more groups than this have labels of one line


def plot(runs: Sequence[Run], path: Path | str, *, x: Axis = "iteration") -> tuple[Path, Path]:
    """Draw success rate against an axis and write it as PNG and as SVG.

    A line is the success rate on training goals of the best candidate so far, its band Wilson's 95 % interval. A
    diamond is the rate on held-out goals, with the same interval. Runs of the same task and optimizer share a colour.

    Args:
        runs: one or more, each with at least one iteration.
        path: of either file; the other one is written beside it.
        x: "iteration", "calls", "tokens", "usd", "env_steps" or "seconds".

    Returns:
        The two files.

    Raises:
        OptionError: no run is given, or the path ends in something else than .png or .svg.
        RunError: a run has nothing to plot, or the picture cannot be written.
    """
    if not runs:
        raise OptionError("A plot needs at least one run.")
    files = files_at(path)
    save(draw(runs, x=x), files)
    return files


def files_at(path: Path | str) -> tuple[Path, Path]:
    """The PNG and the SVG that a plot is written as.

    Raises:
        OptionError: the path ends in something else than .png or .svg.
    """
    target = Path(path)
    if target.suffix not in {"", ".png", ".svg"}:
        raise OptionError(f"A plot is written as .png and .svg, found {target.name!r}: leave the ending out.")
    return target.with_suffix(".png"), target.with_suffix(".svg")


def save(figure: Figure, files: Iterable[Path]) -> None:
    """Write a figure; the same figure gives the same bytes.

    Raises:
        RunError: a file cannot be written.
    """
    for file in files:
        _save(figure, file)


def _save(figure: Figure, file: Path) -> None:
    from matplotlib import rc_context
    from matplotlib.text import Text

    # The same runs give the same bytes: no date, and names of clip paths that do not change.
    metadata = {"Date": None} if file.suffix == ".svg" else {"Software": None}
    for text in figure.findobj(Text):  # names come from run folders: none is a formula, none holds control characters
        text.set_parse_math(False)
        text.set_text(escaped(text.get_text(), MOST_LETTERS))
    try:
        picture = BytesIO()
        with rc_context({"svg.hashsalt": "robotrace"}):
            figure.savefig(
                picture, format=file.suffix[1:], dpi=160, bbox_inches="tight", pad_inches=0.25, metadata=metadata
            )
        replace(
            file, picture.getvalue(), within=file.parent
        )  # a link in a stranger's run folder is not written through
    except OSError as error:
        raise RunError(f"The plot {str(file)!r} cannot be written: {error.strerror}.") from error


def draw(runs: Sequence[Run], *, x: Axis = "iteration") -> Figure:
    """The figure by itself, for notebooks."""
    from matplotlib.figure import Figure

    curves = [curve(run, x) for run in runs]
    figure = Figure(figsize=INCHES, facecolor="white")
    axes = figure.add_axes(MARGIN)
    frame(axes, max(one.best[-1].x for one in curves), x)
    colors = colors_of(runs)
    alone, middle = len(curves) == 1, (len(curves) - 1) / 2
    rights = rights_of(curves)
    for index, one in enumerate(curves):
        color = colors[group(one.run)]
        _training(axes, one, color, up=min(2.2, 10 / len(curves)) * (index - middle), alone=alone)
        diamonds(axes, one.heldout, HELDOUT if alone else color, right=rights[index])
    label(axes, labels_of_one(curves[0], colors, rights[0]) if alone else labels_of(curves, colors, rights))
    key = ["line: best so far on training goals", "◆ held-out goals", "bars: 95 % Wilson interval"]
    if alone:
        key = ["band and bars: 95 % Wilson interval", "○ refused candidate" if curves[0].refused else ""]
    words(axes, title(runs), subtitle(runs), key)
    return figure


def frame(axes: Axes, last: float, x: Axis) -> None:
    """Axes and grid, from 0 to the last place on the x axis and from 0 to 100 %."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

    axes.set_xlim(-0.02 * last or -0.5, 1.02 * last or 0.5)
    axes.set_ylim(FLOOR, 1 - FLOOR)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=x != "usd", min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short(value)))
    axes.set_xlabel(AXIS_LABELS[x], color=SOFT, fontsize=9.5)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=9, labelcolor=SOFT, pad=5)
    for spine in axes.spines.values():
        spine.set_visible(False)


def short(value: float) -> str:
    """A number as an axis shows it: 1500 is 1.5k."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:g}"


def _training(axes: Axes, one: Curve, color: str, *, up: float, alone: bool) -> None:
    """The best so far as a line; `up` (in points) keeps runs with the same rates visible."""
    moved = moved_by(axes, 0, up)
    xs = [point.x for point in one.best]
    if alone:
        low, high = [point.rate.low for point in one.best], [point.rate.high for point in one.best]
        axes.fill_between(xs, low, high, step="post", color=color, alpha=0.12, linewidth=0, zorder=1)
        if len(one.best) == 1:  # a band without width
            axes.vlines(xs, low, high, color=color, alpha=0.3, linewidth=1.8, zorder=1)
        marks(axes, one.refused, s=22, facecolors="white", edgecolors="#9a9a9a", linewidths=1.1, zorder=3.5)
    rates = [point.rate.rate for point in one.best]
    width = 2.2 if alone else 1.8
    axes.plot(xs, rates, color=color, linewidth=width, drawstyle="steps-post", transform=moved, zorder=3, clip_on=False)
    accepted = [point for index, point in enumerate(one.best) if not index or point.rate != one.best[index - 1].rate]
    marks(axes, accepted, s=30, color=color, linewidths=0, transform=moved, zorder=4)


def diamonds(axes: Axes, points: Sequence[Point], color: str, *, right: float) -> None:
    """Held-out rates with their intervals, `right` (in points) of their place to be clear of the line."""
    moved = moved_by(axes, right, 0)
    for point in points:
        bar: dict[str, Any] = {"color": color, "linewidth": 1.8, "transform": moved, "zorder": 5, "clip_on": False}
        axes.vlines(point.x, point.rate.low, point.rate.high, **bar)
    marks(axes, points, marker="D", s=54, color=color, edgecolors="white", linewidths=1.3, transform=moved, zorder=6)


def moved_by(axes: Axes, right: float, up: float) -> Transform:
    """Places on the axes, so many points beside and above themselves."""
    from matplotlib.transforms import ScaledTranslation

    figure = axes.get_figure(root=True)
    assert figure is not None  # axes that are drawn on belong to one
    return axes.transData + ScaledTranslation(right / 72, up / 72, figure.dpi_scale_trans)


def marks(axes: Axes, points: Sequence[Point], **style: Any) -> None:
    """Signs at points."""
    if points:  # an empty collection has no extent to fit the picture to
        axes.scatter([point.x for point in points], [point.rate.rate for point in points], clip_on=False, **style)


def label(axes: Axes, labels: Sequence[Label]) -> None:
    """The words beside the ends of the lines."""
    crowded = len(labels) > CROWD
    height = INCHES[1] * MARGIN[3] * 72 / (1 - 2 * FLOOR)  # in points, from 0 to 100 %
    wanted = [one.at.rate.rate * height for one in labels]
    places = spread(wanted, gap=LINE * 1.4 if crowded else 2 * LINE + 6, low=0.0, high=height)
    beside = axes.get_yaxis_transform()
    for one, place in zip(labels, places, strict=True):
        leader = {"arrowstyle": "-", "color": one.color, "alpha": 0.45, "linewidth": 0.8, "shrinkA": 2, "shrinkB": 7}
        axes.annotate(
            f"{one.head}  {one.body}" if crowded else one.head,
            xy=(one.at.x, one.at.rate.rate),
            xycoords=moved_by(axes, one.right, 0),
            xytext=(LABELS, place / height),
            textcoords=beside,
            color=one.color,
            fontsize=9.5,
            fontweight="normal" if crowded else "bold",
            va="center" if crowded else "bottom",
            arrowprops={**leader, "relpos": (0, 0.5 if crowded else 0)},
            annotation_clip=False,
        )
        if not crowded:
            axes.text(LABELS, place / height - 0.012, one.body, transform=beside, color=SOFT, fontsize=9, va="top")


def words(axes: Axes, title: str, subtitle: str, key: Iterable[str]) -> None:
    """What the picture is about above it, and what its signs mean below."""
    below = [line.removesuffix(" ·") for line in textwrap.wrap(subtitle, 140, break_on_hyphens=False)]
    lift = 12 + LINE * 1.15 * len(below)
    text: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "annotation_clip": False}
    axes.annotate(title, (0, 1), (-34, lift + 6), fontsize=15, fontweight="bold", color=INK, **text)
    axes.annotate("\n".join(below), (0, 1), (-34, lift), fontsize=9, color=SOFT, va="top", linespacing=1.3, **text)
    axes.annotate("   ".join(key), (0, 0), (-34, -46), fontsize=8.5, color=SOFT, **text)
