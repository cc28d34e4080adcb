"""Whether a task has what a shift needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from robotrace.episodes.task import Task
from robotrace.errors import OptionError

from .body import Body
from .kinds import KINDS
from .shift import Shift


class Lack(NamedTuple):
    """What a task does not have.

    Attributes:
        needed: What is needed, in words.
        found: What there is instead.
    """

    needed: str
    found: str


def check_fits(shifts: Iterable[Shift], task: Task, body: Body) -> None:
    """Refuse shifts that a task cannot have.

    Raises:
        OptionError: There is one, or it is no shift.
    """
    for shift in shifts:
        if not isinstance(shift, Shift):
            kinds = ", ".join(KINDS)
            raise OptionError(
                f"A shift is one of {kinds}, or of a kind of yours that extends Shift; found {shift!r:.80}."
            )
        lack = lacking(type(shift), task, body)
        if lack is not None:
            kind = type(shift).__name__
            raise OptionError(f"Shift {kind} does not fit {task.name}: expected {lack.needed}; found {lack.found}.")


def lacking(kind: type[Shift], task: Task, body: Body) -> Lack | None:
    """What a task lacks for a kind of shift; None where nothing does."""
    names = ", ".join(task.action.names)
    match kind.needs:
        case "xyz" if not body.spatial:
            return Lack("x, y, z (or dx, dy, dz) in its actions", names)
        case "grip" if body.grip is None:
            return Lack("a gripper in its actions", names)
        case "range" if set(body.axes) & {task.action.names.index(name) for name in task.action.choices}:
            return Lack(
                "numbers in a range as its actions",
                f"choices, rounded to whole numbers: {', '.join(task.action.choices)}",
            )
        case "mujoco" if not is_simulated_by_mujoco(task):
            return Lack("a task that MuJoCo simulates, with mujoco_model() and twin()", "none of its models")
    return None


def is_simulated_by_mujoco(task: Task) -> bool:
    """Whether a task has a MuJoCo model, and can have a simulator of its own."""
    return hasattr(task, "mujoco_model") and hasattr(task, "twin") and task.mujoco_model() is not None
