"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_c"], dtype=float)
    b = np.array(observation["sensor_b"], dtype=float)
    d = np.array(observation["sensor_d"], dtype=float)
    m = memory
    if "phase" not in m:
        m["phase"] = "base"
        m["k"] = 0
        m["cand"] = 0
        m["handle_is_d"] = bool(d[1] >= b[1])
        m["handle0"] = (d if d[1] >= b[1] else b).tolist()
        m["trim"] = [0.0, 0.0, 0.0]
        m["yshift"] = 0.0
    handle, goal = (d, b) if m["handle_is_d"] else (b, d)
    prev = m.get("prev")
    move = 1.0 if prev is None else float(np.max(np.abs(hand - np.array(prev))))
    m["prev"] = hand.tolist()
    cands = [(0.6, 0.0), (-0.6, 0.0), (0.6, -0.7), (-0.6, -0.7), (0.0, -0.7), (1.2, 0.0), (-1.2, 0.0)]
    z_over = 0.30
    az = z_over + 0.015
    step = 0.1
    m["k"] += 1
    k = m["k"] - 1  # actions already made in this phase

    if m["phase"] == "base":
        if (k >= 3 and move < 0.004) or k >= 9:
            inside = abs(hand[0]) < 0.48 and 0.42 < hand[1] < 0.98
            if inside:
                m["p0"] = hand.tolist()
                m["phase"] = "probe_x"
            else:
                m["cand"] = (m["cand"] + 1) % len(cands)
            m["k"] = 1
            k = 0
    elif m["phase"] == "probe_x":
        if (k >= 2 and move < 0.002) or k >= 4:
            m["p1"] = hand.tolist()
            m["phase"] = "probe_y"
            m["k"] = 1
            k = 0
    elif m["phase"] == "probe_y":
        if (k >= 3 and move < 0.002) or k >= 5:
            p0 = np.array(m["p0"])
            J = np.zeros((3, 3))
            J[:, 0] = (np.array(m["p1"]) - p0) / step
            J[:, 1] = (hand - p0) / step
            J[2, 2] = 1.0
            J[np.abs(J) < 0.03] = 0.0
            if abs(np.linalg.det(J)) < 0.1:
                s = 1.0 if cands[m["cand"]][0] > 0 else -1.0
                J = np.array([[0.0, -1.0, 0.0], [s, 0.0, 0.0], [0.0, 0.0, 1.0]])
            m["J"] = J.tolist()
            m["phase"] = "over"
            m["k"] = 1
            k = 0

    c = cands[m["cand"]]
    if m["phase"] == "base":
        return [c[0], c[1], az, -1.0]
    if m["phase"] == "probe_x":
        return [c[0] + step, c[1], az, -1.0]
    if m["phase"] == "probe_y":
        return [c[0], c[1] + step, az, -1.0]

    hz = handle[2]
    if m["phase"] == "over":
        err = np.abs(hand[:2] - np.array([handle[0], handle[1] + m["yshift"]]))
        if (err[0] < 0.015 and err[1] < 0.015) or k >= 12:
            m["phase"] = "down"
            m["k"] = 1
            k = 0
    elif m["phase"] == "down":
        if hand[2] < hz - 0.005 or (k >= 4 and move < 0.003 and hand[2] < hz + 0.02):
            m["phase"] = "pull"
            m["k"] = 1
            k = 0
        elif k >= 8:
            m["yshift"] -= 0.02
            m["k"] = 1
            k = 0
    elif m["phase"] == "pull":
        still = abs(handle[1] - m["handle0"][1]) < 0.01
        if k >= 3 and hand[1] < handle[1] - 0.11:
            m["yshift"] += 0.02 if still else 0.0
            m["phase"] = "over"
            m["k"] = 1
            k = 0

    if m["phase"] == "over":
        target = np.array([handle[0], handle[1] + m["yshift"], z_over])
    elif m["phase"] == "down":
        target = np.array([handle[0], handle[1] + m["yshift"], hz - 0.02])
    else:
        target = np.array([handle[0], max(goal[1] - 0.1, 0.41), hz - 0.02])

    trim = np.array(m["trim"])
    if k >= 2 and move < 0.005 and m["phase"] != "pull":
        trim = np.clip(trim + 0.6 * (target - hand), -0.3, 0.3)
        m["trim"] = trim.tolist()

    J = np.array(m["J"])
    p0 = np.array(m["p0"])
    a0 = np.array([c[0], c[1], az])
    a = a0 + np.linalg.solve(J, target + trim - p0)
    a = np.clip(a, -2.0, 2.0)
    return [float(a[0]), float(a[1]), float(a[2]), -1.0]
