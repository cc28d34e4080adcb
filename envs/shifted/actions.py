"""Shifts of actions: of their frame, of the gripper, of how far the robot goes, and when.

Neutral parameters change nothing, to the last bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from robotrace.episodes.array import Array

from .body import Body
from .shift import Shift, expect

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Rotated(Shift):
    """The action frame is turned about an axis through its origin.

    Attributes:
        degrees: The angle by which the robot turns an action, counter-clockwise seen from the axis's tip.
        axis: The direction of the axis, of any length; z by default.
    """

    needs = "xyz"
    degrees: float
    axis: Point = (0.0, 0.0, 1.0)

    def __post_init__(self) -> None:
        expect(self, "degrees", self.degrees, math.isfinite(self.degrees), "a finite number")
        expect(self, "axis", self.axis, 0 < math.hypot(*self.axis) < math.inf, "a direction that is not zero")

    def told(self, action: Array, body: Body) -> Array:
        """The action, turned."""
        return body.put(action, self._matrix() @ body.place(action))

    def asked(self, action: Array, body: Body) -> Array:
        """The action, turned back."""
        return body.put(action, self._matrix().T @ body.place(action))

    def _matrix(self) -> Array:
        """Rodrigues' formula, (3, 3)."""
        x, y, z = np.array(self.axis) / math.hypot(*self.axis)
        cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        angle = math.radians(self.degrees)
        turned: Array = np.eye(3) + math.sin(angle) * cross + (1.0 - math.cos(angle)) * (cross @ cross)
        return turned


@dataclass(frozen=True, slots=True)
class Mirrored(Shift):
    """One axis of actions points the other way.

    Attributes:
        axis: The name of the axis: "x", "y" or "z".
    """

    needs = "xyz"
    axis: str

    def __post_init__(self) -> None:
        expect(self, "axis", self.axis, self.axis in ("x", "y", "z"), '"x", "y" or "z"')

    def told(self, action: Array, body: Body) -> Array:
        """The action with the sign of one axis changed."""
        signs = np.where(np.arange(3) == "xyz".index(self.axis), -1.0, 1.0)
        return body.put(action, signs * body.place(action))

    asked = told


@dataclass(frozen=True, slots=True)
class Scaled(Shift):
    """Actions are in another unit of length.

    Attributes:
        factor: The factor by which the robot multiplies an action; positive.
    """

    needs = "range"
    factor: float

    def __post_init__(self) -> None:
        expect(self, "factor", self.factor, 0 < self.factor < math.inf, "a positive number")

    def told(self, action: Array, body: Body) -> Array:
        """The action, multiplied."""
        return body.put(action, self.factor * body.place(action))

    def asked(self, action: Array, body: Body) -> Array:
        """The action, divided."""
        return body.put(action, body.place(action) / self.factor)


@dataclass(frozen=True, slots=True)
class Offset(Shift):
    """The zero of actions is elsewhere.

    Attributes:
        by: The numbers that the robot adds to x, y, z.
    """

    needs = "xyz"
    by: Point

    def __post_init__(self) -> None:
        expect(self, "by", self.by, len(self.by) == 3 and all(map(math.isfinite, self.by)), "3 finite numbers")

    def told(self, action: Array, body: Body) -> Array:
        """The action, moved."""
        return body.put(action, body.place(action) + np.array(self.by))

    def asked(self, action: Array, body: Body) -> Array:
        """The action, moved back."""
        return body.put(action, body.place(action) - np.array(self.by))


@dataclass(frozen=True, slots=True)
class Reversed(Shift):
    """The gripper opens where it is asked to close."""

    needs = "grip"

    def told(self, action: Array, body: Body) -> Array:
        """The action with the effort mirrored about the middle of its range."""
        turned = action.copy()
        turned[body.grip] = 2.0 * body.middle - turned[body.grip]
        return turned

    asked = told


@dataclass(frozen=True, slots=True)
class Gain(Shift):
    """The robot moves too far, or not far enough: each displacement of the hand comes out longer or shorter.

    Attributes:
        factor: The factor by which the robot multiplies a displacement; positive.
    """

    needs = "range"
    of_the_robot = True
    factor: float

    def __post_init__(self) -> None:
        expect(self, "factor", self.factor, 0 < self.factor < math.inf, "a positive number")

    def told(self, action: Array, body: Body) -> Array:
        """The action with the displacement of the hand multiplied."""
        return self._stretched(action, body, self.factor)

    def asked(self, action: Array, body: Body) -> Array:
        """The action with the displacement of the hand divided."""
        return self._stretched(action, body, 1.0 / self.factor)

    def _stretched(self, action: Array, body: Body, factor: float) -> Array:
        place = body.place(action)
        return body.put(action, place + (factor - 1.0) * (place - body.at))


@dataclass(frozen=True, slots=True)
class DeadZone(Shift):
    """The first part of every displacement is lost, axis by axis: the robot does not carry out short ones at all.

    Attributes:
        width: The width of the lost part, in the unit of actions; not negative.
    """

    needs = "range"
    of_the_robot = True
    width: float

    def __post_init__(self) -> None:
        expect(self, "width", self.width, 0 <= self.width < math.inf, "a number of 0 or more")

    def told(self, action: Array, body: Body) -> Array:
        """The action with every displacement shortened."""
        place = body.place(action)
        return body.put(action, place - np.clip(place - body.at, -self.width, self.width))

    def asked(self, action: Array, body: Body) -> Array:
        """The action with every displacement lengthened."""
        place = body.place(action)
        return body.put(action, place + self.width * np.sign(place - body.at))


@dataclass(frozen=True, slots=True)
class Delayed(Shift):
    """Each action is carried out some actions late; the robot waits where it is until the first arrives.

    `Shifted` keeps the actions in between. No action of the present undoes that: a hint is what the expert wants now,
    which then comes late.

    Attributes:
        steps: The number of actions by which it is late; 1 or more.
    """

    steps: int = 1

    def __post_init__(self) -> None:
        expect(self, "steps", self.steps, type(self.steps) is int and self.steps >= 1, "a whole number of 1 or more")
