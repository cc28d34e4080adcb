"""The episode of a controller that never came back."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.episode import Episode, Failure
from robotrace.episodes.pool.spec import Flight, Spec


def late(spec: Spec, flight: Flight, limit: float) -> Episode:
    """An episode without an action: what happened in it went with its worker.

    Args:
        spec: the problem.
        flight: that took longer than it may.
        limit: how long it may take, in seconds.
    """
    task = spec.recipe.make()
    words = f"The episode took longer than {limit:g} s; the process that it ran in was ended."
    none = np.zeros(0)
    return Episode(
        task=task.name,
        case=flight.case,
        seed=task.seed,
        control=task.control,
        horizon=task.horizon,
        observations={},
        actions=np.zeros((0, len(task.action.names))),
        rewards=none,
        successes=none.astype(bool),
        successes_now=none.astype(bool),
        saturated=none.astype(bool),
        failure=Failure("timeout", words, 0),
        feedback=f"The controller failed at t=0 (timeout): {words}" if flight.traced else "",
        seconds=limit,
        policy_seconds=limit,
    )
