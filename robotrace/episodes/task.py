"""What a robot task is to the runner: a simulator with named fields, goals by number, and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:  # the table of a family's tasks needs no numpy
    import numpy as np
    import numpy.typing as npt

    from robotrace.episodes.array import Array
    from robotrace.episodes.episode import Counted, Episode, Scored
    from robotrace.opto import Case, Split

Level = Literal["score", "facts", "hints"]
LEVELS: tuple[Level, ...] = ("score", "facts", "hints")
Role = Literal["hand", "gripper", "object", "goal", "body", "joint", "contact", "reward", "task", "other"]


@dataclass(frozen=True, slots=True)
class Field:
    """One named part of an observation.

    Attributes:
        name: The field's key in the observation.
        shape: () for a scalar, (3,) for a position, (4,) for a quaternion.
        unit: The unit of the values, such as "m", "rad" or "1".
        description: What the field holds, in one sentence.
        role: What it is to the task; feedback measures distances between positions (shape (3,), metres) of roles. A "body" is
            where a robot's trunk is, how it leans and moves, a "joint" a joint's angle or rate: feedback tells of falls,
            speed and rhythm by them. A "contact" is above 0 while something of the robot's touches. "reward" is the reward of
            the previous action, where a controller has to search for a goal that it is not shown; a "task" is a text (shape
            ()), the name of the task at hand, which stays the same for an episode.
    """

    name: str
    shape: tuple[int, ...]
    unit: str
    description: str
    role: Role = "other"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """What an action is.

    Attributes:
        names: One name a component, such as ("x", "y", "z", "grip").
        low: The smallest useful value of each component, (A,).
        high: The largest useful value of each component, (A,).
        description: The meaning, units and frame of an action, in words.
        choices: The names of the components that are choices: they are rounded to whole numbers.
    """

    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    description: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Camera:
    """How a task can be seen.

    Attributes:
        words: What a picture shows and from where, in words.
        open: A context in which a function draws the task as it is at that moment: (H, W, 3) uint8, upright. It is opened after
            a reset, and used by one thread.
    """

    words: str
    open: Callable[[], AbstractContextManager[Callable[[], npt.NDArray[np.uint8]]]]


class Transition(NamedTuple):
    """What one action led to, in Gymnasium's order.

    `info` holds at least "success" (bool: solved at any simulator step of this action), "success_now" (bool: at its last) and
    "saturated" (bool: the action had to be clipped). It may hold "touching", what touched what at any simulator step of this
    action: a tuple of `robotrace.episodes.touch.Touch`, which feedback puts into words, and
    "parts", what the reward is made of: numbers by name.
    """

    observation: Mapping[str, Array]
    reward: float
    terminated: bool
    truncated: bool
    info: Mapping[str, Any]


@runtime_checkable
class Task(Protocol):
    """A simulator with named fields and numbered goals. One instance runs one episode at a time.

    A task whose reward has a known scale may also have `solved_reward: float | None`, what an action earns that leaves the
    task solved: episodes with much reward and no success are then pointed out. One that can be drawn may have
    `camera: Camera | None`: optimizers that look at pictures are then shown some. One whose goals are drawn numbers may have
    `starts(split, *, seed=None) -> Array`, (goals, D): evaluations then say where held-out goals are, or lie beside, training
    goals. One that keeps nothing between episodes may have `twin() -> Task`, another one that simulates the same: two episodes then
    go on at a time where a core is free. One whose resets or steps may take long may have `step_seconds: float | None`, how long,
    in seconds; by default 60. One that is to be left solved may have `success: Counted`, "last": an episode then goes on to its
    horizon, and is solved where it ends so; by default "any". One whose controllers are better learnt under another control may
    have `learnt_on() -> Task`, which has that control, and `carried(text, options) -> str`: such a controller's text as one for
    this task, from the options of the other. One whose robot is not calibrated may have `nominal: ActionSpec`, what an action is
    by its words: a language model's training then starts from a probe of each component. One whose goals are of several tasks may
    have `members: tuple[str, ...]`, their names, and `member(goal, split) -> str`, the name of a goal's; success is then told by
    task too. One that can be played without robotrace may have `standalone(name) -> str`, the source of a function
    `name(act, goal, split)` that returns whether an episode was solved and its return; exported controllers then come with it. One
    in which nothing says that an episode is solved has `solvable: bool`, False: scores alone then tell controllers apart. One whose
    score is the episode's return, and no mean of its rewards, has `scored: Scored`, "return", and `threshold: float | None` where a
    return alone says that an episode is solved. One may say how long an action lasts, `action_seconds: float | None`, and which
    bundled policy training begins with, `starter: str`. One that MuJoCo simulates may have `mujoco_model() -> Any`, the
    `mujoco.MjModel` that the next reset begins with, or None: with `twin`, too, masses and friction can be shifted.
    """

    @property
    def name(self) -> str:
        """Such as "metaworld/pick-place-v3"; with `seed` and `options` it rebuilds the task anywhere."""
        ...

    @property
    def seed(self) -> int:
        """Of the goals."""
        ...

    @property
    def options(self) -> Mapping[str, Any]:
        """Those given to `make` beside the seed, with defaults filled in, JSON-compatible."""
        ...

    @property
    def control(self) -> str:
        """How actions drive the robot, such as "macro" or "raw"; success rates hold for one control only."""
        ...

    @property
    def horizon(self) -> int:
        """Largest number of actions in an episode."""
        ...

    @property
    def instruction(self) -> str:
        """The task in words: what success is, frames, units, action semantics."""
        ...

    @property
    def fields(self) -> tuple[Field, ...]:
        """Of the observation, in order."""
        ...

    @property
    def action(self) -> ActionSpec:
        """What a controller returns."""
        ...

    @property
    def levels(self) -> tuple[Level, ...]:
        """The feedback levels that this task can give; "hints" needs an expert."""
        ...

    def goals(self, split: Split) -> int:
        """How many goals a split has."""
        ...

    def reset(self, goal: int, split: Split = "train") -> Mapping[str, Array]:
        """Start an episode; the same goal gives the same start, bit for bit.

        Raises:
            OptionError: The split has no such goal.
        """
        ...

    def step(self, action: Any) -> Transition:
        """Carry out one action, (A,).

        Raises:
            ActionError: It is not finite or has the wrong shape; the simulator has not moved.
        """
        ...

    def hint(self) -> Array | None:
        """The expert's action for the present observation, (A,); None where the task has no expert."""
        ...

    def feedback(self, episode: Episode, level: Level) -> str:
        """The episode in words."""
        ...

    def close(self) -> None:
        """Give the simulator back; the task can be reset again afterwards."""
        ...


def counted(task: Task) -> Counted:
    """Which success of a task counts: "any" unless it says otherwise."""
    success: Counted = getattr(task, "success", "any")
    return success


def member_of(task: Task, case: Case) -> str:
    """The name of the task that a case is of, where a task is several; else ""."""
    return str(task.member(case.index, case.split)) if hasattr(task, "member") else ""


def is_solvable(task: Task) -> bool:
    """Whether anything says that an episode of a task is solved: so it is unless the task says otherwise."""
    return bool(getattr(task, "solvable", True))


def scored_by(task: Task) -> Scored:
    """What an episode's score is made of: the mean reward of its actions unless the task says otherwise."""
    scored: Scored = getattr(task, "scored", "reward")
    return scored
