# Trained by robotrace for shifted/drawer-open-v3@106: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

CAND = [(0.6, 0.0), (-0.6, 0.0), (0.6, -0.4), (-0.6, -0.4), (0.0, -0.6), (0.6, 0.4), (-0.6, 0.4)]


def z_command(pairs, z):
    """Inverse of the measured z map: pairs of (command, hand z)."""
    ps = sorted(pairs, key=lambda p: p[1])
    if not ps:
        return z + 0.015
    if len(ps) == 1:
        return ps[0][0] + z - ps[0][1]
    k = 0
    while k < len(ps) - 2 and z > ps[k + 1][1]:
        k += 1
    (c0, h0), (c1, h1) = ps[k], ps[k + 1]
    if abs(h1 - h0) < 0.01:
        slope = 1.0
    else:
        slope = (c1 - c0) / (h1 - h0)
        slope = min(max(slope, -3.0), 3.0)
    return c0 + slope * (z - h0)


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    hand = np.array(observation["sensor_c"], dtype=float).ravel()
    handle = np.array(observation["sensor_d"], dtype=float).ravel()
    goal = np.array(observation["sensor_b"], dtype=float).ravel()
    prev = m.get("prev")
    speed = 1.0 if prev is None else float(np.max(np.abs(hand - np.array(prev))))
    m["prev"] = [float(v) for v in hand]
    m["n"] = m.get("n", 0) + 1
    if "phase" not in m:
        m["phase"] = "base"
        m["i"] = 0
        m["tries"] = 0
        m["zp"] = []
        m["bias"] = [0.0, 0.0, 0.0]
    settled = (m["n"] >= 4 and speed < 0.003) or m["n"] > 9

    # --- calibration ---
    if m["phase"] == "base":
        if settled:
            inside = abs(hand[0]) < 0.485 and 0.415 < hand[1] < 0.985
            if inside or m["i"] >= len(CAND) - 1:
                m["p0"] = [float(v) for v in hand]
                m["zp"].append((0.3, float(hand[2])))
                m["base"] = list(CAND[m["i"]])
                sgn = 1.0 if m["base"][0] >= 0 else -1.0
                m["d1"] = sgn * (-0.1 if hand[1] > 0.53 else 0.1)
                m["d2"] = 0.1
                m["phase"] = "probe1"
            else:
                m["i"] += 1
            m["n"] = 1
            settled = False
        if m["phase"] == "base":
            c = CAND[m["i"]]
            return [c[0], c[1], 0.3, -1.0]
    if m["phase"] == "probe1":
        if settled:
            m["p1"] = [float(v) for v in hand]
            m["zp"].append((0.1, float(hand[2])))
            m["phase"] = "probe2"
            m["n"] = 1
            settled = False
        else:
            return [m["base"][0] + m["d1"], m["base"][1], 0.1, -1.0]
    if m["phase"] == "probe2":
        if settled:
            m["zp"].append((0.2, float(hand[2])))
            p0 = np.array(m["p0"][:2])
            c1 = (np.array(m["p1"][:2]) - p0) / m["d1"]
            c2 = (hand[:2] - p0) / m["d2"]
            A = np.array([[c1[0], c2[0]], [c1[1], c2[1]]])
            if abs(np.linalg.det(A)) < 0.1:
                s = 1.0 if m["base"][0] >= 0 else -1.0
                A = np.array([[0.0, -1.0], [s, 0.0]])
            m["Ainv"] = np.linalg.inv(A).tolist()
            m["phase"] = "above"
            m["n"] = 1
        else:
            return [m["base"][0], m["base"][1] + m["d2"], 0.2, -1.0]

    # --- the task ---
    zlow = handle[2] + (0.0, 0.02, -0.02)[m["tries"] % 3]
    grip = -1.0
    if m["phase"] == "above":
        err = float(np.max(np.abs(hand[:2] - handle[:2])))
        if (m["n"] > 1 and err < 0.015 and hand[2] > handle[2] + 0.1) or m["n"] > 11:
            m["phase"] = "drop"
            m["n"] = 1
    if m["phase"] == "drop":
        if hand[2] < zlow + 0.015 or m["n"] > 7:
            m["phase"] = "pull"
            m["n"] = 1
            m["bias"][1] = min(max(m["bias"][1], -0.03), 0.03)
    if m["phase"] == "pull":
        if m["n"] > 3 and hand[1] < handle[1] - 0.09:
            m["tries"] += 1
            m["phase"] = "above"
            m["n"] = 1

    if m["phase"] == "above":
        target = np.array([handle[0], handle[1], handle[2] + 0.18])
    elif m["phase"] == "drop":
        target = np.array([handle[0], handle[1], zlow])
    else:
        pull = 0.08 + 0.015 * m["n"]
        target = np.array([handle[0], max(min(handle[1], hand[1]) - pull, 0.41), zlow])
        if m["tries"] % 2 == 1:
            grip = 1.0
            if m["n"] <= 2:
                target[1] = handle[1]

    if m["phase"] in ("above", "drop") and m["n"] > 2 and speed < 0.01:
        for k in range(3):
            b = m["bias"][k] + 0.6 * float(target[k] - hand[k])
            m["bias"][k] = min(max(b, -0.15), 0.15)
    goal_cmd = target + np.array(m["bias"])
    xy = np.array(m["base"]) + np.array(m["Ainv"]).dot(goal_cmd[:2] - np.array(m["p0"][:2]))
    z = z_command(m["zp"], float(goal_cmd[2]))
    return [float(min(max(xy[0], -1.9), 1.9)), float(min(max(xy[1], -1.9), 1.9)),
            float(min(max(z, -1.0), 1.0)), grip]
