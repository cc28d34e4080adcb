"""What counts as no change of a field, and the slow drift that goes on below that."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.motion import STILL
from robotrace.feedback.words import more, number

MOST = 6
"""Drifting components told."""

SAME = 0.01
"""Part of a component's range in the episode within which it counts as unchanged, where its unit is not the metre."""

JITTER = 0.003
"""Part of a field's largest magnitude within which it counts as unchanged, where its unit is not the metre."""

NOTABLE = 0.25
"""Part of what counts as no change that a drift exceeds in half of the stretch."""

STEADY = 0.2
"""A drift leaves the straight line by at most this part of what it adds up to; jitter and a decay leave it by more."""


def tolerance(values: Array, unit: str) -> Array:
    """(D,) what counts as no change in each component of (T + 1, D) values."""
    if unit == "m":
        return np.full(values.shape[1], STILL)
    allowed: Array = np.maximum(SAME * np.ptp(values, axis=0), JITTER * np.abs(values).max(initial=0.0))
    return allowed


def drift(task: Task, episode: Episode, since: int) -> str:
    """Which components went on steadily in the second half of a standstill, with their rates; "" where none did.

    Args:
        task: The task, whose fields are read.
        episode: The episode of T actions.
        since: The timestep from which on nothing changed by more than its tolerance.
    """
    begin = (since + len(episode) + 1) // 2
    parts = []
    for field in task.fields:
        if field.name in episode.observations:
            values = np.asarray(episode.observations[field.name], dtype=float).reshape(len(episode) + 1, -1)
            rates, steady = _rates(values[begin:], NOTABLE * tolerance(values, field.unit))
            unit = "" if field.unit in ("", "1") else f" {field.unit}"
            for index in np.flatnonzero(steady):
                name = field.name if values.shape[1] == 1 else f"{field.name}[{index}]"
                parts.append(f"{name} by {number(rates[index])}{unit} an action")
    return ", ".join(parts[:MOST]) + more(len(parts) - MOST, "component", "components")


def _rates(values: Array, least: Array) -> tuple[Array, Array]:
    """(D,) the slopes of straight lines through (N, D) values, and where these lines are what happened."""
    times = np.arange(len(values)) - (len(values) - 1) / 2
    if len(values) < 3:
        return np.zeros(values.shape[1]), np.zeros(values.shape[1], dtype=bool)
    slopes: Array = times @ (values - values.mean(axis=0)) / (times @ times)
    total = np.abs(slopes) * (len(values) - 1)
    beside = np.abs(values - values.mean(axis=0) - np.outer(times, slopes)).max(axis=0)
    return slopes, (total > least) & (beside <= STEADY * total)
