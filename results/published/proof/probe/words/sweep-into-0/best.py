# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

SCALE = 0.85


def _act(target, grip):
    x = min(max(float(target[0]), -0.49), 0.49)
    y = min(max(float(target[1]), 0.41), 0.99)
    z = min(max(float(target[2]), 0.055), 0.49)
    return [x / SCALE, y / SCALE, z / SCALE, float(grip)]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_a"], dtype=float)
    cube = np.array(observation["sensor_b"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    opening = float(np.asarray(observation["sensor_d"], dtype=float).reshape(-1)[0])

    phase = memory.get("phase", 0)
    count = memory.get("count", 0)
    if "z0" not in memory:
        memory["z0"] = float(cube[2])
    z0 = memory["z0"]
    z_above = z0 + 0.088
    z_grip = z0 + 0.040
    z_carry = z0 + 0.045

    ex = abs(hand[0] - cube[0])
    ey = abs(hand[1] - cube[1])

    # transitions
    if phase == 0 and ex < 0.015 and ey < 0.02 and opening > 0.8:
        phase, count = 1, 0
    if phase == 1 and (hand[2] < z_grip + 0.015 or count >= 5):
        phase, count = 2, 0
        memory["last"] = 2.0
    if phase == 2 and count >= 2:
        if memory.get("last", 2.0) - opening < 0.03 or count >= 4:
            phase, count = 3, 0
    if phase == 3 and (ex > 0.06 or ey > 0.08):
        phase, count = 0, 0

    # actions
    if phase == 0:
        if (ex > 0.03 or ey > 0.03) and hand[2] < z_above - 0.03:
            target = np.array([hand[0], hand[1], z_above + 0.02])
        else:
            target = np.array([cube[0], cube[1], z_above])
        grip = -1.0
    elif phase == 1:
        target = np.array([cube[0], cube[1], z_grip])
        grip = -1.0
        if count == 0:
            memory["gx"] = float(cube[0])
            memory["gy"] = float(cube[1])
    elif phase == 2:
        target = np.array([memory.get("gx", cube[0]), memory.get("gy", cube[1]), z_grip])
        grip = 1.0
        memory["last"] = opening
    else:
        lead = 1.3 * (goal[:2] - cube[:2])
        target = np.array([hand[0] + lead[0], hand[1] + lead[1], z_carry])
        grip = 1.0

    memory["phase"] = phase
    memory["count"] = count + 1
    return _act(target, grip)
