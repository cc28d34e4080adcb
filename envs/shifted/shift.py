"""What a shift is: a way in which a robot may differ from its description.

It stands between a policy and a task. On the way in it turns the action that the policy gave into the one that the robot
is told; on the way out it turns what the robot senses into what the policy sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from robotrace.episodes.array import Array
from robotrace.episodes.task import Field
from robotrace.errors import OptionError

from .body import Body

Fields = tuple[Field, ...]
Seen = Mapping[str, Array]


class Shift:
    """One difference. A kind of your own overrides what it changes; the rest stays as it is.

    Attributes:
        needs: "xyz" where it acts on a position in space, "grip" where on a gripper, "" where on any task.
        of_the_robot: Whether it belongs to the robot's own frame, after all that changes the frame.
        invertible: Whether `asked` undoes `told`; a task with a shift that is not gives no hints.
    """

    __slots__ = ()
    needs: ClassVar[Literal["", "xyz", "grip"]] = ""
    of_the_robot: ClassVar[bool] = False
    invertible: ClassVar[bool] = True

    def told(self, action: Array, body: Body) -> Array:  # noqa: ARG002 - for those that override it
        """What the robot is told where the policy gave `action`, (A,); `action` itself is not changed."""
        return action

    def asked(self, action: Array, body: Body) -> Array:  # noqa: ARG002
        """What the policy has to give for the robot to be told `action`, (A,)."""
        return action

    def seen(self, observation: Seen) -> Seen:
        """What the policy sees where the robot senses `observation`; the arrays themselves are not changed."""
        return observation

    def fields(self, fields: Fields) -> Fields:
        """The fields that the policy sees.

        Raises:
            UnknownNameError: It names a field that is not there.
            OptionError: It does not fit a field.
        """
        return fields


def expect(shift: Shift, name: str, value: Any, holds: bool, expected: str) -> None:
    """Refuse a value that a shift cannot have."""
    if not holds:
        kind = type(shift).__name__
        raise OptionError(f"Shift {kind} is not usable: expected {name} to be {expected}; found {value!r}.")
