"""Meta-World's 50 v3 tasks, `metaworld/<name>`, with named observations and goals that a seed decides.

Yu et al., "Meta-World: A Benchmark and Evaluation for Multi-Task and Meta Reinforcement Learning", CoRL 2019; the
simulator is the package `metaworld` 3.1.1, quicker (see `fast`) but not otherwise: every observation, reward
and success is bit for bit the one that stepping `metaworld.MT1(name, seed=seed)` by hand gives.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Counted
from robotrace.episodes.shown import task_html, task_line
from robotrace.episodes.task import Camera, Field, Level, Transition
from robotrace.episodes.touch import Touch
from robotrace.errors import ActionError, RobotraceError, UnknownNameError
from robotrace.opto import Split

from .actions import macro_action, raw_action
from .alone import source
from .camera import WORDS, filming
from .carried import carried
from .entries import Entry, Part
from .experts import Expert
from .goals import GOALS, draw_goals, numbers_of
from .hidden import REWARD, is_secret, levels_of, seen_parts
from .listing import FAMILY, NAMES
from .settings import STOCK_HORIZON, Goal, Settings, expect, is_whole, settings_of
from .table import TASKS
from .touching import Touching, touched
from .words import instruction

if TYPE_CHECKING:
    from robotrace.episodes.episode import Episode

SOLVED_REWARD = 10.0  # of version 2, a simulator step, whatever the task


def make(
    name: str,
    *,
    seed: int = 0,
    control: str = "macro",
    hold: int | None = None,
    gain: float | None = None,
    horizon: int | None = None,
    reward_version: str = "v2",
    success: Counted = "any",
    goal: Goal = "visible",
) -> MetaWorld:
    """Make one of the 50 tasks; nothing is simulated until the first reset.

    Args:
        name: The name of the task, such as "pick-place-v3".
        seed: The seed of the goals. The training goals are `MT1(name, seed=seed).train_tasks`, the held-out ones those of
            `seed + 1`.
        control: The meaning of actions: "macro" (an absolute target of the hand, tracked for `hold` simulator steps) or "raw"
            (Meta-World's own protocol: one 4-D delta a simulator step).
        hold: The number of simulator steps that an action lasts, 10 by default; "macro" only.
        gain: The gain of the proportional controller that tracks the target, 10 by default; "macro" only.
        horizon: The number of actions in an episode; 50 by default, with "raw" 500.
        reward_version: The version of Meta-World's rewards, "v2" or "v1". Success can depend on it: results state it.
        success: The success that counts: at "any" simulator step, as in Meta-World's own protocol, or at the "last" one.
        goal: "visible", as in Meta-World's MT benchmarks, or "hidden", as in its ML benchmarks: the observation lacks goal_pos and
            has previous_reward instead, by which a controller with a memory searches.

    Raises:
        UnknownNameError: There is no such task.
        OptionError: A value is not usable.
    """
    if name not in TASKS:
        raise UnknownNameError("Meta-World task", name, NAMES)
    expect("seed", seed, is_whole(seed) and 0 <= seed < 2**32 - 1, "a whole number from 0 to 2**32 - 2")
    settings = settings_of(
        control=control,
        hold=hold,
        gain=gain,
        horizon=horizon,
        reward_version=reward_version,
        success=success,
        goal=goal,
    )
    return MetaWorld(TASKS[name], int(seed), settings)


class MetaWorld:
    """One task; see `robotrace.episodes.task.Task`. One instance runs one episode at a time."""

    def __init__(self, entry: Entry, seed: int, settings: Settings) -> None:
        self.name = f"{FAMILY}/{entry.name}"
        self.seed = seed
        self.control, self.horizon = settings.control, settings.horizon
        self.hold, self.gain = settings.hold, settings.gain
        self.reward_version = settings.reward_version
        self.success: Counted = settings.success
        parts = seen_parts(entry, settings.goal)
        told = (REWARD,) if settings.goal == "hidden" else ()
        self.fields: tuple[Field, ...] = (*(part.field for part in parts), *told)
        self.action = raw_action() if self.control == "raw" else macro_action(entry, self.hold, self.gain)
        self.levels: tuple[Level, ...] = levels_of(entry, settings.goal)
        self.solved_reward = SOLVED_REWARD if self.reward_version == "v2" else None
        self.camera = None if is_secret(entry, settings.goal) else Camera(WORDS, self._filming)
        self._entry, self._settings, self._parts = entry, settings, parts
        self._low, self._high = np.array(self.action.low), np.array(self.action.high)
        self._order = np.array([index for part in parts for index in part.at])
        self._picks = _slices(parts)
        self._env: Any = None
        self._expert: Expert | None = None
        self._touching: Any = None
        self._now: Array = np.zeros(0)
        self._effort, self._earned = 0.0, 0.0
        self._is_solved = False
        self._left = 0

    def __repr__(self) -> str:
        return task_line(self)

    def _repr_html_(self) -> str:
        return task_html(self)

    def twin(self) -> MetaWorld:
        """Another one that simulates the same, with a simulator of its own."""
        return MetaWorld(self._entry, self.seed, self._settings)

    def mujoco_model(self) -> Any:
        """The model that is simulated, a `mujoco.MjModel`."""
        return self._simulator().model

    def learnt_on(self) -> MetaWorld:
        """The task whose controllers can be carried over to this one: itself under macro control."""
        macro = self._settings.macro
        return self if macro is self._settings else MetaWorld(self._entry, self.seed, macro)

    def carried(self, text: str, options: Mapping[str, Any]) -> str:
        """A controller's text for this task, where it was learnt on another.

        Args:
            text: The controller.
            options: Those of the task that it was learnt on.

        Raises:
            OptionError: It cannot be carried over: it is one for raw control, and this task's control is another.
        """
        if options.get("control") == self.control:
            return text
        expect(
            "control", self.control, self.control == "raw", '"raw" for a controller that was learnt under raw control'
        )
        action = macro_action(self._entry, options["hold"], options["gain"])
        return carried(text, options, action.low, action.high, reward=self._reward)

    @property
    def options(self) -> Mapping[str, Any]:
        """What `make` needs beside name and seed, defaults filled in; where the goal is hidden, that too."""
        return self._settings.options

    @property
    def instruction(self) -> str:
        """The task in words: what success is, what is observed, frames, units and what an action does."""
        return instruction(self._entry, self.fields, self.action, self._settings)

    def goals(self, split: Split) -> int:
        """50 in either split."""
        expect("split", split, split in ("train", "heldout"), '"train" or "heldout"')
        return GOALS

    def starts(self, split: Split, *, seed: int | None = None) -> Array:
        """(50, D) the numbers that were drawn for each goal of a split, mostly places in metres; nothing is simulated.

        Args:
            split: The split, "train" or "heldout".
            seed: The seed of the goals; by default the task's own.
        """
        return numbers_of(self._tasks(split, seed))

    def prepare_ahead(self) -> None:
        """Make the simulator and draw the training goals, which the first reset does otherwise; nothing moves."""
        self._simulator()
        self._tasks("train")

    def reset(self, goal: int, split: Split = "train") -> Mapping[str, Array]:
        """Start an episode at a goal; the same seed, split and goal give the same start, bit for bit.

        Raises:
            OptionError: There is no such goal.
        """
        count = self.goals(split)
        expect("goal", goal, is_whole(goal) and 0 <= goal < count, f"a whole number from 0 to {count - 1}")
        env = self._simulator()
        env.set_task(self._tasks(split)[goal])
        self._now, _ = env.reset()
        self._touching = self._touching or self._bodies(env)
        self._effort, self._earned, self._is_solved = 0.0, 0.0, False
        self._left = self.horizon
        return self._observation()

    def step(self, action: Any) -> Transition:
        """Carry out one action.

        Args:
            action: (4,) the action: x, y, z in metres and gripper effort, or with raw control dx, dy, dz and gripper effort in
                [-1, 1].

        Returns:
            The transition. Its reward is the mean of the simulator steps' rewards, so that its scale does not depend on `hold`.
            `info` holds "success", "success_now", "saturated", "touching" and "sim_steps".

        Raises:
            ActionError: The action is not finite or not of shape (4,); the simulator has not moved.
            RobotraceError: There is no running episode.
        """
        given = _finite(action, self.action.names)
        if self._left <= 0:
            raise RobotraceError(
                f"{self.name}: no episode is running (its horizon is {self.horizon}); call reset first."
            )
        command = np.minimum(np.maximum(given, self._low), self._high)
        wanted = command.tolist()
        total, success, info = 0.0, False, {"success": 0.0}
        touches: set[tuple[Touch, ...]] = set()
        for _ in range(self.hold):
            if self.control == "macro":
                for axis, (to, at) in enumerate(zip(wanted[:3], self._now[:3].tolist(), strict=True)):
                    command[axis] = min(max(self.gain * (to - at), -1.0), 1.0)
            self._now, reward, _, _, info = self._env.step(command)
            total += float(reward)
            success = success or bool(info["success"])
            touches.add(self._touching.now(self._env.data))
        self._left -= 1
        self._effort, self._earned, self._is_solved = wanted[3], total / self.hold, bool(info["success"])
        facts = {
            "success": success,
            "success_now": self._is_solved,
            "saturated": wanted != given.tolist(),
            "touching": touched(touches),
            "sim_steps": self.hold,
        }
        return Transition(self._observation(), self._earned, False, self._left == 0, facts)

    def hint(self) -> Array | None:
        """What the scripted expert would do now, (4,), in this task's control and clipped to what that accepts.

        None where the goal is hidden and nothing else tells where it is. Where success is to last, what is solved is left as it
        is, unless the expert comes to rest there by itself: the hand stays, and the gripper does what it did.
        """
        if self._expert is None:
            raise RobotraceError(f"{self.name}: no episode is running; call reset first.")
        if "hints" not in self.levels:
            return None
        rests = self._expert.rests and self.control == "macro"
        if self.success == "last" and self._is_solved and not rests:
            wanted = np.append(np.zeros(3) if self.control == "raw" else self._now[:3], self._effort)
        else:
            wanted = self._expert.delta(self._now) if self.control == "raw" else self._expert.target(self._now)
        hint: Array = np.clip(wanted, self._low, self._high)
        return hint

    def feedback(self, episode: Episode, level: Level) -> str:
        """The episode in words."""
        from robotrace.feedback import describe

        return describe(self, episode, level)

    def standalone(self, name: str) -> str:
        """The source of a function `name(act, goal, split)` that plays an episode in Meta-World's own simulator."""
        places = {part.field.name: (list(part.at), part.field.shape) for part in self._parts}
        return source(self, name, places, reward=self._reward)

    def close(self) -> None:
        """Give the simulator back; the task can be reset again afterwards."""
        if self._env is not None:
            self._env.close()
        self._env, self._expert, self._touching, self._left = None, None, None, 0

    @property
    def _reward(self) -> str | None:
        """The field that holds the previous action's reward; None where the goal is visible."""
        return REWARD.name if self._settings.goal == "hidden" else None

    def _filming(self) -> Any:
        return filming(self._simulator().model, self._simulator().data)

    def _simulator(self) -> Any:
        if self._env is None:
            from .fast import quick

            self._env = quick(self._entry.name)(reward_function_version=self.reward_version)
            self._env.max_path_length = max(STOCK_HORIZON, self.hold * self.horizon)
            self._expert = Expert(self._entry.name, lasting=self.success == "last")
        return self._env

    def _bodies(self, env: Any) -> Touching:
        places = {part.field.name: self._now[list(part.at)] for part in self._parts if part.field.role == "object"}
        return Touching(env.model, env.data, places)

    def _tasks(self, split: Split, seed: int | None = None) -> list[Any]:
        return draw_goals(self._entry.name, (self.seed if seed is None else seed) + (split == "heldout"))

    def _observation(self) -> dict[str, Array]:
        seen = self._now[self._order]
        observation = {name: seen[at].reshape(shape) for name, at, shape in self._picks}
        if self._reward is not None:
            observation[self._reward] = np.array(self._earned)
        return observation


def _slices(parts: Sequence[Part]) -> tuple[tuple[str, slice, tuple[int, ...]], ...]:
    """Where the fields stand when their numbers stand one field after the other."""
    ends = list(accumulate(len(part.at) for part in parts))
    return tuple(
        (part.field.name, slice(end - len(part.at), end), part.field.shape)
        for part, end in zip(parts, ends, strict=True)
    )


def _finite(action: Any, names: tuple[str, ...]) -> Array:
    expected = f"expected shape ({len(names)},): {', '.join(names)}"
    try:
        given = np.asarray(action, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ActionError(f"The action is not made of numbers: {expected}; found {action!r:.200}.") from error
    if given.shape != (len(names),):
        found = f"shape {given.shape}" if given.shape else f"{action!r:.200}"
        raise ActionError(f"The action has the wrong shape: {expected}; found {found}.")
    for name, value in zip(names, given.tolist(), strict=True):
        if not math.isfinite(value):
            raise ActionError(f"The action's {name} is not finite: {expected}; found {name} = {value}.")
    return given
