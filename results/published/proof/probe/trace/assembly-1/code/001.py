"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

OPEN = 1.0
CLOSE = -1.0


def _yaxis(q):
    q = np.asarray(q, dtype=float).ravel()
    n = float(np.linalg.norm(q))
    if n < 1e-6:
        return np.array([-1.0, 0.0, 0.0])
    w, x, y, z = q / n
    return np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.asarray(observation["sensor_e"], dtype=float)
    wrench = np.asarray(observation["sensor_c"], dtype=float)
    goal = np.asarray(observation["sensor_d"], dtype=float)
    yd = _yaxis(observation["sensor_b"])
    ring = wrench + 0.13 * yd
    grasp = wrench + 0.02 * yd

    stage = memory.get("stage", "above")
    n = memory.get("n", 0)

    def go(s):
        memory["stage"] = s
        return s, 0

    xy_err = float(np.linalg.norm(hand[:2] - grasp[:2]))
    ring_err = float(np.linalg.norm(ring[:2] - goal[:2]))

    # lost grasp: wrench stays low while the hand is high
    if stage in ("lift", "lower") and hand[2] - wrench[2] > 0.13:
        stage, n = go("above")

    # transitions
    if stage == "above" and xy_err < 0.02:
        stage, n = go("down")
    if stage == "down":
        if xy_err > 0.05:
            stage, n = go("above")
        elif (hand[2] < wrench[2] + 0.047 and xy_err < 0.02) or n >= 6:
            stage, n = go("close")
    if stage == "close" and n >= 3:
        stage, n = go("lift")
    if stage == "lift" and ring_err < 0.015 and ring[2] > goal[2] + 0.015:
        stage, n = go("lower")
    elif stage == "lower" and ((ring_err > 0.035 and ring[2] > goal[2] - 0.01) or n >= 8):
        stage, n = go("lift")

    # actions
    if stage == "above":
        action = [grasp[0], grasp[1], wrench[2] + 0.10, OPEN]
    elif stage == "down":
        action = [grasp[0], grasp[1], max(0.05, wrench[2] + 0.03), OPEN]
    elif stage == "close":
        if n == 0:
            memory["hold"] = [float(grasp[0]), float(grasp[1])]
        hx, hy = memory.get("hold", [float(hand[0]), float(hand[1])])
        action = [hx, hy, max(0.05, wrench[2] + 0.03), CLOSE]
    elif stage == "lift":
        zt = min(0.4, hand[2] + (goal[2] + 0.07 - ring[2]))
        if ring[2] > goal[2] + 0.03:
            xt = hand[0] + goal[0] - ring[0]
            yt = hand[1] + goal[1] - ring[1]
        elif ring_err < 0.05:
            xt, yt = hand[0], hand[1]
        else:
            xt, yt = memory.get("hold", [float(hand[0]), float(hand[1])])
            if n > 0 and abs(xt - hand[0]) + abs(yt - hand[1]) > 0.03:
                xt, yt = hand[0], hand[1]
        action = [xt, yt, zt, CLOSE]
    else:
        xt = hand[0] + goal[0] - ring[0]
        yt = hand[1] + goal[1] - ring[1]
        zt = max(0.05, hand[2] + (goal[2] - 0.06 - ring[2]))
        action = [xt, yt, zt, CLOSE]

    memory["stage"] = stage
    memory["n"] = n + 1
    action[0] = min(0.5, max(-0.5, float(action[0])))
    action[1] = min(1.0, max(0.4, float(action[1])))
    action[2] = min(0.5, max(0.05, float(action[2])))
    return [float(a) for a in action]
