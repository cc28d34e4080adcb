"""How likely one method is to do better than another: the probability of improvement, averaged over tasks.

After Agarwal et al., "Deep Reinforcement Learning at the Edge of the Statistical Precipice" (NeurIPS 2021), section 4.3, with the
conventions of their library rliable (`metrics.probability_of_improvement`): of each task the Mann-Whitney U statistic over the
number of pairs of runs, a tie counting half; the mean over tasks; a bootstrap that draws each method's runs anew within each task.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.errors import OptionError
from robotrace.results.aggregate import RESAMPLES

_CHUNK = 1_000  # resamples at a time, so that many runs a task need little memory


@dataclass(frozen=True, slots=True)
class Improvement:
    """The probability that a run of X does better than a run of Y on the same task, a tie counting half.

    Attributes:
        value: The mean over tasks; nan without tasks.
        tasks: The number of tasks that both were tried on.
        low: The lower end of the bootstrapped 95 % interval; None where a method has a single run of a task.
        high: The upper end; None likewise.
    """

    value: float
    tasks: int
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The four numbers; the probability is null without tasks."""
        return {
            "probability": self.value if self.tasks else None,
            "tasks": self.tasks,
            "low": self.low,
            "high": self.high,
        }

    def __str__(self) -> str:
        if not self.tasks:
            return "not measured"
        interval = f" [{self.low:.2f}, {self.high:.2f}]" if self.low is not None and self.high is not None else ""
        return f"{self.value:.2f}{interval}"


def probability_of_improvement(
    x: Sequence[Sequence[float]], y: Sequence[Sequence[float]], *, resamples: int = RESAMPLES, seed: int = 0
) -> Improvement:
    """How likely a run of X is to do better than one of Y.

    Args:
        x: One sequence of scores for each task, one score a run of X.
        y: The same of Y, the tasks in the same order; a task that one of the two was not tried on is left out.
        resamples: The number of bootstrap resamples.
        seed: The seed of its random numbers; the same runs give the same interval.

    Raises:
        OptionError: The two have different numbers of tasks, or the number of resamples is below 1.
    """
    if len(x) != len(y) or resamples < 1:
        raise OptionError(
            f"Expected as many tasks of X as of Y and 1 resample or more, found {len(x)}, {len(y)} and {resamples!r}."
        )
    both = [(np.asarray(a, float), np.asarray(b, float)) for a, b in zip(x, y, strict=True) if len(a) and len(b)]
    if not both:
        return Improvement(math.nan, 0)
    value = float(np.mean([_better(a, b) for a, b in both]))
    if min(min(len(a), len(b)) for a, b in both) < 2:
        return Improvement(value, len(both))
    generator = np.random.default_rng(seed)
    drawn = np.concatenate(
        [
            np.mean([_better(_drawn(generator, a, size), _drawn(generator, b, size)) for a, b in both], axis=0)
            for size in _chunks(resamples)
        ]
    )
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Improvement(value, len(both), float(low), float(high))


def _chunks(resamples: int) -> list[int]:
    whole, rest = divmod(resamples, _CHUNK)
    return [_CHUNK] * whole + ([rest] if rest else [])


def _drawn(
    generator: np.random.Generator, runs: npt.NDArray[np.float64], resamples: int
) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = runs[generator.integers(len(runs), size=(resamples, len(runs)))]
    return found


def _better(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The share of pairs, along the last axes, in which x is larger, and half of those in which it is the same."""
    left, right = x[..., :, None], y[..., None, :]
    shares: npt.NDArray[np.float64] = ((left > right) + 0.5 * (left == right)).mean(axis=(-2, -1))
    return shares
