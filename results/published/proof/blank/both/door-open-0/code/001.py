"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = observation["sensor_d"]
    handle = observation["sensor_b"]
    first = float(handle[0]) < 0.24
    moved = abs(float(hand[0])) > 0.06
    grip = 1.0 if first else -1.0
    if not moved:
        return [0.15, 0.6, 0.2, grip]
    if first:
        return [0.15, 0.5, 0.2, grip]
    return [0.15, 0.6, 0.1, grip]
