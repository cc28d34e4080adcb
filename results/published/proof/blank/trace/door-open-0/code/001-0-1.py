"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

# what the hand reached minus what was commanded
OFFSET = np.array([0.0, -0.02, 0.184])


def _target(hand, handle):
    pre = handle + np.array([0.01, 0.02, 0.0])
    err = float(np.linalg.norm(hand[:2] - pre[:2]))
    rel = hand - handle
    near = abs(rel[0]) < 0.10 and -0.06 < rel[1] < 0.09
    if near and rel[2] < 0.06:
        return handle + np.array([-0.12, -0.09, 0.0])  # pull
    if err < 0.045 or (err < 0.07 and rel[2] < 0.2):
        return np.array([pre[0], pre[1], handle[2] - 0.005])  # drop
    if rel[2] < 0.15:
        # low and not at the place: rise first
        return np.array([hand[0], hand[1], handle[2] + 0.29])
    return np.array([pre[0], pre[1], handle[2] + 0.29])  # go above


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.array(observation["sensor_d"], dtype=float).ravel()
    handle = np.array(observation["sensor_b"], dtype=float).ravel()
    p = _target(hand, handle)
    a = np.clip(p - OFFSET, -2.0, 2.0)
    return [float(a[0]), float(a[1]), float(a[2]), 1.0]
