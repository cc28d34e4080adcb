"""Usual searches of a linear controller's weights, in Gymnasium's own loop and without robotrace: what `tune` stands beside.

Each is a generator that is given the return of each vector of weights it asks for, and says where it stands now. Weights are in
units of their own: 1 is what leads from the middle of an action's range to a half of its reach.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Weights: TypeAlias = npt.NDArray[np.float64]
Asked: TypeAlias = tuple[Weights, int, bool]
"""Weights to be tried, the number of the episode's seed, and whether the search would hand them in if it ended here."""
Search: TypeAlias = Generator[Asked, float, None]

EPISODES = 3
"""Of each candidate of random search and CMA-ES, on the same seeds for all."""
DIRECTIONS, BEST, RATE, NOISE = 8, 4, 0.05, 0.1
"""Of augmented random search, for all tasks alike; its authors choose them for each."""


def random_search(size: int, chance: np.random.Generator) -> Search:
    """Weights drawn from a normal distribution around nothing; the best mean so far is handed in."""
    best = -np.inf
    while True:
        weights = chance.standard_normal(size)
        found = yield from _mean(weights)
        if found > best:
            best = found
            yield weights, 0, True


def plain_cma(size: int, chance: np.random.Generator) -> Search:
    """CMA-ES as pycma has it, with a first standard deviation of 0.3; its mean is handed in after each generation."""
    import cma

    options = {"randn": lambda *shape: chance.standard_normal(shape), "seed": np.nan, "verbose": -9}
    strategy = cma.CMAEvolutionStrategy(np.zeros(size), 0.3, options)
    while True:
        points = strategy.ask()
        losses = np.zeros(len(points))
        for place, point in enumerate(points):
            losses[place] = -(yield from _mean(point))
        strategy.tell(points, losses)
        yield np.array(strategy.mean), 0, True


def augmented_random_search(size: int, chance: np.random.Generator) -> Search:
    """ARS V1-t (Mania, Guy and Recht, "Simple random search provides a competitive approach to reinforcement learning", 2018).

    Along each of some directions both ways are tried on a seed of its own; the step is the mean of the best directions, weighted by
    the difference of both ways and divided by the standard deviation of the returns.
    """
    weights, seed = np.zeros(size), 0
    while True:
        tried = []
        for _ in range(DIRECTIONS):
            direction = chance.standard_normal(size)
            ahead = yield weights + NOISE * direction, seed, False
            back = yield weights - NOISE * direction, seed, False
            tried.append((ahead, back, direction))
            seed += 1
        tried.sort(key=lambda it: -max(it[:2]))
        used = tried[:BEST]
        spread = float(np.std([value for it in used for value in it[:2]])) or 1.0
        weights = weights + RATE / (BEST * spread) * sum((a - b) * d for a, b, d in used)
        yield weights, 0, True


def _mean(weights: Weights) -> Generator[Asked, float, float]:
    total = 0.0
    for episode in range(EPISODES):
        total += yield weights, episode, False
    return total / EPISODES


SEARCHES: dict[str, Callable[[int, np.random.Generator], Search]] = {
    "CMA-ES": plain_cma,
    "ARS": augmented_random_search,
    "random": random_search,
}
