"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    goal = [float(v) for v in observation["sensor_a"]]
    hand = [float(v) for v in observation["sensor_b"]]
    puck = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_d"])

    dx = puck[0] - hand[0]
    dy = puck[1] - hand[1]
    dxy = math.hypot(dx, dy)
    dz = hand[2] - puck[2]

    near = dxy < 0.035 and dz < 0.075

    # carry: the fingers have closed round the puck
    if near and opening < 0.75:
        if puck[2] < 0.03:
            return [hand[0], hand[1], hand[2] + 0.04, 1.0]
        return [goal[0] + hand[0] - puck[0],
                goal[1] + hand[1] - puck[1],
                goal[2] + dz,
                1.0]

    # close: the hand is down at the puck
    if dxy < 0.025 and dz < 0.06:
        return [puck[0], puck[1], puck[2] + 0.045, 1.0]

    # go down
    if dxy < 0.02:
        return [puck[0], puck[1], puck[2] + 0.045, -1.0]

    # go above the puck
    return [puck[0], puck[1], puck[2] + 0.11, -1.0]
