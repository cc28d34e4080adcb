"""Racing: of many candidates with noisy scores, a quarter alone goes on to further cases, the same ones for all.

Successive halving with a rate of 4 (Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter
Optimization", AISTATS 2016): most of a generation is known to be behind after the first case, and an episode of it more would tell
nothing. Which case comes first changes from round to round, so that nothing is fitted to one of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from robotrace.opto import Case, Words, mean_score
from robotrace.training.acceptance import compare
from robotrace.training.pending import PendingTrial

LEAST = 8
"""Candidates of a round among which there is a race."""
RATE = 4
"""Of as many candidates one goes on."""
LAPS = (0.1, 0.3, 1.0)
"""The shares of the cases that have been met after each lap."""


def turned(cases: Sequence[Case], iteration: int) -> Sequence[Case]:
    """The cases from the one on that comes first in an iteration, which is numbered from 1."""
    first = (iteration - 1) % len(cases)
    return [*cases[first:], *cases[:first]]


def laps(cases: Sequence[Case], candidates: int) -> list[Sequence[Case]]:
    """The cases in parts, after each of which the better quarter of the candidates goes on; one part where there is no race.

    Args:
        cases: The cases of the round.
        candidates: How many are tried on them.
    """
    if candidates < LEAST or len(cases) <= len(LAPS):
        return [cases]
    edges = [0, *(max(math.ceil(share * len(cases)), lap) for lap, share in enumerate(LAPS, start=1))]
    return [cases[start:end] for start, end in pairwise(edges)]


def better_part(racing: Sequence[PendingTrial], words: Words) -> list[PendingTrial]:
    """Those that go on, one of `RATE` rounded up; the others are refused. Of equals the earlier one goes on.

    Args:
        racing: The candidates, all tried on the same cases.
        words: What the problem calls its cases.
    """
    order: list[PendingTrial] = []
    for trial in sorted(racing, key=lambda trial: trial.id):
        behind = next((at for at, other in enumerate(order) if compare(trial.outcomes, other.outcomes)[0]), len(order))
        order.insert(behind, trial)
    count = math.ceil(len(order) / RATE)
    ahead, out = order[:count], order[count:]
    last = mean_score(ahead[-1].outcomes)
    for trial in out:
        score, met = mean_score(trial.outcomes), len(trial.outcomes)
        told = "" if score is None or last is None else f": mean score {score:.4g}, what goes on at least {last:.4g}"
        which = f"{met} {words.case if met == 1 else words.cases}"
        trial.refuse(f"behind the better quarter of its round after {which}{told}", returns=False)
    return sorted(ahead, key=lambda trial: trial.id)
