"""What an episode's return was made of, and in which stretches it was earned and lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.feedback.words import number, span

STRETCHES = 10
"""Into so many stretches an episode is cut, to be compared."""
LEAST = 30
"""Actions that an episode has at least to be cut."""
MOST = 8
"""Parts of a reward that are told."""


def parts(episode: Episode) -> list[str]:
    """The sum of each part of the rewards, the largest first, with the mean of an action."""
    if not episode.parts or not len(episode):
        return []
    sums = {name: float(rows.sum()) for name, rows in episode.parts.items()}
    order = sorted(sums, key=lambda name: -abs(sums[name]))[:MOST]
    told = ", ".join(f"{name} {number(sums[name])} ({number(sums[name] / len(episode))} an action)" for name in order)
    return [f"The return is made of: {told}."]


def stretches(episode: Episode) -> list[str]:
    """The best and the worst tenth of an episode that has a return as its score, by the mean reward."""
    rewards = np.asarray(episode.rewards, dtype=float)
    if episode.scored != "return" or len(rewards) < LEAST or np.ptp(rewards) <= 1e-3 * np.abs(rewards).max():
        return []
    cuts = np.linspace(0, len(rewards), STRETCHES + 1).astype(int)
    means = np.array([rewards[a:b].mean() for a, b in pairwise(cuts)])
    if np.ptp(means) <= 1e-3 * np.abs(means).max():
        return []
    best, worst = int(np.argmax(means)), int(np.argmin(means))
    return [f"Best stretch: {_stretch(best, cuts, means)}; worst: {_stretch(worst, cuts, means)}."]


def _stretch(index: int, cuts: Array, means: Array) -> str:
    return f"t={span(int(cuts[index]), int(cuts[index + 1]) - 1)}, {number(means[index])} an action"
