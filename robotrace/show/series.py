"""What of some runs is drawn as one line: a run by itself, or the interquartile mean of several."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from robotrace.results import Rate, Run
from robotrace.results.aggregate import Estimate, iqm_of
from robotrace.show.curves import Curve, Point

RESAMPLES = 2_000  # of the bootstrap, at each place where a line changes
Split = Literal["training", "held-out"]


@dataclass(frozen=True, slots=True)
class Level:
    """A success rate at a place on the x axis, as it is drawn.

    Attributes:
        x: The position on the x axis.
        rate: The success rate, between 0 and 1.
        low: The lower end of its 95 % interval; None where nothing shows how far the rate can be trusted.
        high: The upper end of its 95 % interval; None where `low` is.
    """

    x: float
    rate: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot, and the diamonds that belong to it.

    Attributes:
        name: The method that trained.
        split: The goals that the line is about.
        levels: The levels of the line: where it begins, at each place where it may change, and where it ends. Each holds up to
            the next.
        settled: The place where the first of the runs ended; beyond, that run's last rate is held.
        heldout: The levels of the best controllers on held-out goals: of a single run wherever it measured them, of several at
            their end.
        curves: The curves of the single runs.
        singles: Whether they are drawn too.
    """

    name: str
    split: Split
    levels: tuple[Level, ...]
    settled: float
    heldout: tuple[Level, ...]
    curves: tuple[Curve, ...]
    singles: bool = True

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs that it is made of."""
        return tuple(curve.run for curve in self.curves)

    @property
    def end(self) -> float:
        """The last place at which something is drawn."""
        return max(level.x for level in (*self.levels, *self.heldout))

    @property
    def result(self) -> Level:
        """The result of the runs: on held-out goals where that was measured, else as the line ends."""
        return self.heldout[-1] if self.heldout else self.levels[-1]


def series(
    name: str,
    tasks: Sequence[Sequence[Curve]],
    split: Split = "training",
    *,
    most: int | None = None,
    singles: bool = True,
) -> Series:
    """One method's runs as a line.

    Args:
        name: The name of the method.
        tasks: The runs of the method, those of each task together.
        split: The goals that the line is to be about.
        most: The largest number of places at which the line of several runs is worked out; None for all where it may change.
        singles: Whether single runs are drawn beside a line of several.
    """
    curves = tuple(curve for task in tasks for curve in task)
    if len(curves) == 1:
        levels = tuple(map(_level, points_of(curves[0], split)))
        return Series(name, split, levels, levels[-1].x, tuple(map(_level, curves[0].heldout)), curves)
    steps = [[points_of(curve, split) for curve in task] for task in tasks]
    each = [points for task in steps for points in task]
    begin = max(points[0].x for points in each)  # from here on there is something to average
    settled = max(begin, min(points[-1].x for points in each))
    places = {point.x for points in each for point in _changes(points)} | {points[-1].x for points in each}
    levels = tuple(
        _estimated(place, iqm_of([[_rate_at(points, place) for points in task] for task in steps], resamples=RESAMPLES))
        for place in _thinned(sorted({begin, settled} | {place for place in places if place >= begin}), settled, most)
    )
    return Series(name, split, levels, settled, _tested(tasks), curves, singles)


def _thinned(places: Sequence[float], settled: float, most: int | None) -> list[float]:
    """So many of some places, spread over them, the first, the last and the one where all runs still went on among them."""
    if most is None or len(places) <= most:
        return list(places)
    kept = {places[round(at * (len(places) - 1) / (most - 1))] for at in range(most)}
    return sorted(kept | {settled})


def split_of(curves: Iterable[Curve]) -> Split:
    """Held-out goals where each run measured them on the way, else training goals."""
    return "held-out" if all(len(curve.heldout) > 1 for curve in curves) else "training"


def percent(level: Level) -> str:
    """A rate and its interval as a plot writes them."""
    if math.isnan(level.rate):
        return "not measured"
    ends = "" if level.low is None or level.high is None else f" [{100 * level.low:.0f}, {100 * level.high:.0f}]"
    return f"{100 * level.rate:.0f} %{ends}"


def points_of(curve: Curve, split: Split) -> tuple[Point, ...]:
    """The points of a run that a line is made of."""
    return curve.best if split == "training" else curve.heldout


def _changes(points: Sequence[Point]) -> list[Point]:
    """Where a run's rate starts and where it becomes another."""
    return [point for index, point in enumerate(points) if not index or point.rate != points[index - 1].rate]


def _rate_at(points: Sequence[Point], place: float) -> float:
    return points[bisect_right([point.x for point in points], place) - 1].rate.rate


def _tested(tasks: Sequence[Sequence[Curve]]) -> tuple[Level, ...]:
    """All runs' best controllers on held-out goals, where the last of the runs ended; nothing where one is not tested."""
    rates = [[curve.run.heldout for curve in task if curve.run.heldout.n] for task in tasks]
    if not any(rates):
        return ()
    end = max(curve.end for task in tasks for curve in task)
    return (_estimated(end, iqm_of([[rate.rate for rate in task] for task in rates], resamples=RESAMPLES)),)


def _level(point: Point) -> Level:
    rate: Rate = point.rate
    return Level(point.x, rate.rate, rate.low, rate.high) if rate.n else Level(point.x, math.nan)


def _estimated(x: float, estimate: Estimate) -> Level:
    return Level(x, estimate.value, estimate.low, estimate.high)
