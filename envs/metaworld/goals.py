"""Meta-World's goals, drawn without simulating."""

from __future__ import annotations

import pickle
from functools import lru_cache
from typing import Any

import numpy as np

from robotrace.episodes.array import Array

GOALS = 50
"""Of a seed, as Meta-World draws them."""


def draw_goals(name: str, seed: int) -> list[Any]:
    """The same list as `metaworld.MT1(name, seed=seed).train_tasks`, drawn without simulating.

    MT1 settles the arm twice for each of its 50 goals, which decides nothing about them, and seeds numpy's global
    generator. Here physics stands still and the same numbers come from a generator of our own.

    Args:
        name: The name of the task, such as "pick-place-v3".
        seed: The seed as MT1 takes it.

    Returns:
        The 50 goals, each as a `metaworld.types.Task`.
    """
    return list(_drawn(name, seed))


@lru_cache(maxsize=128)
def _drawn(name: str, seed: int) -> tuple[Any, ...]:
    from .fast import quick, stock  # before the rest of Meta-World, which it imports sparingly

    # isort: split
    from metaworld.types import Task

    env = quick(name)()
    generator = np.random.RandomState(seed)
    drawn: list[Array] = []

    def draw() -> Array:
        space = env._random_reset_space
        drawn.append(generator.uniform(space.low, space.high, size=space.low.size).astype(np.float64))
        return drawn[-1]

    env.standing_still = True
    env._get_curr_obs_combined_no_goal = lambda: np.zeros(18)
    env._get_state_rand_vec = draw
    env._set_task_called = True
    chosen = []
    for _ in range(GOALS):
        env.reset()
        chosen.append(drawn[-1])
    env.close()
    hidden = {"env_cls": stock(name), "partially_observable": False}
    return tuple(Task(env_name=name, data=pickle.dumps({"rand_vec": goal, **hidden})) for goal in chosen)


def numbers_of(goals: list[Any]) -> Array:
    """(len(goals), D) the numbers that were drawn for each."""
    return np.stack([np.asarray(pickle.loads(goal.data)["rand_vec"], dtype=np.float64) for goal in goals])
