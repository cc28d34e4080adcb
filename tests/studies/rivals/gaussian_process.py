"""Bayesian optimization with a Gaussian process: Matern 5/2, expected improvement (Jones, Schonlau and Welch, 1998), numpy alone.

Length and noise are those of the greatest marginal likelihood on a small grid. Costs are seen through their logarithm where all
are positive, and through their ranks' order of size where not: a raw cost with a few huge values makes a model of those alone.
Expected improvement is looked at everywhere on a grid of whole numbers, if that is no more than 10,000 settings; else at 2,000
random ones and 1,000 near the three best.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from asking import Box, Rival, Search, Setting

FIRST = 5
"""Random settings beside the start before there is a model."""
LENGTHS = (0.1, 0.15, 0.25, 0.4, 0.7, 1.2, 2.0)
"""Of the unit cube's side."""
NOISES = (1e-4, 1e-3, 1e-2)
"""Of the costs' variance."""
GRID = 10_000
ANYWHERE, NEAR, BEST = 2_000, 1_000, 3
_erf = np.vectorize(math.erf)


class GaussianProcess(Rival):
    """Asks where the expected improvement is greatest."""

    name = "gp"

    def search(self, box: Box, chance: np.random.Generator) -> Search:
        asked: list[Setting] = []
        costs: list[float] = []
        for setting in [box.start, *(box.draw(chance) for _ in range(FIRST))]:
            costs.append((yield setting).cost)
            asked.append(setting)
        grid = _grid(box)
        while True:
            tried = np.array(asked, float)
            candidates = _drawn(box, chance, tried[np.argsort(costs)[:BEST]]) if grid is None else grid
            is_new = ~(candidates[:, None] == tried[None]).all(2).any(1)
            if not is_new.any():
                return
            candidates = candidates[is_new]
            gains = improvement(box.share(tried), seen_as(costs), box.share(candidates))
            asked.append(box.setting(candidates[int(gains.argmax())]))
            costs.append((yield asked[-1]).cost)


def seen_as(costs: list[float]) -> np.ndarray:
    """Costs as the model sees them: of mean 0 and deviation 1, failures as bad as the worst."""
    values = np.array(costs)
    finite = values[np.isfinite(values)]
    values = np.where(np.isfinite(values), values, finite.max() if len(finite) else 0.0)
    if values.min() > 0:
        values = np.log(values)
    else:
        away = values - values.min()
        values = np.log(away + 0.01 * (np.median(away) or 1.0))
    found: np.ndarray = (values - values.mean()) / (values.std() + 1e-9)
    return found


def improvement(places: np.ndarray, costs: np.ndarray, candidates: np.ndarray) -> np.ndarray:
    """The expected improvement on the least cost.

    Args:
        places: (n, d) settings in the unit cube.
        costs: (n,) what came of them.
        candidates: (m, d) other settings.
    """
    length, factor, weights = _fitted(places, costs)
    between = _matern(candidates, places, length)
    mean = between @ weights
    explained = (np.linalg.solve(factor, between.T) ** 2).sum(0)
    spread = np.sqrt(np.maximum(1.0 - explained, 1e-12))
    ahead = costs.min() - mean
    z = ahead / spread
    bell = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    found: np.ndarray = ahead * (1 + _erf(z / math.sqrt(2))) / 2 + spread * bell
    return found


def _fitted(places: np.ndarray, costs: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The length of the greatest marginal likelihood, the covariance's Cholesky factor, and the mean's weights."""
    best: tuple[float, float, np.ndarray, np.ndarray] | None = None
    for length in LENGTHS:
        plain = _matern(places, places, length)
        for noise in NOISES:
            factor = np.linalg.cholesky(plain + noise * np.eye(len(places)))
            weights = np.linalg.solve(factor.T, np.linalg.solve(factor, costs))
            likelihood = -0.5 * costs @ weights - np.log(np.diag(factor)).sum()
            if best is None or likelihood > best[0]:
                best = float(likelihood), length, factor, weights
    assert best is not None
    return best[1:]


def _matern(one: np.ndarray, other: np.ndarray, length: float) -> np.ndarray:
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None] - 2 * one @ other.T
    away = np.sqrt(5 * np.maximum(squares, 0.0)) / length
    found: np.ndarray = (1 + away + away**2 / 3) * np.exp(-away)
    return found


def _grid(box: Box) -> np.ndarray | None:
    """(m, n) all settings, where they are whole numbers and not too many."""
    if not all(box.whole) or np.prod(box.span + 1) > GRID:
        return None
    return np.array(list(product(*map(np.arange, box.low, box.high + 1))))


def _drawn(box: Box, chance: np.random.Generator, best: np.ndarray) -> np.ndarray:
    """(m, n) settings from everywhere, and from around the best."""
    anywhere = chance.random((ANYWHERE, len(box.names)))
    wide = 0.1 * 0.5 ** (np.arange(NEAR) % 5)
    near = box.share(best)[np.arange(NEAR) % len(best)] + wide[:, None] * chance.normal(size=(NEAR, len(box.names)))
    return box.rounded(np.clip(np.concatenate([anywhere, near]), 0.0, 1.0))
