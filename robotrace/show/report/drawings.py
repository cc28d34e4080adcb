"""What the page draws as SVG, in coordinates: the curve of a run, the map of its held-out goals, bars of success."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.opto import Outcome
from robotrace.results import Rate, Run
from robotrace.show.curves import Point, curve

WIDTH, HEIGHT = 640, 220
"""Of the curve, in units of its view box."""
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 28
SIDE = 240
"""Of the map, in units of its view box."""


def curve_data(run: Run) -> dict[str, Any] | None:
    """Success along the iterations: training and held-out lines, each candidate as a dot; None where nothing was tried."""
    if not run.entries or run.baseline is not None:
        return None
    drawn = curve(run, "iteration")
    last = max(drawn.end, 1.0)
    tried = [entry for entry in run.entries if entry.trial.outcomes]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "training": _steps(drawn.best, last),
        "heldout": [_whisker(point, last) for point in drawn.heldout],
        "dots": [
            {
                "x": _x(entry.iteration, last),
                "y": _y(entry.train.rate),
                "verdict": str(entry.trial.verdict),
                "title": f"candidate {entry.id}, {entry.trial.verdict}: {entry.train} in training. {entry.trial.why[:200]}",
                "candidate": number,
            }
            for number, entry in enumerate(run.entries)
            if entry in tried
        ],
        "grid": [{"y": _y(rate), "label": f"{round(100 * rate)} %"} for rate in (0.0, 0.25, 0.5, 0.75, 1.0)],
        "ticks": [{"x": _x(tick, last), "label": f"{tick:g}"} for tick in _ticks(last)],
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "bottom": HEIGHT - BOTTOM,
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
            "x": round(12 + (SIDE - 24) * x, 1),
            "y": round(12 + (SIDE - 24) * y, 1),
            "goal": outcome.case.index,
            "solved": outcome.success,
            "title": f"goal {outcome.case.index}: {'solved' if outcome.success else outcome.failure or 'not solved'}"[
                :200
            ],
        }
        for outcome, (x, y) in zip(outcomes, places, strict=True)
    ]
    return {"side": SIDE, "dots": dots, "known": known}


def bar_data(rate: Rate) -> dict[str, float]:
    """A rate and its interval as shares of a bar, in per cent."""
    return {
        "rate": round(100 * rate.rate, 1),
        "low": round(100 * rate.low, 1),
        "width": round(100 * (rate.high - rate.low), 1),
    }


def _x(iteration: float, last: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * iteration / last, 1)


def _y(rate: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - rate), 1)


def _steps(points: Sequence[Point], last: float) -> str:
    """A line that holds each rate up to the next, as the points of an SVG polyline."""
    corners: list[tuple[float, float]] = []
    for point in points:
        if corners:
            corners.append((_x(point.x, last), corners[-1][1]))
        corners.append((_x(point.x, last), _y(point.rate.rate)))
    return " ".join(f"{x},{y}" for x, y in corners)


def _whisker(point: Point, last: float) -> dict[str, Any]:
    rate = point.rate
    return {
        "x": _x(point.x, last),
        "y": _y(rate.rate),
        "low": _y(rate.low),
        "high": _y(rate.high),
        "title": f"held out: {rate}",
    }


def _ticks(last: float) -> list[int]:
    step = max(1, round(last / 8))
    return list(range(0, int(last) + 1, step))


def _places(starts: npt.NDArray[Any], indices: Sequence[int]) -> list[tuple[float, float]]:
    own = starts[list(indices)].reshape(len(indices), -1)
    widest: list[int] = np.argsort(-own.std(axis=0), kind="stable")[:2].tolist() if len(indices) else []
    columns = [own[:, column] for column in widest] or [np.zeros(len(indices))]
    first, second = columns[0], columns[1] if len(columns) > 1 else np.zeros(len(indices))
    return list(zip(_shares(first), (1 - share for share in _shares(second)), strict=True))


def _shares(values: npt.NDArray[Any]) -> list[float]:
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    return [0.5 if high == low else (float(value) - low) / (high - low) for value in values]


def _rows(indices: Sequence[int]) -> list[tuple[float, float]]:
    across = 10
    down = max(1, (max(indices, default=0)) // across)
    return [((index % across) / (across - 1), (index // across) / down) for index in indices]
