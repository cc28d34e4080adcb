"""How scores are distributed: performance profiles, the share of runs above each score.

After Agarwal et al., "Deep Reinforcement Learning at the Edge of the Statistical Precipice" (NeurIPS 2021), section 4.2 (after
Dolan and Moré, "Benchmarking optimization software with performance profiles", 2002), with the conventions of their library rliable
(`library.create_performance_profile`): the run-score distribution, a score above a threshold and not at it, bands by the
percentile bootstrap that draws runs anew within each task.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Profile:
    """The share of runs above each threshold.

    Attributes:
        thresholds: The thresholds, rising.
        shares: For each, the share of all runs whose score is above it.
        low: The lower ends of its 95 % intervals; None where a task has a single run.
        high: The upper ends; None likewise.
    """

    thresholds: tuple[float, ...]
    shares: tuple[float, ...]
    low: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None


def performance_profile(
    strata: Sequence[Sequence[float]], thresholds: Sequence[float], *, resamples: int = RESAMPLES, seed: int = 0
) -> Profile | None:
    """The performance profile of a method's runs; None without runs.

    Args:
        strata: One sequence of scores for each task, one score a run.
        thresholds: The thresholds, rising.
        resamples: The number of bootstrap resamples.
        seed: The seed of its random numbers; the same runs give the same band.
    """
    tasks = [np.asarray(stratum, dtype=float) for stratum in strata if len(stratum)]
    if not tasks:
        return None
    edges = np.asarray(thresholds, dtype=float)
    runs = sum(len(task) for task in tasks)
    shares = _above(np.concatenate(tasks), edges) / runs
    if min(len(task) for task in tasks) < 2:
        return Profile(tuple(edges.tolist()), tuple(shares.tolist()))
    generator = np.random.default_rng(seed)
    above = np.zeros((resamples, len(edges)))
    for task in tasks:
        above += _above(task[generator.integers(len(task), size=(resamples, len(task)))], edges)
    low, high = np.quantile(above / runs, [0.025, 0.975], axis=0)
    return Profile(*(tuple(part.tolist()) for part in (edges, shares, low, high)))


def _above(scores: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How many scores along the last axis are above each threshold."""
    counts: npt.NDArray[np.float64] = (scores[..., :, None] > edges).sum(axis=-2).astype(float)
    return counts
