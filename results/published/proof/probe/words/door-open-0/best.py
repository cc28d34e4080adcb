# Trained by robotrace for shifted/door-open-v3@103: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

REST_A = np.array([0.0, 0.7, 0.275])
REST_H = np.array([0.0, 0.665, 0.491])
P0 = np.array([0.08, 0.64, 0.15])
P1 = np.array([0.20, 0.64, 0.15])
P2 = np.array([0.20, 0.59, 0.15])
OFFSETS = [(0.01, 0.025), (0.03, 0.04), (0.05, 0.01), (0.0, 0.05)]


def solve_map(h0, h1, h2):
    A = np.stack([P1 - P0, P2 - P1, REST_A - P0], axis=1)
    H = np.stack([h1 - h0, h2 - h1, REST_H - h0], axis=1)
    K = H.dot(np.linalg.inv(A))
    for i in range(3):
        top = np.max(np.abs(K[i]))
        for j in range(3):
            if abs(K[i, j]) < 0.12 * top:
                K[i, j] = 0.0
    if not np.all(np.isfinite(K)) or abs(np.linalg.det(K)) < 0.15:
        s = 1.0 if h0[1] < REST_H[1] else -1.0
        K = np.array([[1.1, 0.0, 0.0], [0.0, 0.0, 1.38 * s], [0.0, 1.28, 0.0]])
    b = h2 - K.dot(P2)
    return K, b


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_d"], dtype=float)
    handle = np.array(observation["sensor_b"], dtype=float)
    goal = np.array(observation["sensor_a"], dtype=float)
    m = memory
    if "t" not in m:
        m["t"] = 0
        m["phase"] = "p0"
        m["prev"] = hand.copy()
        m["from"] = hand.copy()
        m["prev_handle"] = handle.copy()
        m["since"] = -1
        m["try"] = 0
        m["lead"] = 0.10
        m["stall"] = 0
        m["fixes"] = 0
        m["acts"] = []
    m["t"] += 1
    m["since"] += 1
    speed = float(np.max(np.abs(hand - m["prev"])))
    handle_moved = float(np.linalg.norm(handle - m["prev_handle"]))
    m["prev"] = hand.copy()
    m["prev_handle"] = handle.copy()

    def to(phase):
        m["phase"] = phase
        m["since"] = 0
        m["stall"] = 0
        m["from"] = hand.copy()

    def send(a):
        a = np.clip(np.array(a, dtype=float), -2.0, 2.0)
        m["acts"].append(a.copy())
        return [float(a[0]), float(a[1]), float(a[2]), 1.0]

    # --- measure the map from actions to hand positions
    if m["phase"] in ("p0", "p1", "p2"):
        moved = float(np.max(np.abs(hand - m["from"]))) > 0.02
        done = (m["since"] >= 4 and moved and speed < 0.002) or m["since"] >= 7
        if m["phase"] == "p0":
            if not done:
                return send(P0)
            m["h0"] = hand.copy()
            to("p1")
            return send(P1)
        if m["phase"] == "p1":
            if not done:
                return send(P1)
            m["h1"] = hand.copy()
            to("p2")
            return send(P2)
        if not done:
            return send(P2)
        m["K"], m["b"] = solve_map(m["h0"], m["h1"], hand)
        to("above")

    K = m["K"]
    acts = m["acts"]

    # --- correct the offset where the hand has settled at a held action
    if m["phase"] == "above" and m["since"] >= 5 and speed < 0.003 and m["fixes"] < 3:
        if np.max(np.abs(acts[-1] - acts[-4])) < 1e-3:
            err = hand - (K.dot(acts[-1]) + m["b"])
            if np.max(np.abs(err)) > 0.01:
                m["b"] = m["b"] + np.clip(err, -0.1, 0.1)
                m["fixes"] += 1

    ox, oy = OFFSETS[m["try"] % len(OFFSETS)]
    side = 1.0 if goal[0] < handle[0] else -1.0

    if m["phase"] == "lift":
        if hand[2] > handle[2] + 0.13 or m["since"] > 6:
            to("above")

    if m["phase"] == "above":
        dx = abs(hand[0] - handle[0] - ox)
        dy = abs(hand[1] - handle[1] - oy)
        if (max(dx, dy) < 0.02 and speed < 0.03) or m["since"] > 11:
            to("down")

    if m["phase"] == "down":
        dz = hand[2] - handle[2]
        if dz < 0.03:
            to("pull")
        elif m["since"] >= 5 and speed < 0.004:
            if dz < 0.06:
                to("pull")
            else:
                m["try"] += 1
                ox, oy = OFFSETS[m["try"] % len(OFFSETS)]
                to("lift")

    if m["phase"] == "pull":
        if m["since"] >= 3 and handle_moved < 0.004:
            m["stall"] += 1
        else:
            m["stall"] = 0
        gap = side * (hand[0] - handle[0])
        lost = gap < -0.05 or (hand[1] < handle[1] - 0.05 and gap < 0.0)
        if m["stall"] >= 3:
            if lost:
                m["try"] += 1
                ox, oy = OFFSETS[m["try"] % len(OFFSETS)]
                to("lift")
            else:
                m["lead"] = min(m["lead"] + 0.05, 0.3)
                m["stall"] = 0

    ph = m["phase"]
    if ph == "lift":
        target = np.array([m["from"][0], m["from"][1], handle[2] + 0.19])
    elif ph == "above":
        target = np.array([handle[0] + ox, handle[1] + oy, handle[2] + 0.19])
    elif ph == "down":
        target = np.array([handle[0] + ox, handle[1] + oy, handle[2] - 0.005])
    else:
        target = np.array([handle[0] - side * m["lead"], handle[1] - 0.02, handle[2] - 0.005])
    target = np.clip(target, [-0.49, 0.405, 0.06], [0.49, 0.99, 0.485])
    return send(np.linalg.solve(K, target - m["b"]))
