"""A task behind its shifts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Counted
from robotrace.episodes.shown import task_html, task_line
from robotrace.episodes.task import ActionSpec, Camera, Field, Level, Task, Transition, counted
from robotrace.errors import OptionError
from robotrace.opto import Split

from .actions import Delayed
from .body import Body, power_of_two
from .draw import largest_place
from .kinds import KINDS, to_record
from .listing import FAMILY, USUAL
from .shift import Shift

if TYPE_CHECKING:
    from robotrace.episodes.episode import Episode

COARSE = 32.0
"""By how much the bounds of shifts of one's own are wider than those of drawn ones, and the step in which they grow."""


class Shifted:
    """A task behind its shifts; see `robotrace.episodes.task.Task`."""

    def __init__(
        self, task: Task, shifts: Sequence[Shift], which: str | None = None, drawn: Mapping[str, Any] | None = None
    ) -> None:
        if isinstance(task, Shifted):
            raise OptionError(f"{task.name} is shifted already: give all shifts of a task at once.")
        self.task, self.shifts = task, tuple(shifts)
        self.name: str = f"{FAMILY}/{task.name.removeprefix(USUAL)}" + (f"@{which}" if which is not None else "")
        self.camera: Camera | None = getattr(task, "camera", None)  # it sees what the robot does, not what was wanted
        if hasattr(task, "starts"):
            self.starts = task.starts  # goals are the task's own
        self.solved_reward: float | None = getattr(task, "solved_reward", None)  # and so is the reward
        self._body = Body.of(task)
        for shift in self.shifts:
            _check_fits(shift, task, self._body)
        self._chain = sorted(self.shifts, key=lambda shift: shift.of_the_robot)
        self._late = any(isinstance(shift, Delayed) for shift in self.shifts)
        self._waiting: Array | None = None
        self._drawn, self._drawn_by = which is not None, dict(drawn or {})
        self.fields = _fields(task.fields, self.shifts)
        self.action = self._spec()
        self._low, self._high = np.array(self.action.low), np.array(self.action.high)

    def __repr__(self) -> str:
        return task_line(self)

    def _repr_html_(self) -> str:
        return task_html(self)

    @property
    def seed(self) -> int:
        """The seed of the goals."""
        return self.task.seed

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the task itself, those of the draw, and the shifts where the name does not determine them."""
        own = {**self.task.options, **self._drawn_by}
        return own if self._drawn else {**own, "shifts": [to_record(shift) for shift in self.shifts]}

    @property
    def nominal(self) -> ActionSpec:
        """What an action would be on a calibrated robot."""
        return self.task.action

    @property
    def control(self) -> str:
        """The control of the task itself."""
        return self.task.control

    @property
    def horizon(self) -> int:
        """The horizon of the task itself."""
        return self.task.horizon

    @property
    def success(self) -> Counted:
        """The success that counts in the task itself."""
        return counted(self.task)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of the task itself; no hints where a shift cannot be undone."""
        undone = all(shift.invertible for shift in self.shifts)
        return tuple(level for level in self.task.levels if undone or level != "hints")

    @property
    def instruction(self) -> str:
        """The task in words, and that the robot is not calibrated; in the same words whatever the shifts."""
        fields = "\n".join(f"- {field.name} {_form(field)}: {field.description}" for field in self.fields)
        return f"{self.task.instruction}\n\n{_UNCALIBRATED}\n{fields}\n{self._limits()}"

    def goals(self, split: Split) -> int:
        """The number of goals in a split of the task itself."""
        return self.task.goals(split)

    def reset(self, goal: int, split: Split = "train") -> Mapping[str, Array]:
        """Start an episode at a goal of the task.

        Raises:
            OptionError: There is no such goal.
        """
        observation = self.task.reset(goal, split)
        self._waiting = None
        return self._seen(observation)

    def step(self, action: Any) -> Transition:
        """Carry out one action, as the robot understands it.

        Raises:
            ActionError: The action is not finite or has the wrong shape; the simulator has not moved.
        """
        given = _usable(action, len(self.action.names))
        if given is None:
            return self.task.step(action)  # which refuses it, in its own words
        wanted = np.clip(given, self._low, self._high)
        transition = self.task.step(self._told(wanted))
        self._waiting = wanted
        clipped = bool(transition.info["saturated"]) or bool((wanted != given).any())
        return transition._replace(
            observation=self._seen(transition.observation), info={**transition.info, "saturated": clipped}
        )

    def hint(self) -> Array | None:
        """What a policy has to give here for the robot to do what the task's expert wants; None without an expert."""
        hint = self.task.hint()
        if hint is None or "hints" not in self.levels:
            return None
        for shift in reversed(self._chain):
            hint = shift.asked(hint, self._body)
        return np.clip(hint, self._low, self._high)

    def feedback(self, episode: Episode, level: Level) -> str:
        """The episode in words, made from what a policy sees of it and no more."""
        from robotrace.feedback import describe

        return describe(self, episode, level)

    def close(self) -> None:
        """Give the simulator back; the task can be reset again afterwards."""
        self.task.close()

    def _told(self, wanted: Array) -> Array:
        """The action that reaches the robot now, where the policy wants `wanted`."""
        if self._late:
            if self._waiting is None:
                return self._body.rest()
            wanted = self._waiting
        for shift in self._chain:
            wanted = shift.told(wanted, self._body)
        return wanted

    def _seen(self, observation: Mapping[str, Array]) -> Mapping[str, Array]:
        self._body = self._body.seeing(observation)
        for shift in self.shifts:
            observation = shift.seen(observation)
        return observation

    def _spec(self) -> ActionSpec:
        """Bounds that leave every place of the task within reach, and reveal nothing of the shifts.

        Those of drawn shifts depend on the task alone. Shifts of one's own may need more room: they get far more than most need,
        and where that is not enough, so much more again that the bounds do not reveal the factor.
        """
        body, spec = self._body, self.task.action
        limit = largest_place(self.task, body)
        if np.isfinite(limit) and not self._drawn:
            limit *= COARSE
            corners = body.corners(spec)
            for shift in reversed([shift for shift in self._chain if not shift.of_the_robot and shift.invertible]):
                corners = np.stack([shift.asked(corner, body) for corner in corners])
            needed = power_of_two(float(np.abs(corners[:, list(body.axes)]).max(initial=0.0)))
            while limit < needed < np.inf:
                limit *= COARSE
        low, high = (
            body.put(np.array(bound, dtype=np.float64), np.full(len(body.axes), end))
            for bound, end in ((spec.low, -limit), (spec.high, limit))
        )
        description = f"Nominally: {spec.description}"
        return ActionSpec(spec.names, tuple(low.tolist()), tuple(high.tolist()), description)

    def _limits(self) -> str:
        spec = self.action
        ends = (f"{n} {a:g} to {b:g}" for n, a, b in zip(spec.names, spec.low, spec.high, strict=True))
        return (
            f"Actions are accepted within these wide limits, whatever is said above: {', '.join(ends)}. What the robot makes"
            " of an action then meets the limits told above, in the robot's own frame and when it is carried out: an action"
            " is called clipped where it exceeds either."
        )


_UNCALIBRATED = (
    "This robot is not calibrated. What is said above of actions and observations is nominal: the axes, signs, scale,"
    " zero, reach and timing of actions, the sense of the gripper, the readings of sensors and the names of fields may"
    " differ from it, in the same way in every episode. Nobody has measured what differs and by how much: find it out"
    " from what the robot does. The task, its success and its reward are as they are told. The observation has these"
    " fields:"
)


def _usable(action: Any, size: int) -> Array | None:
    try:
        given = np.asarray(action, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    return given if given.shape == (size,) and np.isfinite(given).all() else None


def _fields(fields: tuple[Field, ...], shifts: Iterable[Shift]) -> tuple[Field, ...]:
    seen = tuple(replace(field, description=f"nominally: {field.description}") for field in fields)
    for shift in shifts:
        seen = shift.fields(seen)
    return seen


def _form(field: Field) -> str:
    shape = "scalar" if field.shape == () else f"{field.shape}"
    return shape if field.unit in ("", "1") else f"{shape} in {field.unit}"


def _check_fits(shift: Shift, task: Task, body: Body) -> None:
    if not isinstance(shift, Shift):
        kinds = ", ".join(KINDS)
        raise OptionError(f"A shift is one of {kinds}, or of a kind of yours that extends Shift; found {shift!r:.80}.")
    lacking = (shift.needs == "xyz" and not body.spatial) or (shift.needs == "grip" and body.grip is None)
    if lacking:
        needed = "x, y, z (or dx, dy, dz)" if shift.needs == "xyz" else "a gripper"
        raise OptionError(
            f"Shift {type(shift).__name__} does not fit {task.name}: expected {needed} in its actions; found "
            f"{', '.join(task.action.names)}."
        )
