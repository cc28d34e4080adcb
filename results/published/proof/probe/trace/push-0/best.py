# Trained by robotrace for shifted/push-v3@109: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

GAIN = 0.8
SLACK = 0.0092
OPEN = 1.0
CLOSE = -1.0


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_d"], dtype=float).reshape(-1)
    puck = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_c"], dtype=float).reshape(-1)
    opening = float(np.array(observation["sensor_a"], dtype=float).reshape(-1)[0])

    stage = memory.get("stage", 0)
    count = memory.get("count", 0) + 1
    off = puck[:2] - hand[:2]
    low = 0.062

    # stage 0: over the puck and down, open; 1: close; 2: drag to the goal
    if stage == 0:
        if abs(off[0]) < 0.013 and abs(off[1]) < 0.013 and hand[2] < 0.09:
            stage, count = 1, 0
    elif stage == 1:
        if (opening < 0.65 and count >= 2) or count >= 5:
            stage, count = 2, 0
    elif stage == 2:
        if count > 2 and np.linalg.norm(off) > 0.075:
            stage, count = 0, 0

    want = np.zeros(3)
    if stage == 0:
        want[:2] = puck[:2]
        near = abs(off[0]) < 0.03 and abs(off[1]) < 0.025
        want[2] = low if near else 0.115
        grip = OPEN
    elif stage == 1:
        want[:2] = puck[:2]
        if hand[2] < 0.08:
            # let the fingers centre the puck, do not chase it
            want[:2] = memory.get("hold", [float(puck[0]), float(puck[1])])
        want[2] = low
        grip = CLOSE
    else:
        move = goal[:2] - puck[:2]
        length = float(np.linalg.norm(move))
        beyond = 0.04 * move / max(length, 1e-6)
        want[:2] = hand[:2] + move + beyond
        want[2] = low
        grip = CLOSE

    if stage == 0:
        memory["hold"] = [float(puck[0]), float(puck[1])]

    # undo the backlash: come to the wanted place from the side where the hand is
    last = memory.get("u")
    u = [0.0, 0.0, 0.0]
    for i in range(3):
        e = want[i] - hand[i]
        if e > 0.004:
            u[i] = float(want[i] + SLACK)
        elif e < -0.004:
            u[i] = float(want[i] - SLACK)
        elif last is not None:
            u[i] = last[i]
        else:
            u[i] = float(want[i])
    memory["u"] = u
    memory["stage"] = stage
    memory["count"] = count
    return [u[0] / GAIN, u[1] / GAIN, u[2] / GAIN, grip]
