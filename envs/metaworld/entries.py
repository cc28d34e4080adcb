"""What the 39 numbers of a Meta-World observation are, and how a task describes them in words.

The numbers are: hand position (0-2), gripper opening (3), object 1 position (4-6) and quaternion (7-10), object 2 the
same (11-17), all of that once more as it was one simulator step before (18-35), and the goal (36-38). What the objects
are, which numbers never change, and in which order a quaternion stands differ by task; the table of tasks is read off
Meta-World's sources. An orientation is a field where success depends on a point that it decides; constants are left
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from robotrace.episodes.task import Field, Role

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A field, and where it stands in the 39 numbers.

    Attributes:
        field: The field as the controller sees it.
        at: The indices of the field's components in the observation.
    """

    field: Field
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One task of Meta-World.

    Attributes:
        name: The name in Meta-World, such as "reach-v3".
        scene: What stands where, in words.
        task: What the controller has to do, in words.
        success: The condition that Meta-World checks at every simulator step.
        parts: The parts of the observation that the controller sees.
        low: The smallest x, y, z that the hand can be sent to, in metres.
        high: The largest x, y, z that the hand can be sent to, in metres.
    """

    name: str
    scene: str
    task: str
    success: str
    parts: tuple[Part, ...]
    low: Point
    high: Point


HAND = Part(Field("hand_pos", (3,), "m", "the hand, which actions move.", "hand"), (0, 1, 2))
GRIPPER = Part(
    Field(
        "gripper_opening", (), "1", "distance between the fingers over 10 cm, in [0, 1]; 1 is fully open.", "gripper"
    ),
    (3,),
)


def position(first: int, name: str, description: str, role: Role) -> Part:
    """A position, which stands at this index and the two after it."""
    return Part(Field(name, (3,), "m", description, role), (first, first + 1, first + 2))


def first_object(name: str, description: str, *reach: tuple[float, float]) -> Part:
    """The position of object 1.

    Args:
        name: The name of its field.
        description: The place on the object, in words.
        reach: From where to where along x, y and z the body reaches from there at the start, in cm; none where the words say it.
    """
    return position(4, name, description + _reach(reach), "object")


def second_object(name: str, description: str, *reach: tuple[float, float]) -> Part:
    """The position of object 2; see `first_object`."""
    return position(11, name, description + _reach(reach), "object")


def _reach(reach: tuple[tuple[float, float], ...]) -> str:
    if not reach:
        return ""
    axes = ", ".join(f"{axis} {low:g} to {high:g}" for axis, (low, high) in zip("xyz", reach, strict=True))
    return f" The moving body there reaches {axes} cm from this point at the start."


def goal(description: str) -> Part:
    """The goal's position."""
    return position(36, "goal_pos", description, "goal")


def orientation(name: str, description: str, order: Literal["wxyz", "xyzw"]) -> Part:
    """Object 1's quaternion, always given as w, x, y, z, in whichever order Meta-World has it."""
    at = (7, 8, 9, 10) if order == "wxyz" else (10, 7, 8, 9)
    return Part(Field(name, (4,), "1", f"{description} As a unit quaternion w, x, y, z."), at)


def entry(
    name: str, scene: str, task: str, success: str, *parts: Part, low_y: float = 0.4, low_z: float = 0.05
) -> Entry:
    """A task whose observation begins with the hand and the gripper."""
    return Entry(name, scene, task, success, (HAND, GRIPPER, *parts), (-0.5, low_y, low_z), (0.5, 1.0, 0.5))
