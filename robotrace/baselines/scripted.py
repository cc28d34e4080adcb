"""Baselines that learn nothing: the task's own expert, and random actions."""

from __future__ import annotations

from typing import Any

import numpy as np

from robotrace.episodes import Array, Task
from robotrace.episodes.controller import Policy
from robotrace.episodes.lacking import why_no_hints
from robotrace.errors import OptionError
from robotrace.opto import Case


def expert(task: Task, case: Case) -> Policy:  # noqa: ARG001 - as each scripted baseline is made
    """The task's scripted expert, which is asked for every action.

    Args:
        task: The task that the episode is played in.
        case: The episode's goal.

    Raises:
        OptionError: The task has none.
    """
    if "hints" not in task.levels:
        raise OptionError(
            f"{task.name} has no expert, whose actions `hint` would give: compare with random, or with sac or ppo."
            f"{why_no_hints(task)}"
        )

    def act(observation: Any) -> Any:  # noqa: ARG001 - the expert looks at the simulator
        return task.hint()

    return act


def random(task: Task, case: Case) -> Policy:
    """Actions drawn evenly from within their bounds; the same in each run of a goal.

    Raises:
        OptionError: An action has no finite bounds.
    """
    low, high = np.array(task.action.low, dtype=np.float64), np.array(task.action.high, dtype=np.float64)
    if not (np.isfinite(low).all() and np.isfinite(high).all()):
        raise OptionError(f"{task.name}: random actions need finite bounds, found {low.tolist()} to {high.tolist()}.")
    generator = np.random.default_rng([task.seed, case.index, case.split == "heldout"])

    def act(observation: Any) -> Array:  # noqa: ARG001 - it is random
        return generator.uniform(low, high)

    return act


POLICIES = {"expert": expert, "random": random}
