"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

PLAY = 0.02


def _command(want, hand, extra=0.0):
    """Target that brings the hand to `want` in spite of the play of 2 cm an axis."""
    out = []
    for i in range(3):
        err = float(want[i] - hand[i])
        s = 1.0 if err > 0 else -1.0
        u = float(want[i]) + s * PLAY
        if extra and abs(err) > 0.05:
            u += s * extra
        out.append(u)
    out[0] = min(max(out[0], -0.6), 0.6)
    out[1] = min(max(out[1], 0.3), 1.1)
    out[2] = min(max(out[2], -0.05), 0.6)
    return out


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    goal = np.asarray(observation["sensor_a"], dtype=float)
    hand = np.asarray(observation["sensor_b"], dtype=float)
    puck = np.asarray(observation["sensor_c"], dtype=float)

    stage = memory.get("stage", 0)
    n = memory.get("n", 0)  # actions already done in this stage

    xy = float(np.max(np.abs(hand[:2] - puck[:2])))

    # change of stage
    if stage == 0 and n >= 1 and ((xy < 0.015 and hand[2] < puck[2] + 0.16) or n >= 14):
        stage, n = 1, 0
    elif stage == 1 and ((hand[2] < puck[2] + 0.048 and xy < 0.02) or n >= 6):
        stage, n = 2, 0
    elif stage == 2 and n >= 3:
        stage, n = 3, 0
        off = hand - puck
        if abs(off[0]) > 0.03 or abs(off[1]) > 0.03 or not (0.0 < off[2] < 0.08):
            off = np.array([0.0, 0.0, 0.04])
        memory["off"] = [float(v) for v in off]
    elif stage == 3 and n >= 7:
        lost = xy > 0.06 or hand[2] - puck[2] > 0.1
        if lost:
            stage, n = 0, 0

    if stage == 0:
        want = np.array([puck[0], puck[1], puck[2] + 0.10])
        action = _command(want, hand) + [-1.0]
    elif stage == 1:
        want = np.array([puck[0], puck[1], puck[2] + 0.04])
        action = _command(want, hand) + [-1.0]
    elif stage == 2:
        if n == 0:
            memory["grasp"] = [float(puck[0]), float(puck[1]), float(puck[2] + 0.04)]
        want = np.array(memory["grasp"])
        action = _command(want, hand) + [1.0]
    else:
        want = goal + np.array(memory["off"])
        action = _command(want, hand, 0.04) + [1.0]

    memory["stage"] = stage
    memory["n"] = n + 1
    return [float(v) for v in action]
