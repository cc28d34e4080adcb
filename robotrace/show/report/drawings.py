"""What the page draws as SVG, in coordinates: the curve of a run, the map of its held-out goals, bars of success."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.opto import Outcome
from robotrace.results import Rate, Run
from robotrace.show.report.traced import Traced, traced

SIDE, PITCH = 240, 24
"""Of the map, and of a dot in it where only the goals' order is known, in units of its view box."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a curve is drawn, in units of its view box, which are about a pixel each where it is shown."""

    width: int
    height: int
    left: int = 52
    right: int = 12
    top: int = 14
    bottom: int = 26

    def x(self, iteration: float, last: float) -> float:
        """An iteration's place."""
        return round(self.left + (self.width - self.left - self.right) * iteration / last, 1)

    def y(self, value: float, low: float, high: float) -> float:
        """A value's place between the ends of the axis."""
        return round(self.top + (self.height - self.top - self.bottom) * (high - value) / (high - low), 1)


FRAMES = {"wide": Frame(700, 250), "narrow": Frame(400, 210)}
"""A curve is drawn for a wide place and for a narrow one, since letters that shrink with a drawing cannot be read."""


def curve_data(run: Run) -> dict[str, Any] | None:
    """A run along its iterations: training and held-out lines, each candidate as a dot; None where nothing was tried."""
    if not run.entries or run.baseline is not None:
        return None
    found = traced(run)
    return {"title": found.title, **{name: _drawn(found, frame) for name, frame in FRAMES.items()}}


def _drawn(found: Traced, frame: Frame) -> dict[str, Any]:
    last = max(found.end, 1.0)
    levels = _levels(found)
    low, high = levels[0], levels[-1]
    return {
        "width": frame.width,
        "height": frame.height,
        "training": _steps([(frame.x(x, last), frame.y(value, low, high)) for x, value in found.best]),
        "joined": " ".join(f"{frame.x(test.x, last)},{frame.y(test.value, low, high)}" for test in found.heldout),
        "heldout": [
            {
                "x": frame.x(test.x, last),
                "y": frame.y(test.value, low, high),
                "low": frame.y(test.low, low, high),
                "high": frame.y(test.high, low, high),
                "title": test.words,
            }
            for test in found.heldout
        ],
        "dots": [
            {
                "x": frame.x(dot.x, last),
                "y": frame.y(dot.value, low, high),
                "verdict": dot.verdict,
                "title": dot.words,
                "candidate": dot.number,
            }
            for dot in found.dots
        ],
        "grid": [{"y": frame.y(level, low, high), "label": found.label(level)} for level in levels],
        "ticks": [{"x": frame.x(tick, last), "label": f"{tick:g}"} for tick in _ticks(last, frame)],
        "left": frame.left,
        "right": frame.width - frame.right,
        "bottom": frame.height - frame.bottom,
    }


def map_data(outcomes: Sequence[Outcome], starts: npt.NDArray[Any] | None) -> dict[str, Any]:
    """Where goals lie and which are solved: by the two numbers of their starts that vary most, or by their order where unknown.

    Args:
        outcomes: One a goal.
        starts: (goals, D), the numbers that each goal is drawn as; None where they are not known.
    """
    indices = [outcome.case.index for outcome in outcomes]
    known = starts is not None and len(starts) > max(indices, default=0) and bool(np.isfinite(starts).all())
    places = _places(np.asarray(starts, dtype=float), indices) if known and starts is not None else _rows(indices)
    dots = [
        {
            "x": round(x, 1),
            "y": round(y, 1),
            "goal": outcome.case.index,
            "solved": outcome.success,
            "title": f"goal {outcome.case.index}: {'solved' if outcome.success else outcome.failure or 'not solved'}"[
                :200
            ],
        }
        for outcome, (x, y) in zip(outcomes, places, strict=True)
    ]
    height = SIDE if known else PITCH * (1 + max(indices, default=0) // 10)
    return {"width": SIDE, "height": height, "dots": dots, "known": known}


def bar_data(rate: Rate) -> dict[str, float]:
    """A rate and its interval as shares of a bar, in per cent."""
    return {
        "rate": round(100 * rate.rate, 1),
        "low": round(100 * rate.low, 1),
        "width": round(100 * (rate.high - rate.low), 1),
    }


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """A line that holds each value up to the next, as the points of an SVG polyline."""
    corners: list[tuple[float, float]] = []
    for x, y in points:
        corners += [(x, corners[-1][1])] if corners else []
        corners.append((x, y))
    return " ".join(f"{x},{y}" for x, y in corners)


def _levels(found: Traced) -> list[float]:
    """The round numbers of the vertical axis, between which everything lies."""
    if found.bounds is not None:
        low, high = found.bounds
        return [low + (high - low) * share for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    low, high = min(found.values), max(found.values)
    step = _round_step((high - low) / 4) if high > low else max(1.0, abs(high))
    first, end = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, max(end, first + 1) + 1)]


def _round_step(about: float) -> float:
    size = 10.0 ** math.floor(math.log10(about))
    return size * next(part for part in (1, 2, 5, 10) if part * size >= about * (1 - 1e-9))


def _ticks(last: float, frame: Frame) -> list[int]:
    step = max(1, math.ceil(_round_step(last / (frame.width / 80))))
    return list(range(0, int(last) + 1, step))


def _places(starts: npt.NDArray[Any], indices: Sequence[int]) -> list[tuple[float, float]]:
    own = starts[list(indices)].reshape(len(indices), -1)
    widest: list[int] = np.argsort(-own.std(axis=0), kind="stable")[:2].tolist() if len(indices) else []
    columns = [own[:, column] for column in widest] or [np.zeros(len(indices))]
    first, second = columns[0], columns[1] if len(columns) > 1 else np.zeros(len(indices))
    inner = SIDE - 24
    return [(12 + inner * x, 12 + inner * (1 - y)) for x, y in zip(_shares(first), _shares(second), strict=True)]


def _shares(values: npt.NDArray[Any]) -> list[float]:
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    return [0.5 if high == low else (float(value) - low) / (high - low) for value in values]


def _rows(indices: Sequence[int]) -> list[tuple[float, float]]:
    return [(PITCH * (index % 10 + 0.5), PITCH * (index // 10 + 0.5)) for index in indices]
