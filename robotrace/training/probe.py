"""A controller that measures a robot which is not calibrated, so that the first trace tells how it answers."""

from __future__ import annotations

import math

from robotrace.episodes import ActionSpec
from robotrace.opto import Program
from robotrace.training.resting import resting

_GRIP = "grip"
_TEXT = '''"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [{names}]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    rest = [{rest}]
    little = [{little}]
    action = list(rest)
    stage = t // {held}  # 0: all at rest, then two stages for each part of the action, then at rest again
    if 1 <= stage <= {stages}:
        part = (stage - 1) // 2
        action[part] += little[part] if stage % 2 else -little[part]
    return action
'''
_PART = 8  # of the range of a component: how little the probe moves it
_LITTLE = 0.1  # where it has no finite range


def probe(action: ActionSpec, horizon: int) -> Program:
    """Each component of an action goes a little up, a little down and back; the gripper is told all that it can do.

    That shows gains, zeros, dead bands, delays and mirrored axes. Each stage is as long as every other; what is left of the horizon
    stands still.

    Args:
        action: What an action nominally is.
        horizon: The number of actions in an episode.
    """
    bounds = list(zip(action.names, action.low, action.high, strict=True))
    rest = [0.0 if name == _GRIP else _middle(low, high) for name, low, high in bounds]
    little = [_largest(low, high) if name == _GRIP else _little(low, high) for name, low, high in bounds]
    stages = 2 * len(bounds)
    text = _TEXT.format(
        names=", ".join(action.names),
        rest=", ".join(map(repr, rest)),
        little=", ".join(map(repr, little)),
        held=max(1, horizon // (stages + 2)),
        stages=stages,
    )
    return Program.parse(text, origin="the starting controller")


def _middle(low: float, high: float) -> float:
    return round((low + high) / 2, 3) if math.isfinite(high - low) else resting(low, high)


def _little(low: float, high: float) -> float:
    return round((high - low) / _PART, 3) if math.isfinite(high - low) else _LITTLE


def _largest(low: float, high: float) -> float:
    """A gripper that is told a little may do nothing at all."""
    return min(-low, high)
