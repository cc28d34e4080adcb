"""Baselines that learn without code: Stable-Baselines3's SAC and PPO, over the task as a flat environment."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from robotrace.adapters import Layout, as_gymnasium
from robotrace.baselines.recorded import PolicyOf, Record
from robotrace.episodes import Array, Task
from robotrace.episodes.registry import recipe_of
from robotrace.errors import OptionError, UnknownNameError

LIBRARY = "stable_baselines3"
INSTALL = "pip install 'robotrace[sb3]'"
GIVEN = ("policy", "env", "seed", "self")
"""Arguments of an algorithm that are decided here."""
BATCH = 64
"""PPO's minibatch, by default: what it collects before it learns is a multiple."""
ROLLOUT = 2048
"""What PPO collects before it learns, by default, in actions."""


def algorithm(name: str) -> Any:
    """Stable-Baselines3's class.

    Raises:
        OptionError: Stable-Baselines3 is not installed.
    """
    try:
        library = importlib.import_module(LIBRARY)
    except ImportError as error:
        raise OptionError(f"{name} needs Stable-Baselines3, which cannot be imported ({error}): {INSTALL}") from error
    return getattr(library, name.upper())


def version() -> str:
    """Which Stable-Baselines3 it is."""
    return f"{LIBRARY} {getattr(importlib.import_module(LIBRARY), '__version__', 'of an unknown version')}"


def check_options(name: str, options: Mapping[str, Any]) -> None:
    """Refuse options that the algorithm does not take.

    Raises:
        UnknownNameError: There is one.
        OptionError: As `algorithm`.
    """
    known = [option for option in inspect.signature(algorithm(name)).parameters if option not in GIVEN]
    for option in options:
        if option not in known:
            raise UnknownNameError(f"option of {name}", option, known)


def another(task: Task) -> Task:
    """The same task with a simulator of its own: one is learned in, the other measured in.

    Raises:
        OptionError: It cannot be made anew.
    """
    made: Task = task.twin() if hasattr(task, "twin") else recipe_of(task).make()
    return made


class Learner:
    """An algorithm of Stable-Baselines3 about to learn a task, within a budget.

    Args:
        name: "sac" or "ppo".
        task: The task that it is measured in; it learns in one of its own.
        steps: The environment steps to learn from, at most; an action may have several.
        checks: How often to measure on the way, at equal distances.
        options: Further arguments of the algorithm.

    Raises:
        OptionError: The budget is too small, the task cannot be made anew, or the algorithm refuses an option.
        UnknownNameError: The algorithm has no such option.
    """

    def __init__(self, name: str, task: Task, *, steps: int, checks: int, options: Mapping[str, Any]) -> None:
        check_options(name, options)
        self.env, self.checks = counted(another(task)), checks
        actions = steps // _steps_of_an_action(task)
        further, self.chunk = dict(options), actions // checks
        if name == "ppo":  # which learns from so many actions at a time
            collected = further.setdefault("n_steps", min(ROLLOUT, self.chunk // BATCH * BATCH))
            if isinstance(collected, bool) or not isinstance(collected, int):
                raise OptionError(f"n_steps: expected a whole number of actions, found {collected!r:.100}.")
            self.chunk = self.chunk // collected * collected if collected else 0
        if not self.chunk:
            raise OptionError(
                f"steps: {steps:,} are {actions:,} actions, too few to learn from with {checks} checks: give more steps, fewer "
                f"checks{' or a smaller n_steps' if name == 'ppo' else ''}."
            )
        try:
            self.model = algorithm(name)("MlpPolicy", self.env, seed=task.seed, **further)
        except (TypeError, ValueError, AssertionError) as error:
            raise OptionError(f"{name} refuses these options: {type(error).__name__}: {error}") from error
        if not {"verbose", "tensorboard_log"} & options.keys():
            # The library's own makes a folder for each `learn`, and writes nothing there.
            logger = importlib.import_module(f"{LIBRARY}.common.logger").Logger
            self.model.set_logger(logger(folder=None, output_formats=[]))

    def learn(self, record: Record) -> str:
        """Learn and be measured; the best on the training goals is kept, as with code.

        Args:
            record: The run.

        Returns:
            Why it ended, in words.
        """
        acting = _acting(self.model, record.task)
        record.try_on_goals(acting, "before it has learned")
        for check in range(self.checks):
            self.model.learn(total_timesteps=self.chunk, reset_num_timesteps=check == 0)
            record.learned_steps = self.env.sim_steps
            if record.try_on_goals(acting, ""):
                self.model.save(record.writer.folder.model)
        return f"{self.env.sim_steps:,} environment steps were learned from"

    def close(self) -> None:
        """Give its simulator back."""
        self.env.close()


def counted(task: Task) -> Any:
    """The environment that is learned in: training goals, actions in [-1, 1], and a count of the simulator's steps."""
    import gymnasium

    class Counted(gymnasium.Wrapper[Array, Array, Array, Array]):
        """Counts the simulator's steps, which an action may have several of."""

        sim_steps = 0

        def step(self, action: Array) -> Any:
            """Carry out one action."""
            found = super().step(action)
            self.sim_steps += int(found[4]["sim_steps"])
            return found

    return Counted(gymnasium.wrappers.RescaleAction(as_gymnasium(task), np.float64(-1), np.float64(1)))


def _acting(model: Any, task: Task) -> PolicyOf:
    """The policy as it is now, on named observations and in the task's own actions."""
    layout = Layout.of(task)
    low, high = np.array(task.action.low, dtype=np.float64), np.array(task.action.high, dtype=np.float64)

    def act(observation: Mapping[str, Any]) -> Array:
        scaled, _ = model.predict(layout.flat(observation), deterministic=True)
        return low + (np.clip(np.asarray(scaled, dtype=np.float64), -1.0, 1.0) + 1.0) / 2.0 * (high - low)

    return lambda case: act  # noqa: ARG005 - one policy for all goals


def _steps_of_an_action(task: Task) -> int:
    """How many simulator steps an action lasts."""
    task.reset(0)
    middle = (np.array(task.action.low) + np.array(task.action.high)) / 2
    return max(1, int(task.step(middle).info.get("sim_steps", 1)))
