# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

SCALE = np.array([0.855, 0.865, 0.864])
OFFSET = np.array([0.0, -0.0108, -0.0036])


def _action(target, grip):
    """Action that brings the measured hand to target."""
    a = (np.asarray(target, dtype=float) - OFFSET) / SCALE
    a = np.clip(a, [-0.58, 0.35, 0.0], [0.58, 1.08, 0.57])
    return [float(a[0]), float(a[1]), float(a[2]), float(grip)]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.asarray(observation["sensor_a"], dtype=float).reshape(-1)
    cube = np.asarray(observation["sensor_b"], dtype=float).reshape(-1)
    goal = np.asarray(observation["sensor_c"], dtype=float).reshape(-1)

    phase = memory.get("phase", "above")
    count = memory.get("count", 0)  # actions given so far in this phase
    dist = float(np.linalg.norm(hand[:2] - cube[:2]))
    hover = cube[2] + 0.10
    low = cube[2] + 0.041

    # changes of phase; an action takes effect one action late
    if phase == "above":
        if count >= 1 and dist < 0.05 and hand[2] > cube[2] + 0.08:
            phase, count = "down", 0
    elif phase == "down":
        if dist > 0.08:
            phase, count = "above", 0
        elif hand[2] < low + 0.035 and dist < 0.03:
            phase, count = "close", 0
            memory["grasp"] = [float(cube[0]), float(cube[1]), float(low)]
        elif count > 8:
            phase, count = "above", 0
    elif phase == "close":
        if count >= 2:
            phase, count = "carry", 0
    elif phase == "carry":
        if (count >= 3 and dist > 0.07) or count > 12:
            phase, count = "above", 0

    memory["phase"] = phase
    memory["count"] = count + 1

    if phase == "above":
        if hand[2] < cube[2] + 0.075 and dist > 0.03:
            # low beside the cube: lift first
            return _action([hand[0], hand[1], hover + 0.03], -1.0)
        return _action([cube[0], cube[1], hover], -1.0)
    if phase == "down":
        return _action([cube[0], cube[1], low], -1.0)
    grasp = memory["grasp"]
    if phase == "close":
        return _action(grasp, 1.0)
    # carry: a little beyond the goal in y, to keep the speed up to it
    return _action([goal[0], goal[1] + 0.04, grasp[2]], 1.0)
