"""The episode of a controller that never returned."""

from __future__ import annotations

from dataclasses import replace

from robotrace.episodes.episode import Episode, Failure, FailureKind
from robotrace.episodes.pool.request import Request
from robotrace.episodes.registry import Recipe
from robotrace.episodes.runner import unplayed


def timed_out(recipe: Recipe, request: Request, limit: float) -> Episode:
    """An episode without an action: what happened in it was lost with its worker.

    Args:
        recipe: The recipe of the task.
        request: The request that took longer than its limit.
        limit: The time limit, in seconds.
    """
    words = f"The episode took longer than {limit:g} s; the process that it ran in was ended."
    episode = unplayed(recipe.make(), request.case, Failure(FailureKind.TIMEOUT, words, 0))
    feedback = f"The controller failed at t=0 (timeout): {words}" if request.traced else ""
    return replace(episode, feedback=feedback, seconds=limit, policy_seconds=limit)
