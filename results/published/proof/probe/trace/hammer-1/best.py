# Trained by robotrace for shifted/hammer-v3@101: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np


def _qmul(a, b):
    w1, x1, y1, z1 = a
    w2, x2, y2, z2 = b
    return np.array([
        w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
        w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
        w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
        w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
    ])


def _head_offset(q, q0):
    base = np.array([0.16, 0.06, 0.0])
    try:
        q = np.asarray(q, dtype=float)
        q0 = np.asarray(q0, dtype=float)
        q = q / np.linalg.norm(q)
        q0 = q0 / np.linalg.norm(q0)
        inv0 = q0 * np.array([1.0, -1.0, -1.0, -1.0])
        r = _qmul(q, inv0)
        rinv = r * np.array([1.0, -1.0, -1.0, -1.0])
        v = _qmul(_qmul(r, np.array([0.0, base[0], base[1], base[2]])), rinv)[1:]
        if not np.all(np.isfinite(v)):
            return base
        return base + np.clip(v - base, -0.08, 0.08)
    except Exception:
        return base


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    SCALE = 1.1
    hand = np.array(observation["sensor_f"], dtype=float)
    ham = np.array(observation["sensor_b"], dtype=float)
    nail = np.array(observation["sensor_c"], dtype=float)
    goal = np.array(observation["sensor_d"], dtype=float)
    quat = np.array(observation["sensor_a"], dtype=float)

    if "phase" not in m:
        m["phase"] = "approach"
        m["count"] = 0
        m["tries"] = 0
        m["attempt"] = 0
        m["nail0"] = nail.copy()
        m["last_move"] = 0.0

    def go(phase):
        m["phase"] = phase
        m["count"] = 0

    def act(p, grip):
        x = min(max(float(p[0]), -0.49), 0.49)
        y = min(max(float(p[1]), 0.405), 0.99)
        z = min(max(float(p[2]), 0.052), 0.49)
        return [x / SCALE, y / SCALE, z / SCALE, float(grip)]

    grasp_dx = [-0.02, 0.01, -0.04][m["tries"] % 3]
    grasp_dz = [0.035, 0.025, 0.03][m["tries"] % 3]

    # ---- transitions
    if m["phase"] == "approach":
        err = np.hypot(hand[0] - (ham[0] + grasp_dx), hand[1] - ham[1])
        if m["count"] >= 2 and (err < 0.02 or m["count"] >= 8):
            go("down")
            m["gx"] = float(ham[0] + grasp_dx)
            m["gy"] = float(ham[1])
            m["gz"] = float(ham[2] + grasp_dz)
    if m["phase"] == "down":
        if hand[2] < m["gz"] + 0.012 or m["count"] >= 5:
            go("close")
            m["q0"] = quat.copy()
            m["ham0"] = ham.copy()
    if m["phase"] == "close":
        if m["count"] >= 3:
            go("lift")
            m["lift_z0"] = float(hand[2])
            m["ham0"] = ham.copy()

    aims = [
        (goal[0], goal[2]),
        (m["nail0"][0], m["nail0"][2]),
        (goal[0], goal[2] + 0.03),
        (goal[0], goal[2] - 0.03),
    ]

    if m["phase"] == "strike":
        moved = abs(float(nail[1] - m["nail0"][1]))
        stuck = m["count"] >= 4 and abs(hand[1] - m["prev_y"]) < 0.004
        if m["count"] >= 10 or stuck:
            if moved < m["last_move"] + 0.005:
                m["attempt"] += 1
            m["last_move"] = moved
            m["rx"] = float(hand[0])
            m["rz"] = float(hand[2])
            go("retract")
    if m["phase"] == "retract":
        if hand[1] < 0.53 or m["count"] >= 6:
            go("lift")
            m["lift_z0"] = None

    if m["phase"] == "lift":
        # did the hammer come along?
        if np.linalg.norm(ham - hand) > 0.17 or (
            m["lift_z0"] is not None
            and m["count"] >= 2
            and hand[2] > m["lift_z0"] + 0.05
            and ham[2] < m["ham0"][2] + 0.015
        ):
            m["tries"] += 1
            go("approach")
        else:
            ax, az = aims[m["attempt"] % len(aims)]
            head = ham + _head_offset(quat, m["q0"])
            ex = float(ax - head[0])
            ez = float(az - head[2])
            if m["count"] >= 2 and ((abs(ex) < 0.015 and abs(ez) < 0.015) or m["count"] >= 8):
                m["sx"] = float(hand[0] + ex)
                m["sz"] = float(hand[2] + ez)
                go("strike")

    # ---- actions
    m["count"] += 1
    m["prev_y"] = float(hand[1])
    phase = m["phase"]
    if phase == "approach":
        grasp_dx = [-0.02, 0.01, -0.04][m["tries"] % 3]
        return act([ham[0] + grasp_dx, ham[1], 0.15], -1.0)
    if phase == "down":
        return act([m["gx"], m["gy"], m["gz"]], -1.0)
    if phase == "close":
        return act([m["gx"], m["gy"], m["gz"]], 1.0)
    if phase == "lift":
        ax, az = aims[m["attempt"] % len(aims)]
        head = ham + _head_offset(quat, m["q0"])
        tx = hand[0] + (ax - head[0])
        tz = max(hand[2] + (az - head[2]), 0.09)
        return act([tx, min(m["gy"], 0.48), tz], 1.0)
    if phase == "retract":
        return act([m["rx"], min(m["gy"], 0.48), m["rz"]], 1.0)
    # strike
    return act([m["sx"], 0.97, m["sz"]], 1.0)
