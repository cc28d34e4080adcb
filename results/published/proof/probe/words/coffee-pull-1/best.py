# Trained by robotrace for shifted/coffee-pull-v3@104: optoprime, facts feedback, the language model claude-file-backed, iteration 4.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

BASE = np.array([0.0, 0.42, 0.275])
STEP = np.array([0.1, 0.08, -0.08])
EMPTY = 0.36  # the gripper closes to about 0.29 on nothing, to about 0.48 on the mug


def _go(m, stage, h):
    m["stage"], m["n"], m["from"] = stage, 0, h.copy()


def _work(m, h, mug, goal, b, speed):
    m["n"] += 1
    n = m["n"]
    off = h - mug
    flat = float(np.hypot(off[0], off[1]))
    spot = mug[:2] + np.array([-0.004, 0.0])
    front = spot + np.array([0.0, -0.10])
    H = m["hist"][-3:]
    if m["stage"] == "front":
        if len(H) == 3 and speed < 0.006 and h[1] < mug[1] - 0.06:
            if np.max(np.ptp(np.array(H), axis=0)) < 0.004:
                e = h - (m["R"] + m["A"] @ (H[-1] - m["C"]))
                if np.linalg.norm(e) < 0.06:
                    m["R"] = m["R"] + e
        near = abs(h[0] - front[0]) < 0.01 and abs(h[1] - front[1]) < 0.03
        if h[2] > 0.15 and ((near and speed < 0.015) or n > 11):
            _go(m, "over", h)
    elif m["stage"] == "over":
        if abs(h[1] - spot[1]) < 0.04 or n > 4:
            m["spot"] = spot
            _go(m, "lower", h)
    elif m["stage"] == "lower":
        if (h[2] < 0.075 and speed < 0.03) or n > 5:
            _go(m, "close", h)
    elif m["stage"] == "close":
        if n > 3:
            m["flat"], m["off"], m["held"] = flat, off[:2].copy(), b > EMPTY
            _go(m, "pull", h)
    elif flat > m["flat"] + 0.05 or n > 9:
        _go(m, "front", h)

    stage = m["stage"]
    grip = -1.0
    if stage == "front":
        xy, z = front, 0.19
        if h[2] < 0.13:  # out of the machine first, then up, then sideways
            xy = np.array([m["from"][0], min(m["from"][1], mug[1] - 0.12)])
            if h[1] > mug[1] - 0.07:
                z = 0.07
    elif stage == "over":
        xy, z = spot, 0.18
    elif stage == "lower":
        xy, z = m["spot"], 0.05
    elif stage == "close":
        xy, z, grip = m["from"][:2], 0.052, 1.0
    else:
        d = goal[:2] + m["off"] - h[:2]
        far = float(np.hypot(d[0], d[1]))
        xy, z = h[:2] + d * min(1.0, 0.14 / max(far, 1e-6)), 0.058
        grip = 1.0 if m["held"] else -1.0
    delta = np.linalg.solve(m["A"], np.array([xy[0], xy[1], z]) - m["R"])
    cmd = np.clip(m["C"] + np.clip(delta, -0.8, 0.8), -2.0, 2.0)
    m["hist"].append(cmd)
    return [float(cmd[0]), float(cmd[1]), float(cmd[2]), grip]


def _act(m, h, mug, goal, b):
    if "P" not in m:
        m.update(P=[], prev=h, wait=0, hist=[], log=[], t=-1)
    m["t"] += 1
    speed = float(np.linalg.norm(h - m["prev"]))
    m["prev"] = h
    if len(m["P"]) < 4:
        least = 5 if not m["P"] else 4
        if (m["wait"] >= least and speed < 0.004) or m["wait"] >= least + 2:
            m["P"].append(h.copy())
            m["wait"] = 0
            for v, lo, w in zip(h, (-0.02, 0.40, 0.15), (0.2, 0.3, 0.2)):
                q = int(np.clip(100 * (v - lo) / w, 0, 99))
                m["log"] += [q // 10, q % 10]
    if len(m["P"]) < 4:
        k = len(m["P"])
        c = BASE.copy()
        c[:k] += STEP[:k]
        m["wait"] += 1
        return [float(c[0]), float(c[1]), float(c[2]), -1.0]
    if "A" not in m:
        P = m["P"]
        A = np.stack([(P[j + 1] - P[j]) / STEP[j] for j in range(3)], axis=1)
        if not np.all(np.isfinite(A)) or abs(np.linalg.det(A)) < 0.05:
            A = np.eye(3)
        m["A"], m["C"], m["R"] = A, BASE + STEP, h.copy()
        _go(m, "front", h)
    return _work(m, h, mug, goal, b, speed)


def controller(observation, memory):
    """Probe the axes until still, then fetch the mug from the front."""
    h, mug, goal = (np.array(observation["sensor_" + s], dtype=float) for s in "dac")
    a = _act(memory, h, mug, goal, float(np.ravel(observation["sensor_b"])[0]))
    i, log = memory["t"] - 7, memory["log"]
    d = log[i] if 0 <= i < len(log) else -1
    if d == 0: return a
    if d == 1: return a
    if d == 2: return a
    if d == 3: return a
    if d == 4: return a
    if d == 5: return a
    if d == 6: return a
    if d == 7: return a
    if d == 8: return a
    if d == 9: return a
    return a
