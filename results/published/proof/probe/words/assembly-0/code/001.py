"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

MID = np.array([0.0, 0.7, 0.275])


def _y_axis(q):
    q = np.array(q, dtype=float).reshape(-1)
    n = np.linalg.norm(q)
    if n < 1e-6:
        return np.array([-1.0, 0.0, 0.0])
    w, x, y, z = q / n
    return np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    hand = np.array(observation["sensor_e"], dtype=float).reshape(-1)
    wrench = np.array(observation["sensor_c"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_d"], dtype=float).reshape(-1)
    opening = float(np.array(observation["sensor_a"], dtype=float).reshape(-1)[0])
    ydir = _y_axis(observation["sensor_b"])
    ring = wrench + 0.13 * ydir

    if "t" not in m:
        m["t"] = -1
        m["stage"] = 0
        m["since"] = 0
        m["sgn"] = np.ones(3)
        m["bias"] = np.zeros(3)
        m["last"] = hand.copy()
        m["last_open"] = opening
        m["ref"] = None
        m["cool"] = np.zeros(3)
        m["close"] = None
        m["tries"] = 0
        m["last_target"] = None
        m["low"] = 0
    m["t"] += 1
    t = m["t"]
    speed = hand - m["last"]
    d_open = abs(opening - m["last_open"])

    # which effort closes: +1 is tried first
    if m["close"] is None:
        if opening < 0.85:
            m["close"] = 1.0
        elif t >= 4:
            m["close"] = -1.0

    def go(stage):
        m["stage"] = stage
        m["since"] = 0

    reach = 0.025 + 0.012 * min(m["tries"], 2)
    grasp = wrench + reach * ydir
    xy_err = np.linalg.norm(grasp[:2] - hand[:2])
    xy_speed = np.linalg.norm(speed[:2])
    ring_err = np.linalg.norm(goal[:2] - ring[:2])

    # lost the wrench
    if m["stage"] in (3, 4, 5):
        lost = np.linalg.norm(hand - wrench) > 0.15
        missed = hand[2] > 0.13 and wrench[2] < 0.05 and m["stage"] == 3
        if lost or missed:
            m["tries"] += 1
            go(0)

    # transitions
    s = m["stage"]
    if s == 0:
        if t >= 3 and xy_err < 0.015 and xy_speed < 0.02 and (opening > 0.85 or m["since"] > 10):
            go(1)
    elif s == 1:
        if m["close"] is not None and m["since"] >= 1:
            if (hand[2] < wrench[2] + 0.05 and abs(speed[2]) < 0.008) or m["since"] >= 7:
                go(2)
    elif s == 2:
        if m["since"] >= 4 and opening > 0.93 and d_open < 0.02 and m["tries"] == 0 and not m.get("swapped"):
            m["swapped"] = True  # the other effort must be the one that closes
            m["close"] = -m["close"]
            m["since"] = 0
        elif (m["since"] >= 3 and d_open < 0.02) or m["since"] >= 6:
            go(3)
    elif s == 3:
        if ring[2] > goal[2] - 0.01 and wrench[2] > 0.06:
            go(4)
    elif s == 4:
        high = ring[2] > goal[2] + 0.02
        if high and ((ring_err < 0.010 and xy_speed < 0.015) or (ring_err < 0.015 and m["since"] > 8)):
            go(5)
    elif s == 5:
        if ring_err > 0.025 and ring[2] > goal[2]:
            go(4)
        elif m["since"] >= 6:
            if ring_err > 0.013 or m["low"] == 0:
                m["low"] += 1
                go(4)
            else:
                go(6)  # let it fall
    s = m["stage"]

    # targets for the hand
    closing = m["close"] if m["close"] is not None else -1.0
    target = hand.copy()
    if s == 0:
        target = np.array([grasp[0], grasp[1], 0.12 + max(0.0, wrench[2] - 0.02)])
        grip = -closing
    elif s == 1:
        z = wrench[2] + 0.036
        if opening < 0.8 and m["since"] < 5:
            z = 0.12
        target = np.array([grasp[0], grasp[1], z])
        grip = -closing
    elif s == 2:
        if m["since"] == 0 or "hold" not in m:
            m["hold"] = np.array([grasp[0], grasp[1], wrench[2] + 0.036])
        target = m["hold"].copy()
        grip = closing
    elif s == 3:
        if m["since"] == 0:
            m["hold"] = hand.copy()
        target = m["hold"].copy()
        target[2] = hand[2] + max(goal[2] + 0.07 - ring[2], 0.05)
        grip = closing
    elif s == 4:
        target = hand + (goal - ring)
        target[2] = hand[2] + (goal[2] + 0.06 - ring[2])
        grip = closing
    elif s == 5:
        target = hand + (goal - ring)
        target[2] = hand[2] + (goal[2] - 0.07 - ring[2])
        grip = closing
    else:
        target = hand.copy()
        grip = -closing
    target = np.clip(target, [-0.5, 0.4, 0.05], [0.5, 1.0, 0.38])

    # an axis on which the hand runs away from the target is mirrored
    if s == 0 and m["tries"] == 0 and t < 15:
        err = np.abs(target - hand)
        if m["ref"] is None:
            m["ref"] = err.copy()
        for i in range(3):
            if m["cool"][i] > 0:
                m["cool"][i] -= 1
                m["ref"][i] = err[i]
            elif err[i] > m["ref"][i] + 0.03:
                m["sgn"][i] = -m["sgn"][i]
                m["bias"][i] = 0.0
                m["cool"][i] = 3
                m["ref"][i] = err[i]
            else:
                m["ref"][i] = min(m["ref"][i], err[i])

    # a lasting small error in x and y is taken out
    if s in (0, 1, 4) and m["last_target"] is not None:
        for i in range(2):
            e = target[i] - hand[i]
            same = abs(target[i] - m["last_target"][i]) < 0.006
            if same and abs(speed[i]) < 0.003 and 0.004 < abs(e) < 0.06:
                m["bias"][i] = float(np.clip(m["bias"][i] + 0.7 * e, -0.06, 0.06))

    m["last_target"] = target.copy()
    m["last"] = hand.copy()
    m["last_open"] = opening
    m["since"] += 1

    # until it is known which effort closes, +1 is tried
    if m["close"] is None:
        grip = 1.0

    raw = MID + m["sgn"] * (target + m["bias"] - MID)
    return [float(raw[0]), float(raw[1]), float(raw[2]), float(np.clip(grip, -1.0, 1.0))]
