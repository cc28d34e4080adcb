"""What shifts act upon: which parts of an action are a place and a gripper, and from where displacements are counted."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.task import ActionSpec, Task

PLACES = (("x", "y", "z"), ("dx", "dy", "dz"))


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A robot, as far as shifts are concerned.

    Attributes:
        size: The number of components of an action.
        axes: The indices of the components that are the action's place: x, y, z (or dx, dy, dz), else all but the gripper's.
        spatial: Whether these components are x, y, z or dx, dy, dz.
        grip: The index of the component that is the gripper's effort, or None.
        middle: The middle of the effort's range.
        hand: The field with the position that displacements begin at, or None where an action is a displacement itself.
        at: (len(axes),) the position of the hand; zeros where an action is a displacement itself.
    """

    size: int
    axes: tuple[int, ...]
    spatial: bool = False
    grip: int | None = None
    middle: float = 0.0
    hand: str | None = None
    at: Array = field(default_factory=lambda: np.zeros(3))

    @classmethod
    def of(cls, task: Task) -> Body:
        """The body that a task acts with, by the names of its action's components and the roles of its fields."""
        spec = task.action
        grip = next((i for i, name in enumerate(spec.names) if name.startswith("grip") or name == "effort"), None)
        named = next((axes for axes in PLACES if set(axes) <= set(spec.names)), ())
        axes = tuple(spec.names.index(name) for name in named) or tuple(i for i in range(len(spec.names)) if i != grip)
        places = (
            field.name for field in task.fields if field.role == "hand" and field.shape == (3,) and field.unit == "m"
        )
        hand = next(places, None) if task.control == "macro" and named == PLACES[0] else None
        middle = 0.0 if grip is None else (spec.low[grip] + spec.high[grip]) / 2
        return cls(len(spec.names), axes, bool(named), grip, middle, hand, np.zeros(len(axes)))

    def seeing(self, observation: Mapping[str, Array]) -> Body:
        """The same robot, with its hand where an observation of the unshifted task has it."""
        return self if self.hand is None else replace(self, at=np.array(observation[self.hand]))

    def place(self, action: Array) -> Array:
        """The place in an action, (len(axes),)."""
        return action[list(self.axes)]

    def put(self, action: Array, place: Array) -> Array:
        """The action with another place in it."""
        moved = action.copy()
        moved[list(self.axes)] = place
        return moved

    def rest(self) -> Array:
        """The action that leaves the robot where it is, without any effort of the gripper."""
        still = np.zeros(self.size)
        if self.grip is not None:
            still[self.grip] = self.middle
        return self.put(still, self.at)

    def corners(self, spec: ActionSpec) -> Array:
        """(N, A) the actions at the corners of the box of useful places; its two ends where it has many components."""
        low, high = (self.place(np.array(bound, dtype=np.float64)) for bound in (spec.low, spec.high))
        ends = np.stack([low, high])
        places = [np.array(corner) for corner in itertools.product(*ends.T)] if self.spatial else list(ends)
        return np.stack([self.put(np.array(spec.low, dtype=np.float64), place) for place in places])

    def reach(self, actions: Array) -> float:
        """The largest distance from zero of the places in (N, A) actions: along an axis, or in space where they turn."""
        places = actions[:, list(self.axes)]
        farthest = np.linalg.norm(places, axis=1) if self.spatial else np.abs(places)
        return float(farthest.max(initial=0.0))


def power_of_two(value: float) -> float:
    """The smallest power of two that is not less."""
    return value if not math.isfinite(value) or value <= 0 else 2.0 ** math.ceil(math.log2(value))
