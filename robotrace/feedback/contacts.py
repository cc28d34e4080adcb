"""What a robot's own contact sensors say: how long each touched, how often, and how many at once."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.feedback.words import Mask, fixed, plural, runs

MOST = 8
"""Sensors that are told."""


def contacts(task: Task, episode: Episode) -> list[str]:
    """For each field of role "contact" the part of the episode in which it was above 0; for several, all and none at once."""
    touched = {
        field.name: np.asarray(episode.observations[field.name], dtype=float)[1:] > 0
        for field in task.fields
        if field.role == "contact" and field.shape == () and field.name in episode.observations
    }
    if not touched or not len(episode):
        return []
    told = [f"{name} {_how(mask)}" for name, mask in list(touched.items())[:MOST]]
    if len(touched) > 1:
        rows = np.array(list(touched.values()))
        told.append(
            f"all at once {_percent(np.logical_and.reduce(rows))}, none {_percent(~np.logical_or.reduce(rows))}"
        )
    return [f"Contacts: {'; '.join(told)}."]


def _how(mask: Mask) -> str:
    stretches = runs(mask)
    if not stretches:
        return "never"
    longest = max(last - first + 1 for first, last in stretches)
    return (
        f"{_percent(mask)} of the actions, from t={stretches[0][0]}, {plural(len(stretches), 'time')}, the longest "
        f"{plural(longest, 'action')}"
    )


def _percent(mask: Mask) -> str:
    return f"{fixed(100 * float(mask.mean()), 0)} %"
