"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    x, y, z = observation.get("hand_pos", [0.0, 0.6, 0.2])
    return [x, y, z, 0.0]
