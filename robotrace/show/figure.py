"""Drawing: panels with lines, bands and diamonds, a legend above them and a caption below."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from robotrace.show.axis import axis_label
from robotrace.show.beside import Beside, draw_beside, keys_of, names_of
from robotrace.show.curves import Axis, Point, cases_of
from robotrace.show.series import Level, Series, percent, points_of
from robotrace.show.sheet import FAINT, INK, LINE, SIZE, SOFT, WIDTH, plain, settle, sheet
from robotrace.show.words import wrapped
from robotrace.text import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from robotrace.show.sheet import Key

# Okabe and Ito's colours, distinct with any kind of colour vision; each method has a marker of its own, too.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")
MARKERS = ("o", "s", "^", "v")
TRAINING, HELDOUT = COLORS[:2]  # where each panel has a single line
OVERLAY = len(COLORS)  # most lines in a panel
REFUSED = "#8a8a8a"
HELD = (0, (2.5, 1.5))  # dashes of a line that holds the last rate of runs that had ended
PANEL_WIDTH, PANEL_HEIGHT, HEIGHT = 1.4, 1.6, 2.9  # inches; of one of several panels at least; of one alone


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes.

    Attributes:
        title: The text above the panel.
        series: The lines of the panel, at most `OVERLAY`.
        beside: The levels and published results beside the lines.
    """

    title: str
    series: tuple[Series, ...]
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is drawn.

    Attributes:
        color: The color of the line.
        heldout: The color of its diamonds.
        marker: The marker of an accepted candidate.
        width: The width of the line, in points; lines drawn first are wider, so that lines that coincide are all seen.
        size: The size of the line's marks, as a factor.
    """

    color: str
    heldout: str
    marker: str
    width: float
    size: float = 1.0


def draw_panels(
    panels: Sequence[Panel], *, axis: Axis, title: str, caption: str, names: Mapping[str, str], width: float = WIDTH
) -> Figure:
    """A figure of some panels that share both axes.

    Args:
        panels: The panels, one or more.
        axis: The x axis of all panels.
        title: The text above the panels.
        caption: The text below the panels, wrapped to the width.
        names: The legend's words by a method's name; none for a single method.
        width: The width in inches.

    Raises:
        OptionError: The figure would be too narrow or too wide.
    """
    rows, columns = grid_of(len(panels), width)
    looks = looks_of(panels)
    body = rows * PANEL_HEIGHT if len(panels) > 1 else HEIGHT
    page = sheet(title=title, caption=caption, keys=_keys(panels, looks, names), width=width, body=body)
    _panels(page.figure, panels, looks, axis=axis, shape=(rows, columns), below=page.below, above=page.above)
    return page.figure


def grid_of(count: int, width: float) -> tuple[int, int]:
    """Rows and columns of so many panels, as wide as they are readable."""
    rows = math.ceil(count / max(1, int(width / PANEL_WIDTH)))
    return rows, math.ceil(count / rows)


def looks_of(panels: Sequence[Panel]) -> Mapping[str, Look]:
    """By a method's name, how it looks: of its own colour where panels have several lines, else all alike."""
    names = list(dict.fromkeys(series.name for panel in panels for series in panel.series))
    if all(len(panel.series) == 1 for panel in panels):
        return dict.fromkeys(names, Look(TRAINING, HELDOUT, MARKERS[0], 1.5, 0.6 if len(panels) > 1 else 1.0))
    above = range(len(names) - 1, -1, -1)  # how many lines are drawn on top of each
    return {
        name: Look(color, color, marker, 1.2 + 1.1 * more, 0.8 + 0.4 * more)
        for name, color, marker, more in zip(names, COLORS, MARKERS, above, strict=False)
    }


def _panels(
    figure: Figure,
    panels: Sequence[Panel],
    looks: Mapping[str, Look],
    *,
    axis: Axis,
    shape: tuple[int, int],
    below: float,
    above: float,
) -> None:
    """All panels, between two heights of the figure."""
    rows, columns = shape
    several = len(panels) > 1
    places = list(figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).flat)
    besides = names_of(one for panel in panels for one in panel.beside)
    published = [one.end for panel in panels for one in panel.beside if one.points]
    last = max([series.end for panel in panels for series in panel.series] + published)
    label, size = axis_label(
        axis, 0.0 if published else last, [run for panel in panels for series in panel.series for run in series.runs]
    )
    for index, (axes, panel) in enumerate(zip(places, panels, strict=False)):
        _frame(axes, last, size=size, whole=axis not in ("usd", "seconds"), small=several)
        axes.tick_params(labelbottom=index + columns >= len(panels))
        for series in panel.series:
            _draw(axes, series, looks[series.name], alone=len(panel.series) == 1)
        draw_beside(axes, panel.beside, besides)
        if several:
            plain(axes.set_title(_title(panel, 0.85 * figure.get_figwidth() / columns), size=SIZE, loc="left"))
    for axes in places[len(panels) :]:
        axes.remove()
    if published:  # which may be hundreds of times as far to the right
        _log(places[0], _first(panels), last)
    split = {series.split for panel in panels for series in panel.series}
    rate = "held-out success rate (%)" if split == {"held-out"} else "success rate (%)"
    if several:
        room = 1.6 * LINE / figure.get_figheight()  # for the words below all panels
        figure.text(0.5, below + room / 2, label, size=SIZE, color=INK, ha="center", va="center")
        figure.supylabel(rate, y=(below + above) / 2, size=SIZE, color=INK)
        below += room
    else:
        axes.set_xlabel(label, size=SIZE, color=INK)
        axes.set_ylabel(rate, size=SIZE, color=INK)
    settle(figure, (0, below, 1, above - below))


def _frame(axes: Axes, last: float, *, size: float, whole: bool, small: bool) -> None:
    """Axes and grid, from 0 to the last place on the x axis and from 0 to 100 %."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

    axes.set_xlim(-0.03 * last or -0.5, 1.03 * last or 0.5)
    axes.set_ylim(-0.04, 1.04)
    axes.set_yticks([0, 0.5, 1] if small else [0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=""))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4 if small else 8, integer=whole, min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / size:,.6g}"))
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=2.5, width=0.6, color=SOFT, labelsize=SIZE - 0.5, labelcolor=SOFT)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set(color=SOFT, linewidth=0.6)


def _first(panels: Sequence[Panel]) -> float:
    """The first place beyond 0 at which a line has something."""
    places = [level.x for panel in panels for series in panel.series for level in series.levels if level.x > 0]
    return min(places, default=1.0)


def _log(axes: Axes, first: float, last: float) -> None:
    """A logarithmic x axis, which all panels share, from the first place beyond 0 to the last."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_xlim(first / 1.3, last * 1.3)
    axes.xaxis.set_major_locator(LogLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_minor_formatter(NullFormatter())


def _draw(axes: Axes, series: Series, look: Look, *, alone: bool) -> None:
    """One line with all that belongs to it."""
    _band(axes, series.levels, look.color)
    measured = [level for level in series.levels if level.x <= series.settled]
    held = [level for level in series.levels if level.x >= series.settled]
    for levels, style in ((measured, "solid"), (held, HELD)):
        if len(levels) > 1:
            _steps(axes, levels, color=look.color, linewidth=look.width, linestyle=style, zorder=3)
    several = len(series.curves) > 1
    if several and series.singles:
        for curve in series.curves:
            own = _rates(points_of(curve, series.split))
            _steps(axes, own, color=look.color, linewidth=0.6, alpha=0.5, zorder=2.5)
    if series.split == "training" and (series.singles or not several):
        accepted = [level for curve in series.curves for level in _rates(curve.accepted)]
        size, alpha = (9.0, 0.6) if several else ((6 + 7 * look.width) * look.size, 1.0)
        _marks(axes, accepted, marker=look.marker, s=size, color=look.color, linewidths=0, alpha=alpha, zorder=4)
    if alone and series.split == "training" and series.singles:
        refused = [level for curve in series.curves for level in _rates(curve.refused)]
        ring: dict[str, Any] = {"facecolors": "white", "edgecolors": REFUSED, "linewidths": 0.8}
        _marks(axes, refused, marker="o", s=16 * look.size, zorder=3.5, **ring)
    _bars(axes, series.heldout, color=look.heldout, linewidth=look.width * 0.8, zorder=5)
    size = 26 * look.size
    _marks(axes, series.heldout, marker="D", s=size, color=look.heldout, edgecolors="white", linewidths=0.5, zorder=6)


def _rates(points: Sequence[Point]) -> list[Level]:
    return [Level(point.x, point.rate.rate) for point in points]


def _band(axes: Axes, levels: Sequence[Level], color: str) -> None:
    """The interval of a line; where the line ends, what was known last has no width and is drawn as a bar."""
    known = [level for level in levels if level.low is not None]
    if known:
        xs, lows, highs = zip(*((level.x, level.low, level.high) for level in known), strict=True)
        axes.fill_between(xs, lows, highs, step="post", color=color, alpha=0.13, linewidth=0, zorder=1)
        _bars(axes, known[-1:], color=color, linewidth=4, alpha=0.22, zorder=1)


def _steps(axes: Axes, levels: Sequence[Level], **style: Any) -> None:
    axes.plot([level.x for level in levels], [level.rate for level in levels], drawstyle="steps-post", **style)


def _bars(axes: Axes, levels: Sequence[Level], **style: Any) -> None:
    for level in levels:
        if level.low is not None and level.high is not None:
            axes.vlines(level.x, level.low, level.high, **style)


def _marks(axes: Axes, levels: Sequence[Level], **style: Any) -> None:
    if levels:  # an empty collection has no extent to fit the picture to
        axes.scatter([level.x for level in levels], [level.rate for level in levels], clip_on=False, **style)


def _keys(panels: Sequence[Panel], looks: Mapping[str, Look], names: Mapping[str, str]) -> list[Key]:
    """The signs of the legend and what they mean."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    def sign(color: str, **style: Any) -> Line2D:
        return Line2D([], [], color=color, markersize=4.5, **{"linewidth": 1.6, **style})

    every = [series for panel in panels for series in panel.series]
    alone = all(len(panel.series) == 1 for panel in panels)
    line, diamond = (TRAINING, HELDOUT) if alone else (SOFT, SOFT)
    dotted = alone and every[0].split == "training" and all(series.singles for series in every)
    lines, tests = _meanings(every, dotted=dotted, single=len(every) == 1)
    keys: list[Key] = []
    if not alone:
        keys += [(sign(look.color, marker=look.marker), one_line(names[name], 140)) for name, look in looks.items()]
    keys.append((sign(line, marker=MARKERS[0] if dotted else ""), lines))
    if any(len(series.curves) > 1 and series.singles for series in every):
        keys.append((sign(line, linewidth=0.6, alpha=0.7), "single runs"))
    if any(series.levels[-1].x > series.settled for series in every):
        keys.append((sign(line, linestyle=HELD), "some runs had ended, their last rate held"))
    if dotted and any(curve.refused for series in every for curve in series.curves):
        keys.append((sign(REFUSED, linewidth=0, marker="o", markerfacecolor="white"), "refused candidates"))
    if any(series.heldout for series in every):
        keys.append((sign(diamond, linewidth=0, marker="D"), tests))
    keys += keys_of([one for panel in panels for one in panel.beside], single=len(panels) == 1)
    if any(level.low is not None for series in every for level in series.levels):
        keys.append((Patch(facecolor=line, alpha=0.25, linewidth=0), "95 % interval"))
    return keys


def _meanings(every: Sequence[Series], *, dotted: bool, single: bool) -> tuple[str, str]:
    """The legend's words for lines and for diamonds; of a single line its result, too."""
    mean = "IQM of the runs' " if any(len(series.curves) > 1 for series in every) else ""
    cases = cases_of(run for series in every for run in series.runs)
    lines = f"{mean}best so far on {every[0].split} {cases}{' (dot: accepted)' if dotted else ''}"
    if not single:
        return lines, f"held-out {cases}"
    tests = f"held-out {cases}: {percent(every[0].heldout[-1])}" if every[0].heldout else ""
    return f"{lines}: {percent(every[0].levels[-1])}", tests


def _title(panel: Panel, width: float) -> str:
    """A panel's title, each line of it on two at most."""
    parts = [wrapped(one_line(part), width, size=SIZE, most=2) for part in panel.title.split("\n")]
    return "\n".join(line for part in parts for line in part)
