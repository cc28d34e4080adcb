"""A task of your own from few lines: what of `robotrace.episodes.Task` follows from the rest is supplied here.

class Reach(SimulatorTask):
    name, control, horizon = "lab/reach", "velocity", 50
    about = "What there is, what is asked for, and what success is."
    fields = (Field("tip", (2,), "m", "The arm's tip."), Field("target", (2,), "m", "Where it is to be."))
    action = ActionSpec(("x", "y"), (-1, -1), (1, 1), "the tip's velocity in m/s")

    def start(self, seed): ...    # bring the simulator to the start that this seed draws
    def observe(self): ...        # the fields by name, as they are now
    def act(self, action): ...    # carry out an action: Step(reward, success=...)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

import numpy as np
import numpy.typing as npt

from robotrace.episodes import ActionSpec, Array, Camera, Counted, Episode, Field, Level, Role, Transition
from robotrace.episodes.checked import refuse
from robotrace.episodes.contract import of_observation
from robotrace.episodes.shown import task_html, task_line
from robotrace.episodes.touch import Touch
from robotrace.errors import ActionError, OptionError, TaskError
from robotrace.feedback import describe
from robotrace.opto import Split
from robotrace.opto.mistake import shown
from robotrace.sandbox.action import vector

__all__ = ["ActionSpec", "Camera", "Field", "Role", "SimulatorTask", "Step"]


class Step(NamedTuple):
    """What one action led to, beside the observation.

    Attributes:
        reward: The reward, in the task's own scale.
        success: Whether the task is solved now.
        terminated: Whether the episode is over, as where a robot has fallen.
        touching: What touched what, such as (("the hand", "puck"),), for feedback; None where nobody looks. See
            `robotrace.episodes.touch.Touch`.
    """

    reward: float
    success: bool
    terminated: bool = False
    touching: tuple[Touch, ...] | None = None


class SimulatorTask(ABC):
    """A task to derive yours from: goals by seed, checked and clipped actions, horizon, words.

    A derived class defines the attributes `name`, `about`, `fields` and `action`, and the methods `start`, `observe` and `act`;
    with `open`, the simulator that it returns is made when it is needed, as `self.env`. One with an expert defines `hint` too, and
    "hints" among its `levels`. One with options of its own takes them as keywords and hands them on:
    `super().__init__(seed=seed, horizon=horizon, options={"mass": mass})`.

    Args:
        seed: The seed of the goals.
        horizon: The largest number of actions in an episode; None for the class's.
        options: Those of a derived class, by name, in JSON's types.

    Raises:
        OptionError: The horizon is no whole number of 1 or more.
        TaskError: The derived class lacks one of those attributes.
    """

    name: str
    """Such as "gym/reacher-v5"."""
    about: str
    """What there is, what is asked for and what success is, in words; fields and actions are told behind it."""
    fields: tuple[Field, ...]
    """Of the observation, in order."""
    action: ActionSpec
    """What a controller returns; actions are clipped to its bounds."""
    control: str = "direct"
    """How actions drive the robot, in a word."""
    horizon: int = 50
    """The largest number of actions in an episode."""
    success: Counted = "any"
    """Which success counts: at "any" step, which ends the episode, or at the "last" one."""
    levels: tuple[Level, ...] = ("score", "facts")
    """The feedback that there is; "hints" needs an expert, who answers `hint`."""
    goal_count: ClassVar[int] = 50
    """How many goals each split has."""

    def __init__(self, *, seed: int = 0, horizon: int | None = None, options: Mapping[str, Any] | None = None) -> None:
        if missing := [name for name in ("name", "about", "fields", "action") if not hasattr(self, name)]:
            kind = type(self).__name__
            raise TaskError(
                f"{kind}: expected the attributes name, about, fields and action; found no {', '.join(missing)}."
            )
        if horizon is not None:
            self.horizon = horizon
        if isinstance(self.horizon, bool) or not isinstance(self.horizon, int) or self.horizon < 1:
            raise OptionError(f"horizon: expected a whole number of 1 or more, found {self.horizon!r:.100}.")
        self.seed = seed
        self.options: Mapping[str, Any] = {"horizon": self.horizon, **(options or {})}
        self._env: Any = None
        self._left = 0

    def __repr__(self) -> str:
        return task_line(self)

    def _repr_html_(self) -> str:
        return task_html(self)

    def open(self) -> Any:
        """The simulator; made once, at the first use of `self.env`, and again after `close`."""
        return None

    @abstractmethod
    def start(self, seed: int) -> None:
        """Bring the simulator to a start.

        Args:
            seed: What the start is drawn with: the same seed, the same start. Each goal of each split has its own.
        """

    @abstractmethod
    def observe(self) -> Mapping[str, npt.ArrayLike]:
        """The fields by name, as they are now; they are copied."""

    @abstractmethod
    def act(self, action: Array) -> Step:
        """Carry out one action, (A,), finite and within its bounds."""

    @property
    def env(self) -> Any:
        """The simulator that `open` makes."""
        if self._env is None:
            self._env = self.open()
        return self._env

    @property
    def instruction(self) -> str:
        """The task in words: what it is about, what is observed, and what an action is."""
        seen = "\n".join(f"- {one.name} {_form(one)}: {one.description}" for one in self.fields)
        ends = zip(self.action.names, self.action.low, self.action.high, strict=True)
        bounds = ", ".join(f"{name} {low:g} to {high:g}" for name, low, high in ends)
        return (
            f"{self.about}\n\nThe controller is called once an action, at most {self.horizon} times an episode, with the "
            f"observation, a dict of numpy arrays:\n{seen}\n\nAn action is [{', '.join(self.action.names)}]: "
            f"{self.action.description}. It is clipped to {bounds}."
        )

    def goals(self, split: Split) -> int:
        """As many in either split."""
        if split not in ("train", "heldout"):
            raise OptionError(f'split: expected "train" or "heldout", found {split!r:.100}.')
        return self.goal_count

    def reset(self, goal: int, split: Split = "train") -> Mapping[str, Array]:
        """Start an episode; the same goal gives the same start.

        Raises:
            OptionError: The split has no such goal.
        """
        most = self.goals(split) - 1
        if not 0 <= goal <= most:
            raise OptionError(f"goal: expected a whole number from 0 to {most}, found {goal!r:.100}.")
        drawn = np.random.SeedSequence([self.seed, goal, split == "heldout"]).generate_state(1)
        self.start(int(drawn[0]))
        self._left = self.horizon
        return self._copied()

    def step(self, action: Any) -> Transition:
        """Carry out one action, (A,), clipped to its bounds.

        Raises:
            ActionError: It is not finite or has the wrong shape; the simulator has not moved.
            TaskError: No episode is running.
        """
        given, size = vector(action), len(self.action.names)
        if given.shape != (size,) or not np.isfinite(given).all():
            raise ActionError(
                f"Expected {size} finite numbers ({', '.join(self.action.names)}), found {given.tolist()!r:.200}."
            )
        if self._left <= 0:
            raise TaskError(
                f"{self.name}: step(): expected a running episode, found none, or one that is over: call reset()."
            )
        clipped = np.clip(given, self.action.low, self.action.high)
        saturated = bool((clipped != given).any())
        reward, success, terminated, touching = self._told(self.act(clipped))
        self._left = 0 if terminated else self._left - 1
        info: dict[str, Any] = {"success": success, "success_now": success, "saturated": saturated}
        if touching is not None:
            info["touching"] = touching
        return Transition(self._copied(), reward, terminated, not terminated and self._left == 0, info)

    def hint(self) -> Array | None:
        """The expert's action for the present observation, (A,); None without one."""
        return None

    def feedback(self, episode: Episode, level: Level) -> str:
        """The episode in words."""
        return describe(self, episode, level)

    def close(self) -> None:
        """Give the simulator back; the task can be reset again afterwards."""
        if hasattr(self._env, "close"):
            self._env.close()
        self._env, self._left = None, 0

    def _told(self, told: Any) -> Step:
        """What `act` returned, if it is that."""
        try:
            reward, success, terminated, touching = Step(*told)
            return Step(float(reward), bool(success), bool(terminated), touching)
        except (TypeError, ValueError) as error:
            raise TaskError(
                f"{self.name}: act(): expected Step(reward, success); found {shown(told)}. Return what the action led to."
            ) from error

    def _copied(self) -> dict[str, Array]:
        seen = self.observe()
        try:
            return {name: np.array(value, dtype=np.float64) for name, value in seen.items()}
        except (AttributeError, TypeError, ValueError):
            refuse(of_observation(self, seen, "observe()"))
            raise


def _form(one: Field) -> str:
    shape = "scalar" if one.shape == () else f"{one.shape}"
    return shape if one.unit in ("", "1") else f"{shape} in {one.unit}"
