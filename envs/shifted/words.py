"""What is told of an uncalibrated robot: the same words whatever the shifts, of the task alone."""

from __future__ import annotations

from robotrace.episodes.task import ActionSpec, Field

_TOLD = (
    "This robot is not calibrated. What is said above of actions and observations is nominal: {what} may differ from it, in the"
    " same way in every episode. Nobody has measured what differs and by how much: find it out from what the robot does. The task,"
    " its success and its reward are as they are told. The observation has these fields:"
)
SPATIAL = _TOLD.format(
    what="the axes, signs, scale, zero, reach and timing of actions, the sense of the gripper, the readings of sensors and the"
    " names of fields"
)
"""Where actions have a place in space."""
DIRECT = _TOLD.format(
    what="the strength, dead band and timing of actions, the readings of sensors and their noise, the names of fields, and what the"
    " robot weighs and how the ground holds it"
)
"""Where actions are forces, torques, rates or choices."""


def limits(spec: ActionSpec) -> str:
    """The wide limits of actions that have a place in space."""
    ends = (f"{n} {a:g} to {b:g}" for n, a, b in zip(spec.names, spec.low, spec.high, strict=True))
    return (
        f"Actions are accepted within these wide limits, whatever is said above: {', '.join(ends)}. What the robot makes"
        " of an action then meets the limits told above, in the robot's own frame and when it is carried out: an action"
        " is called clipped where it exceeds either."
    )


def once_more(_spec: ActionSpec) -> str:
    """The limits of other actions, which are those of the task itself."""
    return (
        "An action is clipped to the limits told above, and what the robot makes of it meets them once more when it is carried out:"
        " an action is called clipped where it exceeds them either time."
    )


def form(field: Field) -> str:
    """The shape and the unit of a field."""
    shape = "scalar" if field.shape == () else f"{field.shape}"
    return shape if field.unit in ("", "1") else f"{shape} in {field.unit}"
