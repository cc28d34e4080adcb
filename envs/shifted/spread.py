"""How far each field of a task spreads by itself: what a share of noise is a share of."""

from __future__ import annotations

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.task import Task

GOALS, ACTIONS = 5, 100
"""Training goals that are begun at, and the most actions from each."""
NO_SENSORS = ("reward", "task")
"""Roles of fields that no sensor reads."""


def spread(task: Task) -> dict[str, Array]:
    """The standard deviation of each field's components in episodes of random actions, from the first training goals.

    The same each time. Fields that hold no reading are left out; what is only ever a whole number, as a switch's 0 and 1 or a
    count, spreads by nothing: such sensors have no Gaussian noise.

    Args:
        task: The task without shifts; an episode that it is in ends by this.
    """
    random = np.random.RandomState(0)  # frozen for good
    low, high = (_finite(end, other) for end, other in ((task.action.low, -1.0), (task.action.high, 1.0)))
    rows = []
    for goal in range(min(GOALS, task.goals("train"))):
        rows.append(task.reset(goal))
        for _ in range(min(ACTIONS, task.horizon)):
            transition = task.step(random.uniform(low, high))
            rows.append(transition.observation)
            if transition.terminated or transition.truncated:
                break
    sensors = (field.name for field in task.fields if field.role not in NO_SENSORS)
    return {name: deviation(np.array([row[name] for row in rows])) for name in sensors}


def deviation(rows: Array) -> Array:
    """The standard deviation of each component of (T, ...) readings; 0 of those that are whole numbers throughout."""
    return np.where((rows == np.rint(rows)).all(axis=0), 0.0, rows.std(axis=0))


def _finite(ends: tuple[float, ...], other: float) -> Array:
    """Bounds, and where there is none a number instead."""
    bounds = np.array(ends, dtype=np.float64)
    return np.where(np.isfinite(bounds), bounds, other)
