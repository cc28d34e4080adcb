# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

SCALE = 0.85  # the hand settles at SCALE * commanded target


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_a"], dtype=float)
    cube = np.array(observation["sensor_b"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)

    stage = memory.get("stage", "above")
    n = memory.get("n", 0)
    off = cube[:2] - hand[:2]
    near = bool(np.max(np.abs(off)) < 0.02)

    # changes of stage
    if stage == "carry":
        if np.max(np.abs(off)) > 0.05 or hand[2] - cube[2] > 0.09:
            stage, n = "above", 0
    if stage == "above" and near:
        stage, n = "down", 0
    if stage == "down":
        if hand[2] - cube[2] < 0.065:
            stage, n = "close", 0
            memory["hold"] = [float(cube[0]), float(cube[1]), float(cube[2] + 0.042)]
        elif n > 8 or np.max(np.abs(off)) > 0.04:
            stage, n = "above", 0
    if stage == "close" and n >= 2:
        stage, n = "carry", 0

    # what to do in the stage
    if stage == "above":
        high = max(0.17, cube[2] + 0.10)
        if hand[2] < cube[2] + 0.075 and not near:
            target = [hand[0], hand[1], high + 0.03]  # first up, off the cube
        else:
            target = [cube[0], cube[1], high]
        grip = -1.0
    elif stage == "down":
        target = [cube[0], cube[1], cube[2] + 0.042]
        grip = -1.0
    elif stage == "close":
        target = list(memory["hold"])
        grip = 1.0
    else:
        d = goal[:2] - cube[:2]
        target = [hand[0] + 1.5 * d[0], hand[1] + 1.5 * d[1], memory["hold"][2] + 0.01]
        grip = 1.0

    memory["stage"] = stage
    memory["n"] = n + 1

    x = min(max(float(target[0]), -0.5), 0.5)
    y = min(max(float(target[1]), 0.4), 1.0)
    z = min(max(float(target[2]), 0.05), 0.5)
    return [x / SCALE, y / SCALE, z / SCALE, grip]
