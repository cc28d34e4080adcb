"""How much a robot spent: its actions as parts of the most that they can be, a component each, and what a metre cost."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.words import fixed, number

MOST = 8
"""Components that are told."""
FORWARD = "velocity_x"
"""The field whose mean says how far a body came, in m/s."""
LEAST = 1.0
"""Metres below which nothing is told of a metre."""


def effort(task: Task, episode: Episode) -> list[str]:
    """The mean size of the actions carried out, as a part of the most, by component; and their sum for a metre of the way.

    Passed over where the score is no return, or where an action is a choice between a few: that has no size.
    """
    actions = np.asarray(episode.actions, dtype=float)
    low, high = np.asarray(task.action.low, dtype=float), np.asarray(task.action.high, dtype=float)
    most = np.maximum(np.abs(low), np.abs(high))
    if episode.scored != "return" or not len(actions) or not np.isfinite(most).all() or _is_choice(task):
        return []
    share = np.abs(np.clip(actions, low, high)) / most
    means = share.mean(axis=0)
    order = np.argsort(-means, kind="stable")[:MOST]
    apart = f" ({', '.join(f'{task.action.names[i]} {_percent(means[i])}' for i in order)})" if len(means) > 1 else ""
    return [f"Effort: {_percent(means.mean())} of the most on average{apart}{_for_a_metre(task, episode, share)}."]


def _for_a_metre(task: Task, episode: Episode, share: Array) -> str:
    seconds = getattr(task, "action_seconds", None)
    metres = [
        float(np.asarray(episode.observations[field.name], dtype=float)[1:].sum()) * seconds
        for field in task.fields
        if seconds and field.name == FORWARD and field.unit == "m/s" and field.name in episode.observations
    ]
    if not metres or abs(metres[0]) < LEAST:
        return ""
    cost = float(share.sum()) / abs(metres[0])
    return f"; summed up, {number(cost)} for a metre of {number(abs(metres[0]))}"


def _is_choice(task: Task) -> bool:
    """Whether some action stands for a choice: its words then say that it is rounded."""
    return "rounded to" in task.action.description


def _percent(part: float) -> str:
    return f"{fixed(100 * part, 0)} %"
