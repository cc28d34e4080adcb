"""Whether it worked, in one line."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.episode import Episode
from robotrace.feedback.words import number, plural


def score(episode: Episode) -> str:
    """Success or not, at which timestep, the return, and the number of actions."""
    actions = plural(len(episode), "action")
    return f"{_outcome(episode)} Return {number(episode.episode_return)} in {actions}{_cap(episode)}."


def _outcome(episode: Episode) -> str:
    if not episode.success:
        return "Not solved."
    at = int(np.argmax(episode.successes))
    return f"Solved at t={at}." if episode.success_at_end else f"Solved at t={at}, but not at the end."


def _cap(episode: Episode) -> str:
    return f" (of at most {episode.horizon})" if len(episode) < episode.horizon else ""
