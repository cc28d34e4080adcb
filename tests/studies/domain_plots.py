"""Pictures of the domains' studies: lines over evaluations, each named where it ends, and dots; with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from robotrace.results import Rate
from robotrace.show.plot import save
from robotrace.show.sheet import FAINT, INK, SOFT, WIDTH, settle, sheet
from robotrace.show.sheet import SIZE as WORDS_SIZE
from robotrace.show.suites.looks import frame, looks, sign

ONCE = 7
"""Lines that have a colour of their own."""
RESAMPLES = 2_000
Dots = Mapping[str, Rate]
"""The rate of each optimizer on a problem."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured at one place alone: a mean with its interval.

    Attributes:
        name: What stands beside it.
        place: Where it is along the x axis.
        mean: The mean.
        low: The lower end of its interval.
        high: The upper end.
    """

    name: str
    place: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plot: a mean with its interval at each place, or one level.

    Attributes:
        name: What stands at its end.
        mean: (places,) the line; of a rule one number.
        low: (places,) the lower end of its interval.
        high: (places,) the upper end.
    """

    name: str
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def is_rule(self) -> bool:
        """Whether it is a level."""
        return len(self.mean) == 1


def draw(
    lines: Sequence[Line],
    stem: Path,
    *,
    title: str,
    caption: str,
    keys: Mapping[str, str],
    label: str,
    across: str,
    limits: tuple[float, float] | None = None,
    points: Sequence[Point] = (),
) -> None:
    """Lines over evaluations, each named where it ends.

    Args:
        lines: The lines.
        stem: The files' name without its end.
        title: The text above.
        caption: The text below.
        keys: What a "line" and a "rule" mean.
        label: The y axis.
        across: The x axis.
        limits: Of the y axis; a logarithmic one where there are none.
        points: What is drawn beside the lines.
    """
    styles = {"line": {"linewidth": 1.6}, "rule": {"linewidth": 1.0, "linestyle": ":"}}
    signs = [(sign(SOFT, **styles[kind]), words) for kind, words in keys.items()]
    page = sheet(title=title, caption=caption, keys=signs, width=WIDTH, body=3.4)
    axes = page.figure.subplots()
    frame(axes, grid="y")
    look, ends = looks([line.name for line in lines]), []
    faint = 0.12 if len(lines) < ONCE else 0.06
    for number, line in enumerate(lines):
        if line.is_rule:
            axes.axhline(float(line.mean[0]), color=SOFT, linewidth=0.9, linestyle=":")
            ends.append((float(line.mean[0]), line.name, SOFT))
            continue
        color, places = look[line.name].color, np.arange(1, len(line.mean) + 1)
        axes.fill_between(places, line.low, line.high, step="post", color=color, alpha=faint, linewidth=0)
        again = "--" if number >= ONCE else "-"  # colours come round again
        axes.step(places, line.mean, where="post", color=color, linewidth=1.5, linestyle=again)
        ends.append((float(line.mean[-1]), line.name, color))
    for at, point in enumerate(sorted(points, key=lambda point: point.mean)):
        aside = at - (len(points) - 1) / 2  # side by side, so that none covers another
        axes.errorbar(
            [point.place + aside],
            [point.mean],
            [[point.mean - point.low], [point.high - point.mean]],
            fmt="o",
            color=INK,
            markersize=4,
            linewidth=1.0,
        )
        axes.annotate(
            point.name,
            (point.place - len(points) / 2, point.mean),
            (-4, WORDS_SIZE * aside),
            textcoords="offset points",
            ha="right",
            va="center",
            size=WORDS_SIZE,
            color=INK,
        )
    axes.set_xlim(1, max(len(line.mean) for line in lines))
    if limits is None:
        axes.set_yscale("log")
    else:
        axes.set_ylim(limits)
    axes.set_xlabel(across, size=WORDS_SIZE, color=INK)
    axes.set_ylabel(label, size=WORDS_SIZE, color=INK)
    settle(page.figure, (0, page.below, 0.83, page.above - page.below))
    _name(axes, ends)
    save(page.figure, [stem.with_suffix(suffix) for suffix in (".png", ".svg")])


def draw_dots(
    rows: Mapping[str, Dots], names: Sequence[str], stem: Path, *, title: str, caption: str, label: str
) -> None:
    """A row of dots for each problem, one for each optimizer that tried it, with Wilson's intervals.

    Args:
        rows: The rows' names, each with the rate of each optimizer.
        names: All optimizers, in the order of the legend.
        stem: The files' name without its end.
        title: The text above.
        caption: The text below.
        label: The x axis.
    """
    look = looks(names)
    page = sheet(
        title=title,
        caption=f"{caption} Dots: held-out rows, with Wilson's 95 % interval.",
        keys=[(sign(look[name].color, marker=look[name].marker, linewidth=0.9), name) for name in names],
        width=WIDTH,
        body=(0.12 + 0.09 * len(names)) * len(rows) + 0.45,
    )
    axes = page.figure.subplots()
    frame(axes, grid="x")
    for at, dots in enumerate(rows.values()):
        for number, name in enumerate(names):
            if name not in dots:
                continue
            rate, y = dots[name], at + 0.8 * ((number + 0.5) / len(names) - 0.5)
            color, marker = look[name]
            axes.hlines(y, 100 * rate.low, 100 * rate.high, color=color, linewidth=0.9)
            axes.scatter(
                [100 * rate.rate], [y], marker=marker, s=13, color=color, linewidths=0, zorder=4, clip_on=False
            )
        if at:
            axes.axhline(at - 0.5, color=FAINT, linewidth=0.6, zorder=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-2, 102)
    axes.set_xlabel(label, size=WORDS_SIZE, color=INK)
    settle(page.figure, (0.02, page.below, 0.98, page.above - page.below))
    save(page.figure, [stem.with_suffix(suffix) for suffix in (".png", ".svg")])


def _name(axes: Any, ends: Sequence[tuple[float, str, str]]) -> None:
    """Names at the lines' ends, pushed apart where they would overlap."""
    apart = 1.25 * WORDS_SIZE / 72 * axes.figure.dpi / axes.get_window_extent().height
    order = sorted(ends)
    levels = [float(axes.transAxes.inverted().transform(axes.transData.transform((1, end[0])))[1]) for end in order]
    levels = [min(max(level, 0.0), 1.0) for level in levels]
    for at in range(1, len(levels)):
        levels[at] = max(levels[at], levels[at - 1] + apart)
    for at in range(len(levels) - 1, -1, -1):
        levels[at] = min(levels[at], 1.0 if at == len(levels) - 1 else levels[at + 1] - apart)
    for level, (_, name, color) in zip(levels, order, strict=True):
        axes.text(1.015, level, name, transform=axes.transAxes, size=WORDS_SIZE, color=color, va="center")


def mean_of(values: np.ndarray, *, ratio: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean over runs at each place, geometric of ratios, and its bootstrapped 95 % interval.

    Args:
        values: (runs, places).
        ratio: Whether the mean is geometric.
    """
    seen = np.log(values) if ratio else values
    chance = np.random.default_rng(0)
    draws = chance.integers(len(seen), size=(RESAMPLES, len(seen)))
    low, high = np.quantile(seen[draws].mean(axis=1), (0.025, 0.975), axis=0)
    found = (seen.mean(axis=0), low, high)
    return tuple(np.exp(it) for it in found) if ratio else found  # type: ignore[return-value]
