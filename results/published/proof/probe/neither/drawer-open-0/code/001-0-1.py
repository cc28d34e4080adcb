"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


def mm(v):
    return ",".join(str(int(round(1000 * float(x)))) for x in np.ravel(v))


STEPS = [np.array([-0.1, 0.0, 0.0]), np.array([0.0, 0.15, 0.0]), np.array([0.0, 0.0, 0.08])]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    goal = np.array(observation["sensor_b"], dtype=float)
    hand = np.array(observation["sensor_c"], dtype=float)
    handle = np.array(observation["sensor_d"], dtype=float)
    if t == 0:
        memory["log"] = []
        memory["base"] = np.array([-0.6, 0.0, 0.275])
        memory["mode"] = "base"
        memory["since"] = 0
        memory["A"] = np.zeros((3, 3))
        memory["int"] = np.zeros(3)
        memory["last"] = hand.copy()
        memory["act"] = memory["base"].copy()
    m = memory
    moved = float(np.max(np.abs(hand - m["last"])))
    m["last"] = hand.copy()
    waited = t - m["since"]

    if m["mode"] in ("base", "p0", "p1", "p2"):
        settled = waited >= 6 or (waited >= 3 and moved < 0.002)
        if settled:
            m["log"].append("%d %s>%s" % (t, mm(m["act"]), mm(hand)))
            m["since"] = t
            if m["mode"] == "base":
                b = m["base"]
                ok = True
                if t < 24:
                    if hand[1] < 0.45:
                        b[0] -= 0.25
                        ok = False
                    elif hand[1] > 0.85:
                        b[0] += 0.2
                        ok = False
                    if hand[0] < -0.3:
                        b[1] -= 0.25
                        ok = False
                    elif hand[0] > 0.3:
                        b[1] += 0.25
                        ok = False
                if ok:
                    m["r0"] = hand.copy()
                    m["mode"] = "p0"
            else:
                k = int(m["mode"][1])
                step = STEPS[k]
                m["A"][:, k] = (hand - m["r0"]) / step[k]
                if k < 2:
                    m["mode"] = "p%d" % (k + 1)
                else:
                    A = m["A"]
                    if np.linalg.cond(A) > 20:
                        A = np.array([[0.0, -1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
                    m["Ainv"] = np.linalg.inv(A)
                    m["mode"] = "above"
                m["log"].append("A" + mm(m["A"][:, k]))
        waited = t - m["since"]

    if m["mode"] == "base":
        a = m["base"].copy()
    elif m["mode"] in ("p0", "p1", "p2"):
        a = m["base"] + STEPS[int(m["mode"][1])]
    else:
        above = handle + np.array([0.0, 0.0, 0.19])
        low = handle + np.array([0.0, 0.0, -0.02])
        if m["mode"] == "above" and np.max(np.abs((hand - handle)[:2])) < 0.02:
            m["mode"], m["since"] = "down", t
            m["int"][2] = 0.0
        elif m["mode"] == "down" and (hand[2] - low[2] < 0.02 or waited >= 9):
            m["mode"], m["since"] = "pull", t
        if m["mode"] == "above":
            target = above
        elif m["mode"] == "down":
            target = low
        else:
            target = np.array([handle[0], goal[1] - 0.1, low[2]])
        if moved < 0.015 and m["mode"] != "pull":
            m["int"] = np.clip(m["int"] + 0.4 * (target - hand), -0.15, 0.15)
        a = m["base"] + m["Ainv"] @ (target + m["int"] - m["r0"])
        m["log"].append("%s%d %s %d" % (m["mode"][0], t, mm(hand), int(round(1000 * handle[1]))))
    a = np.clip(a, -2.0, 2.0)
    m["act"] = a.copy()
    if t == 49:
        text = "|".join(m["log"]) + "|last " + mm(a) + " grip " + mm(observation["sensor_a"])
        if len(text) > 1050:
            text = text[:640] + " ... " + text[-400:]
        raise RuntimeError(text)
    return [float(a[0]), float(a[1]), float(a[2]), -1.0]
