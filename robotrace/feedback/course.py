"""How the episode went on as a whole: its reward, and where it came to a stop or began to repeat itself."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.drift import SAME, drift, tolerance
from robotrace.feedback.scene import ranges
from robotrace.feedback.words import Mask, number, plural

LONGEST_CYCLE = 8
"""Actions in the longest cycle that is looked for."""


def reward_course(episode: Episode) -> list[str]:
    """The first, the highest and the last reward."""
    rewards = np.asarray(episode.rewards, dtype=float)
    if not len(rewards):
        return []
    if np.ptp(rewards) <= 1e-3 * np.abs(rewards).max():
        return [f"Reward: {number(rewards[0])} throughout."]
    best = int(np.argmax(rewards))
    highest = f"highest {number(rewards[best])} at t={best}"
    return [f"Reward: {number(rewards[0])} at t=0, {highest}, {number(rewards[-1])} at the end."]


def standstill(task: Task, episode: Episode) -> list[str]:
    """Where nothing changed any more, or the same few actions came again and again to the end."""
    state, allowed = _state(task, episode)
    moved: Mask = (np.abs(state - state[-1]) > allowed).any(axis=1)
    since = int(np.flatnonzero(moved)[-1]) + 1 if moved.any() else 0
    if len(episode) - since >= max(3, len(episode) // 10):
        drifts = drift(task, episode, since)
        what = (
            f"Only slow drift after t={since}: {drifts}"
            if drifts
            else f"Nothing observed changed any more after t={since}"
        )
        return [f"{what}{_meanwhile(task, episode, since)}."]
    return _cycle(state, allowed)


def _state(task: Task, episode: Episode) -> tuple[Array, Array]:
    """(T + 1, D) all fields side by side, and (D,) what counts as no change in each component."""
    columns, tolerances = [np.zeros((len(episode) + 1, 1))], [np.zeros(1)]
    for field in task.fields:
        if field.name in episode.observations:
            values = np.asarray(episode.observations[field.name], dtype=float).reshape(len(episode) + 1, -1)
            columns.append(values)
            tolerances.append(tolerance(values, field.unit))
    return np.hstack(columns), np.concatenate(tolerances)


def _meanwhile(task: Task, episode: Episode, since: int) -> str:
    actions = np.asarray(episode.actions, dtype=float)[since:]
    change = np.ptp(actions, axis=0)
    changed = change > SAME * ranges(task, np.asarray(episode.actions, dtype=float))
    if not changed.any():
        return ", and the action stayed the same"
    names = [name for name, differs in zip(task.action.names, changed, strict=False) if differs]
    return f", although the action still changed ({', '.join(names[:6])})"


def _cycle(state: Array, allowed: Array) -> list[str]:
    """The shortest cycle that fills the end of the episode at least three times."""
    last = len(state) - 1
    for period in range(2, min(LONGEST_CYCLE, last // 3) + 1):
        differs = (np.abs(state[period:] - state[:-period]) > allowed).any(axis=1)
        since = int(np.flatnonzero(differs)[-1]) + 1 if differs.any() else 0
        if last - since >= 3 * period:
            return [f"From t={since} the same {plural(period, 'action')} came again and again, to the end."]
    return []
