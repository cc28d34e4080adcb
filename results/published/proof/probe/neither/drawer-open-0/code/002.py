"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

S, C = float(np.sin(np.radians(10.0))), float(np.cos(np.radians(10.0)))
M = np.array([[S, -C, 0.0], [-C, -S, 0.0], [0.0, 0.0, 1.0]])  # its own inverse
DEAD = 0.0155


def mm(v):
    return ",".join(str(int(round(1000 * float(x)))) for x in np.ravel(v))


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    t = m.get("t", 0)
    m["t"] = t + 1
    goal = np.array(observation["sensor_b"], dtype=float)
    hand = np.array(observation["sensor_c"], dtype=float)
    handle = np.array(observation["sensor_d"], dtype=float)
    if t == 0:
        m["mode"], m["since"], m["yoff"], m["log"] = "above", 0, -0.02, []
        m["last"] = hand.copy()
    moved = float(np.max(np.abs(hand - m["last"])))
    m["last"] = hand.copy()

    spot = handle + np.array([0.0, m["yoff"], 0.0])
    flat = float(np.max(np.abs((hand - spot)[:2])))
    if m["mode"] == "above" and (flat < 0.015 or (flat < 0.03 and moved < 0.003)):
        m["mode"], m["since"] = "down", t
    waited = t - m["since"]
    if m["mode"] == "down":
        if hand[2] < handle[2] + 0.03 or waited >= 12:
            m["mode"], m["since"] = "pull", t
        elif waited >= 2 and moved < 0.004:
            m["yoff"] -= 0.01
            spot = handle + np.array([0.0, m["yoff"], 0.0])
    elif m["mode"] == "pull" and waited >= 9 and hand[1] < handle[1] - 0.12:
        # the handle was not taken along: try again, a little further back
        m["mode"], m["since"], m["yoff"] = "up", t, -0.005
    elif m["mode"] == "up" and (hand[2] > handle[2] + 0.11 or waited >= 6):
        m["mode"], m["since"] = "above", t

    if m["mode"] == "above":
        target = spot + np.array([0.0, 0.0, 0.13])
    elif m["mode"] == "down":
        target = spot + np.array([0.0, 0.0, 0.005])
    elif m["mode"] == "up":
        target = np.array([hand[0], hand[1], handle[2] + 0.14])
    else:
        target = np.array([handle[0], goal[1] - 0.15, handle[2] + 0.005])

    err = target - hand
    cmd = target + np.where(np.abs(err) > 0.004, DEAD * np.sign(err), 0.0)
    a = np.clip(M @ cmd, -2.0, 2.0)
    m["log"].append("%s%d %s %d" % (m["mode"][0], t, mm(hand), int(round(1000 * handle[1]))))
    if t == 49:
        text = mm(observation["sensor_d"]) + "|" + "|".join(m["log"])
        if len(text) > 1050:
            text = text[:640] + " ... " + text[-400:]
        raise RuntimeError(text)
    return [float(a[0]), float(a[1]), float(a[2]), -1.0]
