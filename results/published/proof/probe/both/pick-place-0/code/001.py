"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    PLAY = 0.02
    goal = np.asarray(observation["sensor_a"], dtype=float).reshape(-1)
    hand = np.asarray(observation["sensor_b"], dtype=float).reshape(-1)
    puck = np.asarray(observation["sensor_c"], dtype=float).reshape(-1)
    opening = float(np.asarray(observation["sensor_d"]).reshape(-1)[0])

    stage = memory.get("stage", 0)
    n = memory.get("n", 0)
    last = memory.get("opening", opening)
    memory["opening"] = opening

    tip = hand - np.array([0.0, 0.0, 0.045])
    flat = float(np.linalg.norm(hand[:2] - puck[:2]))
    grasp_z = puck[2] + 0.036
    high_z = puck[2] + 0.09

    # transitions
    if stage == 0:
        if flat < 0.013 and hand[2] < grasp_z + 0.012 and opening > 0.6:
            stage, n = 1, 0
    elif stage == 1:
        if n >= 3 or (n >= 2 and abs(last - opening) < 0.05):
            if opening < 0.32:
                stage, n = 0, 0  # closed on nothing
            else:
                stage, n = 2, 0
                memory["hold_z"] = float(hand[2])
    elif stage == 2:
        if opening < 0.31 or float(np.linalg.norm(tip - puck)) > 0.07:
            stage, n = 0, 0  # the puck was lost

    # what to do in this stage
    if stage == 0:
        z = grasp_z if flat < 0.02 else high_z
        want = np.array([puck[0], puck[1], z])
        grip = -1.0
    elif stage == 1:
        if n == 0:
            memory["hold"] = [float(puck[0]), float(puck[1]), float(grasp_z)]
        want = np.array(memory["hold"])
        grip = 1.0
    else:
        want = hand + 1.4 * (goal - puck)
        grip = 1.0

    n += 1
    memory["stage"] = stage
    memory["n"] = n

    target = want + PLAY * np.sign(want - hand)
    low = np.array([-0.58, 0.32, -0.04])
    high = np.array([0.58, 1.08, 0.58])
    target = np.minimum(np.maximum(target, low), high)
    return [float(target[0]), float(target[1]), float(target[2]), grip]
