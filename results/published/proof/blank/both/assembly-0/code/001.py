"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


def _yaxis(q):
    w, x, y, z = [float(v) for v in q]
    n = (w * w + x * x + y * y + z * z) ** 0.5
    if n < 1e-6:
        return np.array([-1.0, 0.0, 0.0])
    w, x, y, z = w / n, x / n, y / n, z / n
    return np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])


def _command(target, grip):
    t = np.asarray(target, dtype=float)
    x = float(np.clip(t[0], -0.5, 0.5))
    y = float(np.clip(t[1], 0.4, 1.0))
    z = float(np.clip(t[2], 0.05, 0.5))
    return [x, y, z, float(grip)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    opening = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    quat = np.asarray(observation["sensor_b"], dtype=float)
    wrench = np.asarray(observation["sensor_c"], dtype=float)
    goal = np.asarray(observation["sensor_d"], dtype=float)
    hand = np.asarray(observation["sensor_e"], dtype=float)

    axis = _yaxis(quat)
    ring = wrench + 0.13 * axis
    grasp = wrench + 0.025 * axis
    dxy = float(np.hypot(hand[0] - grasp[0], hand[1] - grasp[1]))
    dz = float(hand[2] - grasp[2])

    # the fingers are round the handle and closing or closed
    if dxy < 0.04 and dz < 0.075 and opening < 0.9:
        if opening > 0.8:
            return _command([hand[0], hand[1], grasp[2] + 0.03], 1.0)
        if opening > 0.6:
            return _command([hand[0], hand[1], hand[2] + 0.012], 1.0)
        err = goal[:2] - ring[:2]
        dist = float(np.hypot(err[0], err[1]))
        if dist < 0.015 or (dist < 0.02 and ring[2] < goal[2] + 0.02):
            # over the peg: lower
            return _command([hand[0] + err[0], hand[1] + err[1], hand[2] + (goal[2] - 0.06 - ring[2])], 1.0)
        if ring[2] < goal[2] + 0.03:
            # lift straight up
            return _command([hand[0], hand[1], hand[2] + (goal[2] + 0.07 - ring[2])], 1.0)
        # carry over the peg
        return _command([hand[0] + err[0], hand[1] + err[1], hand[2] + (goal[2] + 0.06 - ring[2])], 1.0)

    # low enough round the handle: close
    if dxy < 0.025 and dz < 0.045:
        return _command([grasp[0], grasp[1], grasp[2] + 0.03], 1.0)

    # first leg, moves all three axes by different amounts
    if hand[0] < grasp[0] - 0.04:
        return _command([grasp[0], grasp[1] + 0.05, 0.28], -1.0)

    # over the handle, then down
    if dxy > 0.02:
        z = max(grasp[2] + 0.1, min(hand[2], grasp[2] + 0.12))
        return _command([grasp[0], grasp[1], z], -1.0)
    return _command([grasp[0], grasp[1], grasp[2] + 0.03], -1.0)
