"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.array(observation["sensor_c"], dtype=float)
    handle = np.array(observation["sensor_d"], dtype=float)
    goal = np.array(observation["sensor_b"], dtype=float)
    opening = float(np.ravel(observation["sensor_a"])[0])

    err = handle - hand
    dxy = max(abs(err[0]), abs(err[1]))
    height = hand[2] - handle[2]

    if height > 0.06:
        if dxy > 0.025:
            # go above the handle
            target = handle + np.array([0.0, 0.0, 0.15])
        else:
            # go down on it
            target = handle + np.array([0.0, 0.0, -0.02])
    elif dxy > 0.07:
        # low, but not at the handle: up again, away from the chest
        target = np.array([hand[0], hand[1], handle[2] + 0.15])
    elif height > 0.02 and dxy <= 0.04:
        target = handle + np.array([0.0, 0.0, -0.02])
    else:
        # pull toward the goal and past it
        target = np.array([handle[0], goal[1] - 0.1, handle[2] - 0.02])

    sign = 1.0
    if hand[1] < 0.45:
        sign = -1.0  # driven to the near limit: try the other sense
    grip = -1.0 if opening > 0.7 else 1.0
    return [float(sign * target[1]), float(-target[0]), float(target[2]), grip]
