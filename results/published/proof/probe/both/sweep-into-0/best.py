# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

SCALE = 0.85   # the hand goes to SCALE * commanded position


def _act(pos, grip):
    x = min(max(float(pos[0]), -0.5), 0.5)
    y = min(max(float(pos[1]), 0.4), 1.0)
    z = min(max(float(pos[2]), 0.05), 0.5)
    return [x / SCALE, y / SCALE, z / SCALE, float(grip)]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_a"], dtype=float).reshape(-1)
    cube = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_c"], dtype=float).reshape(-1)

    t = memory.get("t", 0)
    memory["t"] = t + 1
    phase = memory.get("phase", "above")
    n = memory.get("n", 0)  # actions already given in this phase

    d = cube - hand
    err_xy = float(np.hypot(d[0], d[1]))
    z_grasp = cube[2] + 0.042
    z_above = cube[2] + 0.09

    # changes of phase (an action given now is carried out one action later)
    if phase == "carry":
        to_goal = float(np.hypot(goal[0] - hand[0], goal[1] - hand[1]))
        lost = n >= 3 and err_xy > 0.08
        if lost or n >= 10 or (n >= 3 and to_goal < 0.02):
            phase, n = "above", 0
    if phase == "close" and n >= 2:
        phase, n = "carry", 0
    if phase == "above" and n >= 1 and abs(d[0]) < 0.05 and abs(d[1]) < 0.035:
        phase, n = "down", 0
    if phase == "down":
        if n >= 1 and abs(d[0]) < 0.02 and abs(d[1]) < 0.02 and hand[2] - z_grasp < 0.03:
            phase, n = "close", 0
        elif n >= 1 and err_xy > 0.07:
            phase, n = "above", 0
        elif n >= 8:
            phase, n = "close", 0

    # action of the phase
    if phase == "above":
        if err_xy > 0.06 and hand[2] < cube[2] + 0.07:
            # low and away from the cube: go up first
            action = _act([hand[0], hand[1], z_above + 0.03], -1.0)
        else:
            action = _act([cube[0], cube[1], z_above], -1.0)
    elif phase == "down":
        action = _act([cube[0], cube[1], z_grasp], -1.0)
    elif phase == "close":
        if n == 0:
            memory["grasp"] = [float(cube[0]), float(cube[1]), float(z_grasp)]
        action = _act(memory["grasp"], 1.0)
    else:
        g = memory.get("grasp", [float(hand[0]), float(hand[1]), float(hand[2])])
        v = goal[:2] - hand[:2]
        dist = float(np.hypot(v[0], v[1]))
        over = 0.06 * v / dist if dist > 1e-6 else np.zeros(2)
        target = goal[:2] + over
        action = _act([target[0], target[1], g[2] + 0.015], 1.0)

    memory["phase"] = phase
    memory["n"] = n + 1
    return action
