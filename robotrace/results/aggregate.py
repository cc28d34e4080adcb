"""One number for several runs: the interquartile mean, with a stratified bootstrap interval.

After Agarwal et al., "Deep Reinforcement Learning at the Edge of the Statistical Precipice" (NeurIPS 2021): runs of all tasks
are one sample, of which the middle half is averaged; the bootstrap draws runs anew within each task.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.errors import OptionError

RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """An interquartile mean.

    Attributes:
        value: The mean of the middle half of the runs.
        n: The number of runs.
        low: The lower end of the 95 % interval; None where a task has one run only, so that the spread is unknown.
        high: The upper end of the 95 % interval; None likewise.
    """

    value: float
    n: int
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The four numbers; value is null without runs."""
        return {
            "iqm": self.value if self.n else None,
            "runs": self.n,
            "low": self.low,
            "high": self.high,
        }

    def __str__(self) -> str:
        if not self.n:
            return "not measured"
        form = ".2f" if abs(self.value) < 10 else ".4g"  # shares, or returns
        interval = "" if self.low is None or self.high is None else f" [{self.low:{form}}, {self.high:{form}}]"
        return f"{self.value:{form}}{interval}"


def iqm(values: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The mean of the middle half along the last axis: a quarter of the values, rounded down, is left out at each end."""
    ordered = np.sort(np.asarray(values, dtype=float), axis=-1)
    cut = ordered.shape[-1] // 4
    means: npt.NDArray[np.float64] = ordered[..., cut : ordered.shape[-1] - cut].mean(axis=-1)
    return means


def iqm_of(strata: Sequence[Sequence[float]], *, resamples: int = RESAMPLES, seed: int = 0) -> Estimate:
    """The interquartile mean of runs of several tasks, with its bootstrapped 95 % percentile interval.

    Args:
        strata: One sequence of success rates for each task, one rate a run.
        resamples: The number of bootstrap resamples.
        seed: The seed of its random numbers; the same runs give the same interval.

    Raises:
        OptionError: The number of resamples is below 1.
    """
    if resamples < 1:
        raise OptionError(f"resamples must be 1 or more, found {resamples!r}.")
    tasks = [np.asarray(stratum, dtype=float) for stratum in strata if len(stratum)]
    if not tasks:
        return Estimate(math.nan, 0)
    runs = np.concatenate(tasks)
    value = float(iqm(runs))
    if min(len(task) for task in tasks) < 2:
        return Estimate(value, len(runs))
    generator = np.random.default_rng(seed)
    drawn = [task[generator.integers(len(task), size=(resamples, len(task)))] for task in tasks]
    low, high = np.quantile(iqm(np.concatenate(drawn, axis=1)), [0.025, 0.975])
    return Estimate(value, len(runs), float(low), float(high))
