"""What a shift is: a way in which a robot may differ from its description.

It stands between a policy and a task. On the way in it turns the action that the policy gave into the one that the robot
is given; on the way out it turns what the robot senses into what the policy sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from robotrace.episodes.array import Array
from robotrace.episodes.task import Field
from robotrace.errors import OptionError

from .body import Body

Fields = tuple[Field, ...]
Seen = Mapping[str, Array]
Needs = Literal["", "xyz", "grip", "range", "mujoco"]


class Shift:
    """One difference. A kind of your own overrides what it changes; the rest stays as it is.

    Attributes:
        needs: What the shift needs of a task: actions with a position in space, "xyz", a gripper, "grip", or numbers in a range
            and no choices, "range"; a MuJoCo model that is simulated, "mujoco"; or nothing, "".
        of_the_robot: Whether the shift belongs to the robot itself: to its own frame, after all that changes the frame of actions,
            and to its sensors, before all that changes what they tell.
        invertible: Whether `asked` undoes `told`; a task with a shift that is not invertible gives no hints.
    """

    __slots__ = ()
    needs: ClassVar[Needs] = ""
    of_the_robot: ClassVar[bool] = False
    invertible: ClassVar[bool] = True

    def told(self, action: Array, body: Body) -> Array:  # noqa: ARG002 - for those that override it
        """The action that reaches the robot where the policy gave `action`, (A,); `action` itself is not changed."""
        return action

    def asked(self, action: Array, body: Body) -> Array:  # noqa: ARG002
        """The action that the policy has to give for `action`, (A,), to reach the robot."""
        return action

    def seen(self, observation: Seen) -> Seen:
        """The observation that the policy sees where the robot senses `observation`; the arrays themselves are not changed."""
        return observation

    def begun(self, seeds: Sequence[int], spread: Mapping[str, Array]) -> Shift:  # noqa: ARG002
        """The shift as it acts in one episode: itself, unless something of it changes from one observation to the next.

        Args:
            seeds: The numbers that the episode's randomness follows from: the same ones for the same seed, goal and split.
            spread: The standard deviation of each field's components without shifts, where a shift asks for that.
        """
        return self

    def alter(self, model: Any) -> None:
        """Change the `mujoco.MjModel` that simulates the task, before it is first reset.

        Args:
            model: Of the shifted task alone. What MuJoCo computes from it once is computed again afterwards.
        """

    def fields(self, fields: Fields) -> Fields:
        """The fields that the policy sees.

        Raises:
            UnknownNameError: The shift names a field that is not there.
            OptionError: The shift does not fit a field.
        """
        return fields


def expect(shift: Shift, name: str, value: Any, holds: bool, expected: str) -> None:
    """Refuse a value that a shift cannot have."""
    if not holds:
        kind = type(shift).__name__
        raise OptionError(f"Shift {kind} is not usable: expected {name} to be {expected}; found {value!r}.")
