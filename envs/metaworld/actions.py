"""What an action is, under either control."""

from __future__ import annotations

from robotrace.episodes.task import ActionSpec

from .entries import Entry

STEP_MS = 12.5
# A target may lie this far (in metres) outside of where the hand can go. From 10 cm on, the default gain commands full
# speed, so that no target is lost by clipping, and a controller can press against something.
BEYOND = 0.1
LAG_CM = (3.0, 4.5)  # of the hand behind its set-point, once it moves at 1 cm a simulator step


def macro_action(entry: Entry, hold: int, gain: float) -> ActionSpec:
    """An absolute target of the hand and a gripper effort, as macro control takes them.

    Args:
        entry: The task, which decides where the hand can go.
        hold: The number of simulator steps that a target is held for.
        gain: The gain of the proportional controller that tracks it.
    """
    low = tuple(round(value - BEYOND, 6) for value in entry.low)
    high = tuple(round(value + BEYOND, 6) for value in entry.high)
    description = (
        "An action is [x, y, z, grip]: an absolute target for hand_pos in metres, and the gripper effort in [-1, 1],"
        f" where -1 opens and +1 closes. It is held for {hold} simulator steps of {STEP_MS:g} ms; at each of them the"
        f" set-point that the hand follows moves on by {gain:g} % of the way from hand_pos to the target, at most 1 cm an"
        f" axis, and stays within {_box(entry.low, entry.high)}. The hand lags the set-point, by about {LAG_CM[0]:g} to"
        f" {LAG_CM[1]:g} cm an axis at that speed, so a long way takes several actions; where something blocks the hand, the"
        f" set-point goes on and the hand presses. Before all this a target is clipped to {_box(low, high)}, an effort to -1"
        " to 1: only that is called clipped, not that the set-point came to its limits."
    )
    return ActionSpec(("x", "y", "z", "grip"), (*low, -1.0), (*high, 1.0), description)


def raw_action() -> ActionSpec:
    """A step of the hand and a gripper effort, as Meta-World itself takes them."""
    description = (
        "An action is [dx, dy, dz, grip], each in [-1, 1] and clipped to it: the commanded hand moves by dx, dy, dz"
        " centimetres; the gripper effort is -1 to open and +1 to close. It lasts one simulator step of"
        f" {STEP_MS:g} ms."
    )
    return ActionSpec(("dx", "dy", "dz", "grip"), (-1.0,) * 4, (1.0,) * 4, description)


def _box(low: tuple[float, ...], high: tuple[float, ...]) -> str:
    return ", ".join(f"{axis} {a:g} to {b:g}" for axis, a, b in zip("xyz", low, high, strict=True))
