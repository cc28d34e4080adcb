"""What Meta-World's scripted experts would do next: the source of the feedback level "hints"."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np

from robotrace.episodes.array import Array


class Expert:
    """The scripted policy of one task, read as raw actions or as absolute targets of the hand.

    All 50 policies compute their action by a call of `move(hand, target, p)`, whatever else their structure is. Running
    `get_action` with a `move` of our own reads the target off, and spares the warning that theirs prints.

    Args:
        name: The name of the task.
        lasting: Whether targets go no further than where the task stays solved.

    Attributes:
        rests: Whether targets come to rest where the task stays solved, with more to spare than where it is first solved.
    """

    def __init__(self, name: str, *, lasting: bool = False) -> None:
        from metaworld.policies import ENV_POLICY_MAP

        policy = ENV_POLICY_MAP[name]
        act = policy.get_action
        self._policy = policy()
        self._act = FunctionType(act.__code__, {**act.__globals__, "move": self._move})
        self._held = _HELD.get(name)
        self.rests = lasting and name in _RESTING
        self._limited = _LIMITED.get(name) if lasting else None
        self._target: Array = np.zeros(3)

    def delta(self, observation: Array) -> Array:
        """The expert's own action, (4,): steps of the hand in centimetres, which may exceed 1, and gripper effort.

        Args:
            observation: (39,) the observation as Meta-World gives it, with the goal.
        """
        own = observation.copy()  # some policies shift positions in place
        return np.array(self._act(self._policy, own), dtype=np.float64)

    def target(self, observation: Array) -> Array:
        """Where the expert is heading, (4,): x, y, z of the hand in metres, and gripper effort.

        Args:
            observation: (39,) the observation as Meta-World gives it, with the goal.
        """
        if self._held is not None:
            return self._held(observation)
        effort = self.delta(observation)[3]
        place = self._target if self._limited is None else self._limited(self._target, observation)
        return np.append(place, effort)

    def _move(self, hand: Array, to_xyz: Any, p: float) -> Array:
        # handle-pull's policy once gives a mere height, which acts on all three axes.
        self._target = np.broadcast_to(np.asarray(to_xyz, dtype=np.float64), 3)
        return np.asarray(p * (to_xyz - hand))


def _lift_handle(observation: Array, *, axis: int, sign: float, out: float, under: float) -> Array:
    """handle-pull: go in front of the handle, `out` metres along an axis, down, `under` the handle, and up.

    Meta-World's policies lift a handle that they barely touch, which needs a new target every simulator step or two.
    """
    hand, handle = observation[:3], observation[4:7]

    def in_front(distance: float, height: float) -> Array:
        place = handle.copy()
        place[axis] += sign * distance
        return np.array([place[0], place[1], height, 1.0])

    ahead = sign * (hand[axis] - handle[axis])
    above = hand[2] > handle[2] + 0.03
    if above and ahead < out - 0.04:
        return in_front(out, hand[2])
    if above and ahead > under + 0.01:
        return in_front(out, handle[2])
    if ahead > under + 0.005:
        return in_front(under, handle[2])
    return in_front(under, handle[2] + 0.1)


def _carry(observation: Array, *, height: float, x: float = 0.0, z: float = 0.03, let_go: bool = False) -> Array:
    """Go above the object, down, close the gripper there, and carry the object to the goal.

    Meta-World's policies of these tasks set off while the gripper still closes, or push what they could hold, and lose it
    when their targets are held.

    Args:
        observation: (39,) the observation as Meta-World gives it, with the goal.
        height: How far above the goal the hand ends, in metres.
        x: How far to the right of the object it is gripped, in metres.
        z: How far above it.
        let_go: Whether the object is to fall where it arrived, into a hole.
    """
    above_goal = observation[36:39] + np.array([0.0, 0.0, height])
    if let_go and math.dist(observation[4:6], above_goal[:2]) < 0.02:
        return np.append(above_goal, -1.0)
    grasp = _grasp(observation, np.array([x, 0.0, z]))
    return np.append(above_goal, 1.0) if grasp is None else grasp


def _grasp(observation: Array, grip: Array) -> Array | None:
    """The next target on the way to a closed grip, `grip` metres from the object; None once the gripper has closed there."""
    hand, opening, place = observation[:3], observation[3], observation[4:7] + grip
    if math.dist(hand[:2], place[:2]) > 0.02:
        return np.array([*place[:2], place[2] + 0.07, -1.0])
    if hand[2] - place[2] > 0.02:
        return np.append(place, -1.0)
    return np.append(place, 1.0) if opening > 0.73 else None


def _lift(observation: Array, *, x: float, z: float) -> Array:
    """disassemble: go above the ring's handle, down, close the gripper there, and straight up."""
    grasp = _grasp(observation, np.array([x, 0.0, z]))
    hand = observation[:3]
    return np.array([hand[0], hand[1], hand[2] + 0.1, 1.0]) if grasp is None else grasp


def _hammer(observation: Array) -> Array:
    """hammer: grasp the handle, lift the hammer to the nail's height beside it, and drive it on.

    Meta-World's policy sets off while the gripper still closes; where it misses the handle it stays there, on closed fingers.
    """
    grasp = _grasp(observation, np.array([-0.04, 0.0, 0.02]))
    if grasp is not None:
        return grasp
    hand, end = observation[:3], observation[36:39] + np.array([-0.19, -0.03, 0.05])
    if math.dist(hand[[0, 2]], end[[0, 2]]) > 0.02:
        return np.array([end[0], hand[1], end[2], 1.0])
    return np.append(end, 1.0)


_HELD: dict[str, Callable[[Array], Array]] = {
    "coffee-pull-v3": partial(_carry, height=0.05, x=-0.005, z=0.05),
    "disassemble-v3": partial(_lift, x=-0.02, z=0.02),
    "hammer-v3": _hammer,
    "handle-pull-v3": partial(_lift_handle, axis=1, sign=-1.0, out=0.1, under=0.03),
    "handle-pull-side-v3": partial(_lift_handle, axis=0, sign=1.0, out=0.146, under=0.07),
    "push-back-v3": partial(_carry, height=0.03),
    "soccer-v3": partial(_carry, height=0.03),
    "sweep-into-v3": partial(_carry, height=0.1, let_go=True),
}
"""Targets of our own, for the tasks whose policies, their targets held, often fail or lose again what they solved."""


def _no_further(target: Array, observation: Array, *, axis: int, sign: float, offset: float) -> Array:
    """A target no further along an axis than `offset` metres from the goal."""
    limit = observation[36 + axis] + offset
    place = target.copy()
    place[axis] = min(place[axis], limit) if sign > 0.0 else max(place[axis], limit)
    return place


def _carry_high(target: Array, observation: Array) -> Array:
    """A target of stick-pull that lets a lifted stick stay in the handle."""
    lifted = observation[6] > 0.05
    return np.array([*target[:2], max(target[2], 0.16)]) if lifted else target


def _push_level(target: Array, observation: Array) -> Array:
    """A target of stick-push that stops pushing short of the goal, at the thermos's height and in line with it."""
    lifted = observation[6] > 0.05
    return np.array([min(target[0], observation[36] - 0.13), *observation[12:14]]) if lifted else target


_LIMITED: dict[str, Callable[[Array, Array], Array]] = {
    "coffee-button-v3": partial(_no_further, axis=1, sign=1.0, offset=-0.05),
    "handle-press-v3": partial(_no_further, axis=2, sign=-1.0, offset=0.035),
    "lever-pull-v3": partial(_no_further, axis=1, sign=1.0, offset=-0.045),
    "stick-pull-v3": _carry_high,
    "stick-push-v3": _push_level,
}
"""Where the experts press or pull on, through where the task is solved and past it; offsets are of the hand from the goal."""

_RESTING = frozenset({"coffee-pull-v3", "hammer-v3", "push-back-v3", "soccer-v3", "stick-push-v3", "sweep-into-v3"})
"""Tasks in which the targets of our own, or those with a limit, come to rest where the task is solved with room to spare."""
