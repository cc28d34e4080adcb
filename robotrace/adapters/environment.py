"""A task as a flat Gymnasium environment: https://gymnasium.farama.org/api/env."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, SupportsFloat, get_args

import gymnasium
import numpy as np

from robotrace.adapters.layout import Layout
from robotrace.episodes import Array, Task
from robotrace.episodes.checked import refuse
from robotrace.episodes.contract import of_form, of_observation
from robotrace.episodes.registry import task_of
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Split

SPLITS = tuple(split for split in get_args(Split) if split != "validation")


class TaskEnvironment(gymnasium.Env[Array, Array]):
    """A task's episodes over a flat observation: the named fields, each flattened, in their order.

    Observations and actions are float64, as the simulators have them, so that nothing is rounded on its way. Actions are those of
    the task, within its bounds; gymnasium.wrappers.RescaleAction(env, -1, 1) makes them [-1, 1].

    `reset(seed=k)` starts at goal k of the split, counted round; every further reset takes the next goal, and
    `reset(options={"goal": k})` the goal of that number. An environment never leaves its split.

    `info` holds "goal" and "split"; of a step also what the task tells ("success", "success_now", "saturated"), "is_success", which
    Stable-Baselines3 reads (whether the episode was solved at any step so far), and "sim_steps", the simulator's steps.

    Args:
        task: The task; one environment at a time uses it.
        split: The split of the goals, "train" or "heldout".
        stop_at_success: Whether success ends an episode. Where the reward is dense, that teaches not to succeed, since an episode
            that goes on earns more.

    Raises:
        UnknownNameError: There is no such split.
        OptionError: It is no task, or the split has no goals.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 - as Gymnasium declares it

    def __init__(self, task: Task, *, split: Split = "train", stop_at_success: bool = False) -> None:
        if split not in SPLITS:
            raise UnknownNameError("split", str(split), SPLITS)
        self.task, self.split = task_of(task), split
        self.goals = self.task.goals(split)
        if not self.goals:
            raise OptionError(f"{self.task.name} has no goals in the split {split!r}: expected one at least.")
        self.stop_at_success = stop_at_success
        self.layout = Layout.of(self.task)
        action = self.task.action
        self.observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (self.layout.size,), np.float64)
        self.action_space = gymnasium.spaces.Box(np.array(action.low), np.array(action.high), dtype=np.float64)
        self._next = 0
        self._goal = 0
        self._solved = False

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Array, dict[str, Any]]:
        """Start an episode at the next goal, at that of a seed, or at `options["goal"]`.

        Raises:
            OptionError: There is no such option, or the split has no such goal.
            TaskError: The task does not do what every task does.
        """
        super().reset(seed=seed)
        given = dict(options or {})
        self._goal = given.pop("goal", (self._next if seed is None else seed) % self.goals)
        if given:
            raise UnknownNameError("option of reset", str(next(iter(given))), ("goal",))
        if not isinstance(self._goal, int | np.integer) or not 0 <= self._goal < self.goals:
            raise OptionError(
                f"goal: expected a whole number from 0 to {self.goals - 1} ({self.task.name}, split {self.split!r}), found "
                f"{self._goal!r:.100}."
            )
        seen = self.task.reset(self._goal, self.split)
        refuse(of_observation(self.task, seen, f"reset({self._goal}, {self.split!r})"))
        self._next, self._solved = self._goal + 1, False
        return self.layout.flat(seen), {"goal": self._goal, "split": self.split}

    def step(self, action: Array) -> tuple[Array, SupportsFloat, bool, bool, dict[str, Any]]:
        """Carry out one action, (A,).

        Raises:
            ActionError: It is not finite or has the wrong shape; the simulator has not moved.
            TaskError: The task does not do what every task does, such as telling success.
        """
        transition = self.task.step(action)
        refuse(of_form(self.task, transition))
        self._solved = self._solved or bool(transition.info["success"])
        ends = bool(transition.terminated) or (self.stop_at_success and self._solved)
        return (
            self.layout.flat(transition.observation),
            float(transition.reward),
            ends,
            bool(transition.truncated),
            {**_plain(transition.info), "is_success": self._solved, "goal": self._goal, "split": self.split},
        )

    def close(self) -> None:
        """Give the simulator back."""
        self.task.close()


def _plain(info: Mapping[str, Any]) -> dict[str, Any]:
    """What a task tells of a step, simulator steps with it."""
    return {"sim_steps": 1, **info}
