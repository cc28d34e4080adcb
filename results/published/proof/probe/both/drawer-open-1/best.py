# Trained by robotrace for shifted/drawer-open-v3@106: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    hand = np.array(observation["sensor_c"], dtype=float)
    handle = np.array(observation["sensor_d"], dtype=float)
    goal = np.array(observation["sensor_b"], dtype=float)
    cands = [(0.65, 0.0), (-0.65, 0.0), (0.35, 0.0), (1.0, 0.0), (0.0, -0.65), (1.3, 0.0)]
    if "t" not in m:
        m["t"] = -1
        m["phase"] = "id0"
        m["k"] = -1
        m["still"] = 0
        m["cand"] = 0
        m["corr"] = np.zeros(3)
        m["off"] = 0.0
        m["attempt"] = 0
        m["last"] = hand + 1.0
    m["t"] += 1
    m["k"] += 1
    vel = float(np.max(np.abs(hand - m["last"])))
    m["last"] = hand.copy()
    m["still"] = m["still"] + 1 if vel < 0.004 else 0

    def go(phase):
        m["phase"] = phase
        m["k"] = 0
        m["still"] = 0
        m["new"] = True

    settled = (m["k"] >= 3 and m["still"] >= 1) or m["k"] >= 8

    # ---- find out the map of x and y
    if m["phase"] == "id0":
        if settled:
            at_limit = hand[1] < 0.415 or hand[1] > 0.985 or abs(hand[0]) > 0.485
            if at_limit and m["cand"] + 1 < len(cands) and m["t"] < 24:
                m["cand"] += 1
                go("id0")
            else:
                a0 = np.array(cands[m["cand"]])
                u = a0 / np.linalg.norm(a0)
                m["a0"] = a0
                m["h0"] = hand[:2].copy()
                m["d1"] = u * (-0.12 if hand[1] > 0.56 else 0.12)
                go("id1")
                settled = False
        if m["phase"] == "id0":
            a = cands[m["cand"]]
            return [float(a[0]), float(a[1]), 0.3, -1.0]
    if m["phase"] == "id1":
        if settled:
            m["h1"] = hand[:2].copy()
            u = m["a0"] / np.linalg.norm(m["a0"])
            s = 1.0 if handle[0] < hand[0] else -1.0
            m["d2"] = np.array([-u[1], u[0]]) * 0.12 * s
            go("id2")
            settled = False
        else:
            a = m["a0"] + m["d1"]
            return [float(a[0]), float(a[1]), 0.3, -1.0]
    if m["phase"] == "id2":
        a = m["a0"] + m["d1"] + m["d2"]
        if not settled:
            return [float(a[0]), float(a[1]), 0.3, -1.0]
        h2 = hand[:2].copy()
        D = np.column_stack([m["d1"], m["d2"]])
        R = np.column_stack([m["h1"] - m["h0"], h2 - m["h1"]])
        M = R @ np.linalg.inv(D)
        if abs(np.linalg.det(M)) < 0.15:
            sy = -1.0 if m["cand"] == 1 else 1.0
            M = np.array([[0.0, -1.0], [sy, 0.0]])
        snapped = np.zeros((2, 2))
        ok = True
        for i in range(2):
            for j in range(2):
                e = M[i, j]
                if abs(e) < 0.3:
                    snapped[i, j] = 0.0
                elif 0.6 < abs(e) < 1.4:
                    snapped[i, j] = np.sign(e)
                else:
                    ok = False
        if ok and abs(np.linalg.det(snapped)) > 0.5:
            M = snapped
        b = h2 - M @ a
        for i in range(2):
            if abs(b[i]) < 0.025:
                b[i] = 0.0
        m["Minv"] = np.linalg.inv(M)
        m["b"] = b
        go("above")

    # ---- the task itself
    grip = -1.0
    closing = m["attempt"] % 2 == 1
    for _ in range(3):
        ph = m["phase"]
        k = m["k"]
        if ph == "up":
            des = np.array([m["upxy"][0], m["upxy"][1], 0.26])
            if k >= 3 and hand[2] > 0.2 or k >= 6:
                go("above")
                continue
        elif ph == "above":
            des = np.array([handle[0], handle[1] + m["off"], 0.26])
            e = np.abs(des - hand)
            if k >= 1 and ((m["still"] >= 1 and max(e[0], e[1]) < 0.013) or k >= 10):
                go("down")
                continue
        elif ph == "down":
            zt = handle[2] - 0.02
            des = np.array([handle[0], handle[1] + m["off"], zt])
            if k >= 1 and hand[2] < zt + 0.013:
                m["hy0"] = float(handle[1])
                go("grip" if closing else "pull")
                continue
            if k >= 4 and m["still"] >= 1 and hand[2] > handle[2] + 0.03 and m["off"] > -0.04:
                m["off"] -= 0.012
                des[1] = handle[1] + m["off"]
            if k >= 10:
                m["hy0"] = float(handle[1])
                go("grip" if closing else "pull")
                continue
        elif ph == "grip":
            grip = 1.0
            des = np.array([handle[0], handle[1] + m["off"], handle[2] - 0.02])
            if k >= 3:
                go("pull")
                continue
        else:  # pull
            grip = 1.0 if closing else -1.0
            des = np.array([handle[0], max(0.41, goal[1] - 0.09), goal[2] - 0.02])
            if k >= 5 and m["still"] >= 2:
                m["attempt"] += 1
                m["off"] = 0.01 if m["attempt"] % 2 == 1 else 0.02
                m["upxy"] = [float(hand[0]), float(hand[1])]
                closing = m["attempt"] % 2 == 1
                grip = -1.0
                go("up")
                continue
        break
    else:
        des = np.array([handle[0], handle[1], 0.26])

    err = des - hand
    corr = m["corr"]
    if m.get("new"):
        m["new"] = False
        for i in range(3):
            if abs(err[i]) > 0.01:
                corr[i] = 0.015 * np.sign(err[i])
    elif m["phase"] != "pull" and m["k"] >= 2:
        if vel < 0.008:
            for i in range(3):
                if abs(err[i]) > 0.007:
                    corr[i] = float(np.clip(corr[i] + 0.8 * err[i], -0.08, 0.08))
    m["corr"] = corr
    v = des + corr
    axy = m["Minv"] @ (v[:2] - m["b"])
    axy = np.clip(axy, -2.0, 2.0)
    return [float(axy[0]), float(axy[1]), float(np.clip(v[2], -0.05, 0.55)), grip]
