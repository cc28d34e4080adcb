# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, score feedback, the language model claude-file-backed, iteration 3-0-1.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np

SCALE = 0.85  # the robot carries out SCALE * target
GAIN = 0.3


def _toward(hand, want):
    return want + GAIN * (want - hand)


def controller(observation):
    """Grasp the cube from above and drag it into the hole."""
    hand = np.asarray(observation["sensor_a"], dtype=float).ravel()
    cube = np.asarray(observation["sensor_b"], dtype=float).ravel()
    goal = np.asarray(observation["sensor_c"], dtype=float).ravel()
    opening = float(np.asarray(observation["sensor_d"], dtype=float).ravel()[0])

    cz = max(float(cube[2]), 0.07)
    low_z = cz + 0.037
    hover_z = cz + 0.115
    dx = hand[0] - cube[0]
    dy = hand[1] - cube[1]
    off = float(np.hypot(dx, dy))
    low = hand[2] < cz + 0.058

    if low and abs(dx) < 0.04 and abs(dy) < 0.05:
        # fingertips beside the cube: close, then drag
        grip = 1.0
        gx = float(goal[0] - cube[0])
        gy = float(goal[1] - cube[1])
        want_z = low_z + GAIN * (low_z - hand[2])
        if opening > 0.9:
            target = np.array([cube[0], cube[1], want_z])
        else:
            slow = opening > 0.65
            sx = float(np.clip(gx, -0.03, 0.03)) if slow else float(np.clip(gx, -0.06, 0.06))
            sy = 0.06 if slow else 0.20
            if gy < 0.0:
                sy = max(-sy, 1.5 * gy)
            target = np.array([hand[0] + sx, hand[1] + sy, want_z])
    else:
        grip = -1.0
        high = hand[2] > cz + 0.085
        tol = 0.024 if high else 0.035
        if off < tol and opening > 0.7:
            want = np.array([cube[0], cube[1], low_z])
        elif not high and off < 0.13:
            want = np.array([hand[0], hand[1], hover_z])
        else:
            want = np.array([cube[0], cube[1], hover_z])
        target = _toward(hand, want)

    x = float(np.clip(target[0], -0.6, 0.6)) / SCALE
    y = float(np.clip(target[1], 0.3, 1.1)) / SCALE
    z = float(np.clip(target[2], -0.05, 0.6)) / SCALE
    return [x, y, z, grip]
