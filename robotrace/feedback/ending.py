"""Where an episode that its environment ended came to its end: whether that was a fall, when, and how the robot was held then."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Field, Task
from robotrace.feedback.words import number

MOST = 8
"""Fields of a robot's body that are told at the end."""


def ending(task: Task, episode: Episode) -> list[str]:
    """That the environment ended the episode, when, what its last reward was, and where the body was and how it moved."""
    if not episode.terminated or episode.success or not len(episode):
        return []
    last = len(episode) - 1
    seconds = getattr(task, "action_seconds", None)
    when = f" ({number(len(episode) * seconds)} s)" if seconds else ""
    reward = f" with reward {number(episode.rewards[-1])}"
    held = [f"{field.name} {_now_and_before(path)}" for field, path in body(task, episode)[:MOST]]
    words = f": {', '.join(held)}" if held else ""
    return [
        f"The environment ended the episode at t={last}{when}{reward}, {episode.horizon - last - 1} actions early{words}."
    ]


def body(task: Task, episode: Episode) -> list[tuple[Field, Array]]:
    """The fields of a robot's body that are single numbers, each with its (T + 1,) values."""
    return [
        (field, np.asarray(episode.observations[field.name], dtype=float))
        for field in task.fields
        if field.role == "body" and field.shape == () and field.name in episode.observations
    ]


def _now_and_before(path: Array) -> str:
    """The last value, and the one of some actions before."""
    before = path[max(len(path) - 11, 0)]
    return f"{number(path[-1])} ({number(before)} ten actions before)" if len(path) > 11 else number(path[-1])
