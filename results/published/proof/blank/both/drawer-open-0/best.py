# Trained by robotrace for shifted/drawer-open-v3@106: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np

S = 0.15   # a0's share in x
C = 0.989  # cosine that belongs to it


def to_action(target, grip):
    """Turn a target in the robot's frame into an action."""
    x, y, z = float(target[0]), float(target[1]), float(target[2])
    a0 = S * x - C * y
    a1 = -C * x - S * y
    a2 = (z - 0.051) / 0.725
    return [float(np.clip(a0, -2, 2)), float(np.clip(a1, -2, 2)), float(np.clip(a2, -0.04, 0.6)), grip]


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.array(observation["sensor_c"], dtype=float)
    handle = np.array(observation["sensor_d"], dtype=float)

    err = handle - hand
    ex, ey = abs(err[0]), abs(err[1])
    height = hand[2] - handle[2]
    gain = 1.4
    target = hand + gain * err  # x and y: to the handle, with some gain against offsets

    if height > 0.06:
        loose = 0.015 if height < 0.12 else 0.0
        if ex > 0.04 + loose or ey > 0.03 + loose:
            # go above the handle
            target[2] = handle[2] + 0.15
        else:
            # go down on it
            target[2] = handle[2] - 0.02
    elif ex > 0.08 or ey > 0.09:
        # low, but not at the handle: up again
        target = np.array([hand[0], hand[1], handle[2] + 0.15])
    elif height > 0.02 and ey <= 0.04:
        target[2] = handle[2] - 0.02
    else:
        # pull toward the robot
        target = np.array([handle[0], hand[1] - 0.15, handle[2] - 0.02])
    target[1] = float(np.clip(target[1], 0.32, 1.0))
    return to_action(target, -1.0)
