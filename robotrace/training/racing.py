"""Racing: of many candidates with noisy scores, the better half alone goes on to further cases, the same ones for all.

Successive halving (Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016):
half of a generation is known to be behind after a third of the cases, and an episode of it more would tell nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from robotrace.opto import Case, mean_score
from robotrace.training.acceptance import compare
from robotrace.training.pending import PendingTrial

LEAST = 8
"""Candidates of a round among which there is a race."""
LAPS = 3
"""The parts that the cases are met in, all of about the same size."""


def laps(cases: Sequence[Case], candidates: int) -> list[Sequence[Case]]:
    """The cases in parts, after each of which the better half of the candidates goes on; one part where there is no race.

    Args:
        cases: The cases of the round.
        candidates: How many are tried on them.
    """
    if candidates < LEAST or len(cases) < 2 * LAPS:
        return [cases]
    edges = [len(cases) * lap // LAPS for lap in range(LAPS + 1)]
    return [cases[start:end] for start, end in pairwise(edges)]


def better_half(racing: Sequence[PendingTrial], cases: str) -> list[PendingTrial]:
    """Those that go on, half of them rounded up; the others are refused. Of equals the earlier one goes on.

    Args:
        racing: The candidates, all tried on the same cases.
        cases: What the problem calls its cases.
    """
    order: list[PendingTrial] = []
    for trial in sorted(racing, key=lambda trial: trial.id):
        behind = next((at for at, other in enumerate(order) if compare(trial.outcomes, other.outcomes)[0]), len(order))
        order.insert(behind, trial)
    ahead, out = order[: (len(order) + 1) // 2], order[(len(order) + 1) // 2 :]
    last = mean_score(ahead[-1].outcomes)
    for trial in out:
        score = mean_score(trial.outcomes)
        told = "" if score is None or last is None else f": mean score {score:.4g}, that half at least {last:.4g}"
        trial.refuse(f"behind the better half of its round after {len(trial.outcomes)} {cases}{told}", returns=False)
    return sorted(ahead, key=lambda trial: trial.id)
