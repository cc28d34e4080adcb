# Trained by robotrace for shifted/assembly-v3@110: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np

OPEN = 1.0     # the gripper's sense is inverted on this robot
CLOSE = -1.0


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
    dx = float(hand[0] - grasp[0])
    dy = float(hand[1] - grasp[1])
    dxy = float(np.hypot(dx, dy))
    dz = float(hand[2] - grasp[2])

    on_table = wrench[2] < 0.026 and ring[2] < 0.03
    reach = 0.05 if on_table else 0.085

    # the fingers are round the handle and closing or closed
    if dxy < 0.045 and dz < reach and opening < 0.9:
        if opening > 0.62:
            return _command([hand[0], hand[1], grasp[2] + 0.03], CLOSE)
        err = goal[:2] - ring[:2]
        dist = float(np.hypot(err[0], err[1]))
        if dist < 0.015 or (dist < 0.02 and ring[2] < goal[2] + 0.02):
            # over the peg: lower
            return _command([hand[0] + err[0], hand[1] + err[1],
                             hand[2] + (goal[2] - 0.06 - ring[2])], CLOSE)
        if ring[2] < goal[2] + 0.03:
            # lift; while still far from the peg, go part of the way to it as well
            move = np.zeros(2)
            if not on_table and dist > 0.11:
                move = err * (dist - 0.11) / dist
            return _command([hand[0] + move[0], hand[1] + move[1],
                             hand[2] + (goal[2] + 0.07 - ring[2])], CLOSE)
        # carry over the peg
        return _command([hand[0] + err[0], hand[1] + err[1],
                         hand[2] + (goal[2] + 0.06 - ring[2])], CLOSE)

    # low enough round the handle: close
    if dxy < 0.025 and dz < 0.045:
        return _command([grasp[0], grasp[1], grasp[2] + 0.03], CLOSE)

    # not open yet: open above the handle first
    if opening < 0.9:
        return _command([grasp[0], grasp[1], grasp[2] + 0.1], OPEN)

    # over the handle, then down
    if abs(dx) > 0.04 or abs(dy) > 0.015:
        return _command([grasp[0], grasp[1], grasp[2] + 0.1], OPEN)
    return _command([grasp[0], grasp[1], grasp[2] + 0.03], OPEN)
