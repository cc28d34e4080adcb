"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

REST_A = np.array([0.0, 0.7, 0.275])
REST_H = np.array([0.0, 0.665, 0.491])
PROBE = np.array([0.08, 0.64, 0.15])
OFFSETS = [(0.01, 0.025), (0.03, 0.04), (0.05, 0.01), (0.0, 0.05)]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_d"], dtype=float)
    handle = np.array(observation["sensor_b"], dtype=float)
    goal = np.array(observation["sensor_a"], dtype=float)
    m = memory
    if "t" not in m:
        m["t"] = 0
        m["phase"] = "probe"
        m["prev"] = hand.copy()
        m["start"] = hand.copy()
        m["prev_handle"] = handle.copy()
        m["since"] = 0
        m["try"] = 0
        m["lead"] = 0.10
        m["stall"] = 0
        m["acts"] = []
        m["k"] = np.array([1.1, 1.1, 1.1])
        m["b"] = REST_H - 1.1 * REST_A
    t = m["t"]
    m["t"] = t + 1
    m["since"] += 1
    speed = float(np.max(np.abs(hand - m["prev"])))
    handle_moved = float(np.linalg.norm(handle - m["prev_handle"]))
    m["prev"] = hand.copy()
    m["prev_handle"] = handle.copy()

    def to(phase):
        m["phase"] = phase
        m["since"] = 0
        m["stall"] = 0

    def send(a):
        a = np.clip(np.array(a, dtype=float), -2.0, 2.0)
        m["acts"].append(a.copy())
        return [float(a[0]), float(a[1]), float(a[2]), 1.0]

    # --- find signs, scales and offsets of the action's axes
    if m["phase"] == "probe":
        moved = float(np.max(np.abs(hand - m["start"]))) > 0.03
        if not ((t >= 5 and moved and speed < 0.004) or t >= 9):
            return send(PROBE)
        est = (hand - REST_H) / (PROBE - REST_A)
        for i in range(3):
            s = 1.0 if est[i] >= 0 else -1.0
            if i == 2 and hand[2] > 0.47:
                s = -1.0
                m["k"][i] = -1.1
                m["b"][i] = REST_H[i] + 1.1 * REST_A[i]
                continue
            mag = abs(est[i])
            if abs(mag - 1.1) < 0.25 or mag < 0.4 or mag > 2.5:
                mag = 1.1
            m["k"][i] = s * mag
            m["b"][i] = hand[i] - m["k"][i] * PROBE[i]
        to("above")

    # --- correct the offsets where the hand has settled at a held action
    acts = m["acts"]
    if m["phase"] == "above" and m["since"] >= 4 and speed < 0.004 and len(acts) >= 3:
        if np.max(np.abs(acts[-1] - acts[-3])) < 1e-3:
            err = hand - (m["k"] * acts[-1] + m["b"])
            if np.max(np.abs(err)) > 0.008:
                m["b"] = m["b"] + np.clip(err, -0.2, 0.2)

    ox, oy = OFFSETS[m["try"] % len(OFFSETS)]
    side = 1.0 if goal[0] < handle[0] else -1.0

    if m["phase"] == "lift":
        if hand[2] > handle[2] + 0.13 or m["since"] > 6:
            to("above")

    if m["phase"] == "above":
        dx = abs(hand[0] - handle[0] - ox)
        dy = abs(hand[1] - handle[1] - oy)
        if (max(dx, dy) < 0.02 and speed < 0.03) or m["since"] > 13:
            to("down")

    if m["phase"] == "down":
        dz = hand[2] - handle[2]
        if dz < 0.03:
            to("pull")
        elif m["since"] >= 6 and speed < 0.004:
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
        lost = gap < -0.05 or hand[1] < handle[1] - 0.05 and gap < 0.0
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
        target = np.array([hand[0] + 0.02 * side, hand[1], handle[2] + 0.19])
    elif ph == "above":
        target = np.array([handle[0] + ox, handle[1] + oy, handle[2] + 0.19])
    elif ph == "down":
        target = np.array([handle[0] + ox, handle[1] + oy, handle[2] - 0.005])
    else:
        target = np.array([handle[0] - side * m["lead"], handle[1] - 0.02, handle[2] - 0.005])
    target = np.clip(target, [-0.49, 0.405, 0.06], [0.49, 0.99, 0.485])
    return send((target - m["b"]) / m["k"])
