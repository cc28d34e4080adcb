"""Stages: at first a share of each case is tried, then more of it, then all.

A quarter of an episode tells most of what is wrong with a gait that falls at once, for a quarter of the steps. What is best in
short episodes need not be in whole ones, so that the last stage, and whatever decides what is kept, tries all of them. It is the
idea of fidelities (Li et al., "Hyperband", JMLR 2018); that one stage follows another, whoever is ahead, suits a search that goes
on from a distribution and not from a set of candidates.
"""

from __future__ import annotations

from robotrace.opto import Ledger
from robotrace.training.budget import Budget
from robotrace.training.schedule import Schedule


def share_of(schedule: Schedule, iteration: int, *, budget: Budget, ledger: Ledger) -> float:
    """How much of each case an iteration tries: 1 in the last stage, half of that in the one before, and so on.

    Args:
        schedule: How many stages there are, all alike long, and the largest number of iterations.
        iteration: The iteration, from 1.
        budget: The caps of the run; of these environment steps count here, which are the same whenever a run is repeated.
        ledger: What it has used up so far.
    """
    gone = (iteration - 1) / max(schedule.iterations, 1)
    if budget.env_steps:
        gone = max(gone, ledger.env_steps / budget.env_steps)
    stage = min(int(gone * schedule.stages), schedule.stages - 1)
    return 0.5 ** (schedule.stages - 1 - stage)
