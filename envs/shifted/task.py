"""A task behind its shifts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.episode import Counted, Scored
from robotrace.episodes.shown import task_html, task_line
from robotrace.episodes.task import (
    ActionSpec,
    Camera,
    Field,
    Level,
    Task,
    Transition,
    counted,
    is_solvable,
    scored_by,
)
from robotrace.errors import OptionError
from robotrace.opto import Split

from .actions import Delayed
from .body import Body, power_of_two
from .draw import largest_place
from .fits import check_fits
from .kinds import to_record
from .listing import FAMILY, USUAL
from .noise import Noise
from .physics import altered
from .sensors import Renamed
from .shift import Shift
from .spread import spread
from .words import DIRECT, SPATIAL, form, limits, once_more

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
        self.shifts = tuple(shifts)
        self._body = Body.of(task)
        check_fits(self.shifts, task, self._body)
        self._physical = any(shift.needs == "mujoco" for shift in self.shifts)
        self.task: Task = task.twin() if self._physical else task  # type: ignore[attr-defined] # the given one stays as it is
        self.name: str = f"{FAMILY}/{task.name.removeprefix(USUAL)}" + (f"@{which}" if which is not None else "")
        # It sees what the robot does, not what was wanted.
        self.camera: Camera | None = getattr(self.task, "camera", None)
        if hasattr(task, "starts"):
            self.starts = task.starts  # goals are the task's own
        self.solved_reward: float | None = getattr(task, "solved_reward", None)  # and so is the reward
        self._chain = sorted(self.shifts, key=lambda shift: shift.of_the_robot)
        self._sensing = sorted(self.shifts, key=lambda shift: not shift.of_the_robot)
        self._sensed: tuple[Shift, ...] = ()
        self._late = sum(shift.steps for shift in self.shifts if isinstance(shift, Delayed))
        self._waiting: list[Array] = []
        self._shares = any(isinstance(shift, Noise) and shift.share for shift in self.shifts)
        self._spread: Mapping[str, Array] = {}
        self._model: Any = None
        self._which, self._drawn_by = which, dict(drawn or {})
        self.fields = _fields(task.fields, self._sensing)
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
        return own if self._which is not None else {**own, "shifts": [to_record(shift) for shift in self.shifts]}

    @property
    def nominal(self) -> ActionSpec | None:
        """What an action would be on a calibrated robot; None where it is a choice, of which nothing is to be measured."""
        return self.task.action if not self.task.action.choices else None

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
    def solvable(self) -> bool:
        """Whether anything says in the task itself that an episode is solved."""
        return is_solvable(self.task)

    @property
    def scored(self) -> Scored:
        """What a score of the task itself is made of."""
        return scored_by(self.task)

    @property
    def threshold(self) -> float | None:
        """The return from which on the task itself counts as solved."""
        found: float | None = getattr(self.task, "threshold", None)
        return found

    @property
    def action_seconds(self) -> float | None:
        """How long an action of the task itself lasts."""
        found: float | None = getattr(self.task, "action_seconds", None)
        return found

    @property
    def step_seconds(self) -> float | None:
        """How long a reset or a step of the task itself may take; it has none where that has none."""
        found: float | None = self.task.step_seconds  # type: ignore[attr-defined]
        return found

    @property
    def starter(self) -> str:
        """The starter of the task itself; "" where fields have other names than it asks for."""
        found: str = getattr(self.task, "starter", "")
        return "" if any(isinstance(shift, Renamed) and shift.names for shift in self.shifts) else found

    @property
    def twin(self) -> Callable[[], Shifted]:
        """Makes another one that simulates the same; it has none where the task itself has none."""
        another: Callable[[], Task] = self.task.twin  # type: ignore[attr-defined]
        return lambda: Shifted(another(), self.shifts, self._which, self._drawn_by)

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of the task itself; no hints where a shift cannot be undone."""
        undone = all(shift.invertible for shift in self.shifts)
        return tuple(level for level in self.task.levels if undone or level != "hints")

    @property
    def instruction(self) -> str:
        """The task in words, and that the robot is not calibrated; in the same words whatever the shifts."""
        fields = "\n".join(f"- {field.name} {form(field)}: {field.description}" for field in self.fields)
        uncalibrated, ends = (SPATIAL, limits) if self._body.spatial else (DIRECT, once_more)
        return f"{self.task.instruction}\n\n{uncalibrated}\n{fields}\n{ends(self.action)}"

    def goals(self, split: Split) -> int:
        """The number of goals in a split of the task itself."""
        return self.task.goals(split)

    def reset(self, goal: int, split: Split = "train") -> Mapping[str, Array]:
        """Start an episode at a goal of the task.

        Raises:
            OptionError: There is no such goal.
        """
        if self._shares and not self._spread:
            self._spread = spread(self.task)  # of the robot as it is described: nothing is altered yet
        if self._physical:
            self._alter()
        observation = self.task.reset(goal, split)
        seeds = (self.seed, goal, int(split == "heldout"))
        self._sensed = tuple(shift.begun((*seeds, at), self._spread) for at, shift in enumerate(self._sensing))
        self._waiting = []
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
        self._waiting = [*self._waiting, wanted][-self._late :] if self._late else []
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
        self._model = None

    def _alter(self) -> None:
        """Shift the physics of the simulator, which is a new one after it was given back."""
        model: Any = self.task.mujoco_model()  # type: ignore[attr-defined]
        if model is not self._model:
            altered(model, self.shifts)
            self._model = model

    def _told(self, wanted: Array) -> Array:
        """The action that reaches the robot now, where the policy wants `wanted`."""
        if self._late:
            if len(self._waiting) < self._late:
                return np.clip(self._body.rest(), self._low, self._high)
            wanted = self._waiting[0]
        for shift in self._chain:
            wanted = shift.told(wanted, self._body)
        return wanted

    def _seen(self, observation: Mapping[str, Array]) -> Mapping[str, Array]:
        self._body = self._body.seeing(observation)
        for shift in self._sensed:
            observation = shift.seen(observation)
        return observation

    def _spec(self) -> ActionSpec:
        """Bounds that leave every place of the task within reach, and reveal nothing of the shifts.

        Where an action is no place, they are the task's own: a motor gives no more than it can. Those of drawn shifts depend on the
        task alone. Shifts of one's own may need more room: they get far more than most need, and where that is not enough, so much
        more again that the bounds do not reveal the factor.
        """
        body, spec = self._body, self.task.action
        description = f"Nominally: {spec.description}"
        if not body.spatial:
            return replace(spec, description=description)
        limit = largest_place(self.task, body)
        if np.isfinite(limit) and self._which is None:
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
        return replace(spec, low=tuple(low.tolist()), high=tuple(high.tolist()), description=description)


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
