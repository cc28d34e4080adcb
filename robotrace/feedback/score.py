"""Whether it worked, in one line."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.episode import Episode
from robotrace.feedback.words import number, plural


def score(episode: Episode) -> str:
    """Success or not, at which timestep, the return, and the number of actions."""
    actions = plural(len(episode), "action")
    outcome = f"{_outcome(episode)} " if episode.solvable else ""
    least = f"; {number(episode.threshold)} or more counts as solved" if episode.threshold is not None else ""
    return f"{outcome}Return {number(episode.episode_return)} in {actions}{_cap(episode)}{least}."


def _outcome(episode: Episode) -> str:
    if not episode.success_at_any:
        return "Not solved."
    at = int(np.argmax(episode.successes))
    if episode.counted == "last":
        return _lasting(episode, at)
    return f"Solved at t={at}." if episode.success_at_end else f"Solved at t={at}, but not at the end."


def _lasting(episode: Episode, first: int) -> str:
    """Since when an episode was solved that ends so; where it does not, when it was solved first, and when it was lost."""
    if episode.success_at_end:
        unsolved = np.flatnonzero(np.logical_not(episode.successes_now))
        since = int(unsolved[-1]) + 1 if len(unsolved) else 0
        return f"Solved since t={since}, to the end{f'; first at t={first}' if first < since else ''}."
    last = int(np.flatnonzero(episode.successes)[-1])
    lost = last + 1 if episode.successes_now[last] else last
    if lost == len(episode):
        return f"Solved at t={first}, but the controller failed before the end."
    return f"Not solved at the end: solved at t={first}, lost at t={lost}{' for good' if lost > first + 1 else ''}."


def _cap(episode: Episode) -> str:
    return f" (of at most {episode.horizon})" if len(episode) < episode.horizon else ""
