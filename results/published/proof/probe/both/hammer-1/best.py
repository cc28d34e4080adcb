# Trained by robotrace for shifted/hammer-v3@101: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

SCALE = 1.1


def _qmul(a, b):
    w1, x1, y1, z1 = a
    w2, x2, y2, z2 = b
    return np.array([
        w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
        w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
        w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
        w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
    ])


def _rot(q, v):
    q = np.asarray(q, dtype=float)
    q = q / (np.linalg.norm(q) + 1e-9)
    c = np.array([q[0], -q[1], -q[2], -q[3]])
    return _qmul(_qmul(q, np.array([0.0, v[0], v[1], v[2]])), c)[1:]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_f"], dtype=float)
    hammer = np.array(observation["sensor_b"], dtype=float)
    quat = np.array(observation["sensor_a"], dtype=float)
    goal = np.array(observation["sensor_d"], dtype=float)
    nail = goal + np.array([0.0, -0.1, 0.0])

    if "q0" not in memory:
        memory["q0"] = [float(v) for v in quat]
        memory["phase"] = 0
        memory["n"] = 0
    q0 = np.array(memory["q0"])
    rel = _qmul(quat, np.array([q0[0], -q0[1], -q0[2], -q0[3]]))
    head = hammer + _rot(rel, [0.16, 0.06, 0.0])
    off = head - hand  # head relative to the hand

    phase = memory["phase"]
    n = memory["n"]
    old = phase

    # transitions
    if phase >= 3 and np.linalg.norm(hammer - hand) > 0.13:
        phase = 0
    if phase == 0 and np.linalg.norm(hand[:2] - hammer[:2]) < 0.02:
        phase = 1
    elif phase == 1 and (hand[2] < 0.068 or n >= 6):
        phase = 2
    elif phase == 2 and n >= 3:
        phase = 3
        memory["y"] = float(hand[1])
    elif phase == 3:
        if (abs(head[0] - nail[0]) < 0.015 and abs(head[2] - nail[2]) < 0.015) or n >= 10:
            phase = 4
    elif phase == 4 and n >= 7:
        phase = 5
    elif phase == 5 and n >= 3:
        phase = 4
    if phase != old:
        n = 0

    # actions
    if phase == 0:
        target = np.array([hammer[0], hammer[1], 0.14])
        grip = -1.0
    elif phase == 1:
        target = np.array([hammer[0], hammer[1], 0.058])
        grip = -1.0
    elif phase == 2:
        target = np.array([hammer[0], hammer[1], 0.058]) if n == 0 else np.array(memory["grasp"])
        if n == 0:
            memory["grasp"] = [float(v) for v in target]
        grip = 1.0
    else:
        target = nail - off
        grip = 1.0
        if phase == 3:
            target[1] = min(memory["y"], nail[1] - 0.09 - off[1])
        elif phase == 4:
            target[1] = 0.95
        else:
            target[1] = hand[1] - 0.1

    memory["phase"] = phase
    memory["n"] = n + 1
    a = target / SCALE
    return [float(a[0]), float(a[1]), float(a[2]), grip]
