"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

OPEN, CLOSE = 1.0, -1.0      # the gripper's sense is reversed
TIP = 0.045                  # fingertips below the hand
BACK = 0.025                 # grasp this far behind the stick's middle


def stick_axis(q):
    w, x, y, z = q
    return np.array([1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)])


@rt.bundle(trainable=True)
def controller(observation, memory):
    t = memory.get("t", 0)
    memory["t"] = t + 1
    a = float(np.array(observation["sensor_a"]).reshape(-1)[0])
    q = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_c"], dtype=float)
    stick = np.array(observation["sensor_d"], dtype=float)
    th = np.array(observation["sensor_e"], dtype=float)
    hand = np.array(observation["sensor_f"], dtype=float)
    end = stick + 0.05 * stick_axis(q)

    m = memory
    if "stage" not in m:
        m["stage"] = 0
        m["n"] = 0
        m["try"] = 0
        m["grab"] = stick.copy()
        m["log"] = []

    def go(stage):
        m["stage"] = stage
        m["n"] = 0

    grab = m["grab"]
    gx, gy = grab[0] - BACK, grab[1]
    low = grab[2] + TIP - 0.008 * m["try"]

    # transitions
    if m["stage"] == 0:
        if (abs(hand[0] - gx) < 0.015 and abs(hand[1] - gy) < 0.02) or m["n"] >= 6:
            go(1)
    if m["stage"] == 1:
        if (hand[2] - low < 0.012 and m["n"] >= 1) or m["n"] >= 6:
            go(2)
    if m["stage"] == 2:
        if m["n"] >= 4:
            m["z0"] = stick[2]
            go(3)
    if m["stage"] == 3:
        if m["n"] >= 4 and stick[2] - m["z0"] < 0.02 and m["try"] < 2:
            m["try"] += 1
            m["grab"] = grab = stick.copy()
            gx, gy = grab[0] - BACK, grab[1]
            low = grab[2] + TIP - 0.008 * m["try"]
            go(0)
        elif (m["n"] >= 2 and abs(end[1] - th[1]) < 0.012 and abs(end[2] - th[2]) < 0.02) or m["n"] >= 8:
            go(4)

    s = m["stage"]
    if s == 0:
        act = [gx, gy, low + 0.06, OPEN]
    elif s == 1:
        act = [gx, gy, low, OPEN]
    elif s == 2:
        act = [gx, gy, low, CLOSE]
    elif s == 3:
        tx = gx
        if end[0] > th[0] - 0.04:
            tx = hand[0] - (end[0] - th[0] + 0.05)
        act = [tx, hand[1] + (th[1] - end[1]), hand[2] + (th[2] - end[2]), CLOSE]
    else:
        ins = end[0] - th[0]
        tz = hand[2] + (th[2] - stick[2])
        if ins < 0.008:
            act = [hand[0] + 0.09, hand[1] + (th[1] - end[1]), tz, CLOSE]
        else:
            dx = goal[0] - th[0]
            dy = goal[1] - th[1]
            vy = float(np.clip(1.2 * dy, -0.08, 0.08))
            vx = float(np.clip(dx + 0.01, -0.02, 0.09))
            if abs(dy) > 0.03:
                vx = 0.5 * vx if dx > 0.06 else 0.0
            act = [hand[0] + vx, hand[1] + vy, tz, CLOSE]
    m["n"] += 1

    m["log"].append((s, hand, stick, th, a))
    if t == 49:
        def mm(v):
            return ",".join("%d" % round(1000 * w) for w in v)
        pick = [i for i in range(50) if i in (0, 5) or (8 <= i <= 26) or i % 4 == 1 and i > 26]
        text = " ".join("%d:%d/%s/%s/%s/%d" % (i, m["log"][i][0], mm(m["log"][i][1]), mm(m["log"][i][2]),
                                               mm(m["log"][i][3][:2]), round(100 * m["log"][i][4])) for i in pick)
        raise AssertionError("g " + mm(goal) + " q " + mm(q) + " t:stage/hand/stick/thermos/a " + text)
    return [float(v) for v in act]
