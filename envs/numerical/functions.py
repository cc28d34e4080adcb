"""Test functions of the literature, to be minimised: written in operators, so that they take numbers as well as nodes.

The forms, domains and minima are those of Surjanovic and Bingham, "Virtual Library of Simulation Experiments".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from robotrace.trace import bundle


@bundle(name="cos")
def cos(x: float) -> float:
    """The cosine of an angle in radians."""
    return math.cos(x)


@bundle(name="exp")
def exp(x: float) -> float:
    """e to the power of x."""
    return math.exp(x)


@dataclass(frozen=True)
class Function:
    """A test function.

    Attributes:
        title: Its name in words.
        formula: The function in words of mathematics.
        output: The function, of a sequence of numbers or nodes.
        bounds: The domain, the lowest and the highest value of each number.
        minimum: Its least value there.
    """

    title: str
    formula: str
    output: Callable[[Sequence[Any]], Any]
    bounds: tuple[tuple[float, float], ...]
    minimum: float


def _booth(x: Sequence[Any]) -> Any:
    return (x[0] + 2 * x[1] - 7) ** 2 + (2 * x[0] + x[1] - 5) ** 2


def _branin(x: Sequence[Any]) -> Any:
    bend = x[1] - 5.1 / (4 * math.pi**2) * x[0] ** 2 + 5 / math.pi * x[0] - 6
    return bend**2 + 10 * (1 - 1 / (8 * math.pi)) * cos(x[0]) + 10


def _himmelblau(x: Sequence[Any]) -> Any:
    return (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2


def _rosenbrock(x: Sequence[Any]) -> Any:
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def _six_hump_camel(x: Sequence[Any]) -> Any:
    return (4 - 2.1 * x[0] ** 2 + x[0] ** 4 / 3) * x[0] ** 2 + x[0] * x[1] + (4 * x[1] ** 2 - 4) * x[1] ** 2


_HEIGHTS = (1.0, 1.2, 3.0, 3.2)
_SHARPNESS = (
    (10, 3, 17, 3.5, 1.7, 8),
    (0.05, 10, 17, 0.1, 8, 14),
    (3, 3.5, 1.7, 10, 17, 8),
    (17, 8, 0.05, 10, 0.1, 14),
)
_PITS = (
    (0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886),
    (0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991),
    (0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650),
    (0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381),
)


def _hartmann6(x: Sequence[Any]) -> Any:
    total = 0.0
    for height, sharpness, pit in zip(_HEIGHTS, _SHARPNESS, _PITS, strict=True):
        away = 0.0
        for value, much, place in zip(x, sharpness, pit, strict=True):
            away = away + much * (value - place) ** 2
        total = total - height * exp(-away)
    return total


FUNCTIONS = {
    "booth": Function("Booth's function", "(x0 + 2 x1 - 7)^2 + (2 x0 + x1 - 5)^2", _booth, ((-10.0, 10.0),) * 2, 0.0),
    "branin": Function(
        "Branin's function",
        "(x1 - 5.1 / (4 pi^2) x0^2 + 5 / pi x0 - 6)^2 + 10 (1 - 1 / (8 pi)) cos(x0) + 10",
        _branin,
        ((-5.0, 10.0), (0.0, 15.0)),
        0.39788735772973816,
    ),
    "hartmann6": Function(
        "Hartmann's function of six numbers",
        "minus the sum over four pits of a height times exp(minus a weighted squared distance)",
        _hartmann6,
        ((0.0, 1.0),) * 6,
        -3.322368011415515,
    ),
    "himmelblau": Function(
        "Himmelblau's function", "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2", _himmelblau, ((-6.0, 6.0),) * 2, 0.0
    ),
    "rosenbrock": Function(
        "Rosenbrock's function", "100 (x1 - x0^2)^2 + (1 - x0)^2", _rosenbrock, ((-2.0, 2.0),) * 2, 0.0
    ),
    "six-hump-camel": Function(
        "the six-hump camel function",
        "(4 - 2.1 x0^2 + x0^4 / 3) x0^2 + x0 x1 + (4 x1^2 - 4) x1^2",
        _six_hump_camel,
        ((-3.0, 3.0), (-2.0, 2.0)),
        -1.031628453489877,
    ),
}
"""By name."""
