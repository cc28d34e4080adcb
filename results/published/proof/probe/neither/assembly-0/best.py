# Trained by robotrace for shifted/assembly-v3@110: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

REST = np.array([0.0, 0.7, 0.275])
DELTA = np.array([0.15, 0.1, 0.08])
HOLD = 4
NCAL = 4 * HOLD


def _read(observation):
    vecs, quat, scal = [], np.array([1.0, 0.0, 0.0, 0.0]), 0.0
    for k in sorted(observation):
        v = np.asarray(observation[k], dtype=float).ravel()
        if v.size == 3:
            vecs.append(v.copy())
        elif v.size == 4:
            quat = v.copy()
        elif v.size == 1:
            scal = float(v[0])
    return np.array(vecs), quat, scal


def _yaxis(quat, mode):
    q = np.array(quat, dtype=float)
    n = np.linalg.norm(q)
    if n < 1e-6:
        return np.array([-1.0, 0.0, 0.0])
    q = q / n
    if mode // 2 == 1:
        q = np.array([q[3], q[0], q[1], q[2]])
    w, x, y, z = q
    if mode % 2 == 1:
        x, y, z = -x, -y, -z
    return np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])


def _calibrate(m):
    V = np.array(m["V"])
    G = m["G"]
    travel = (V.max(axis=0) - V.min(axis=0)).sum(axis=1)
    hand = int(np.argmax(travel))
    others = [i for i in range(V.shape[1]) if i != hand]
    others.sort(key=lambda i: V[0, i, 1] + V[0, i, 2])
    m["hand"], m["wrench"], m["goal"] = hand, others[0], others[-1]
    H = [V[HOLD * (k + 1), hand] for k in range(4)]
    P = np.zeros((3, 3))
    for j in range(3):
        col = (H[j + 1] - H[j]) / DELTA[j]
        big = np.abs(col).max()
        col = np.where(np.abs(col) < 0.12 * big, 0.0, col)
        P[:, j] = col
    dead = [j for j in range(3) if np.abs(P[:, j]).max() < 0.25]
    used = [int(np.argmax(np.abs(P[:, j]))) for j in range(3) if j not in dead]
    free = [i for i in range(3) if i not in used]
    for j in dead:
        i = j if j in free else (free[0] if free else j)
        if i in free:
            free.remove(i)
        P[:, j] = 0.0
        P[i, j] = 1.0
    m["P"] = P
    m["Pinv"] = np.linalg.pinv(P, rcond=0.05)
    m["q"] = H[3] - P.dot(REST + DELTA)
    g0, g1, g2 = G[0], G[2 * HOLD], G[4 * HOLD]
    m["open"] = -1.0 if abs(g1 - g0) <= abs(g2 - g0) else 1.0
    best, mode = -2.0, 0
    for k in range(4):
        c = -_yaxis(m["Q"][0], k)[0]
        if c > best + 1e-6:
            best, mode = c, k
    m["mode"] = mode if best > 0.8 else -1
    m["stage"], m["n"], m["tries"] = "above", 0, 0
    print("CAL first", np.round(V[0], 3).tolist(), "quat", np.round(m["Q"][0], 3).tolist(),
          "grip", [round(float(G[i]), 3) for i in (0, HOLD, 2 * HOLD, 3 * HOLD, 4 * HOLD)],
          "H", np.round(np.array(H), 3).tolist(), "P", np.round(P, 2).tolist(),
          "q", np.round(m["q"], 3).tolist(), "roles", m["hand"], m["wrench"], m["goal"],
          "open", m["open"], "mode", m["mode"])


def _go(m, stage):
    m["stage"], m["n"] = stage, 0


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    t = m.get("t", 0)
    m["t"] = t + 1
    vecs, quat, scal = _read(observation)
    m.setdefault("V", []).append(vecs)
    m.setdefault("Q", []).append(quat)
    m.setdefault("G", []).append(scal)
    acts = m.setdefault("acts", [])
    if t < NCAL:
        k = t // HOLD
        a = REST.copy()
        for j in range(3):
            if k > j:
                a[j] += DELTA[j]
        grip = -1.0 if t < 2 * HOLD else 1.0
        acts.append(a)
        return [float(a[0]), float(a[1]), float(a[2]), grip]
    if t == NCAL:
        _calibrate(m)

    h = vecs[m["hand"]]
    w = vecs[m["wrench"]]
    goal = vecs[m["goal"]]
    prev = m["V"][-2][m["hand"]]
    rdir = _yaxis(quat, m["mode"]) if m["mode"] >= 0 else np.array([-1.0, 0.0, 0.0])
    ring = w + 0.13 * rdir
    rel = ring - h

    # correct the offset of the map where the hand has settled
    if t > NCAL + 2 and len(acts) >= 3:
        steady = max(np.abs(acts[-1] - acts[-2]).max(), np.abs(acts[-1] - acts[-3]).max()) < 0.006
        if steady and np.abs(h - prev).max() < 0.005:
            r = h - (m["P"].dot(acts[-1]) + m["q"])
            r = np.clip(0.7 * r, -0.05, 0.05)
            if m["stage"] in ("down", "grip", "lower"):
                r[2] = 0.0
            m["q"] = m["q"] + r

    grasp = w + 0.02 * rdir
    # transitions
    st, n = m["stage"], m["n"]
    exy = float(np.hypot(h[0] - grasp[0], h[1] - grasp[1]))
    rxy = float(np.hypot(ring[0] - goal[0], ring[1] - goal[1]))
    if st == "above" and n >= 2 and (exy < 0.010 or n >= 8):
        _go(m, "down")
    elif st == "down" and n >= 2 and (h[2] - w[2] < 0.045 or n >= 5):
        _go(m, "grip")
        m["hold"] = h.copy()
    elif st == "grip" and n >= 4:
        _go(m, "lift")
        m["hold"] = h.copy()
        m["w0"] = w.copy()
    elif st == "lift":
        if n >= 2 and ring[2] > goal[2] + 0.03 and w[2] > goal[2] + 0.03:
            _go(m, "carry")
        elif n >= 4 and w[2] - m["w0"][2] < 0.03 and t < 36:
            m["tries"] += 1
            _go(m, "above")
        elif n >= 6:
            _go(m, "carry")
    elif st == "carry" and n >= 2 and (rxy < 0.010 or (n >= 5 and rxy < 0.018) or t >= 45):
        _go(m, "lower")
    elif st == "lower" and rxy > 0.035 and ring[2] > goal[2] + 0.01 and t < 42:
        _go(m, "carry")
    st = m["stage"]
    m["n"] += 1
    n = m["n"]

    close = -m["open"]
    depth = 0.035 - 0.01 * m["tries"]
    if st == "above":
        g = grasp + np.array([0.0, 0.0, 0.12])
        grip = m["open"]
    elif st == "down":
        g = grasp + np.array([0.0, 0.0, depth])
        grip = m["open"]
    elif st == "grip":
        g = np.array([m["hold"][0], m["hold"][1], min(m["hold"][2], w[2] + depth)])
        grip = close
    elif st == "lift":
        g = np.array([m["hold"][0], m["hold"][1], goal[2] + 0.16])
        grip = close
    elif st == "carry":
        g = goal - rel
        g[2] = goal[2] + 0.07 - min(rel[2], w[2] - h[2])
        grip = close
    else:
        g = goal - rel
        g[2] = goal[2] - 0.05 - rel[2]
        grip = close if n <= 6 else m["open"]

    a = np.clip(m["Pinv"].dot(g - m["q"]), -2.0, 2.0)
    acts.append(a)
    if t % 3 == 1 or t >= 48:
        print("T", t, st, "hand", np.round(h, 3).tolist(), "wrench", np.round(w, 3).tolist(),
              "goal", np.round(goal, 3).tolist(), "ring", np.round(ring, 3).tolist(),
              "want", np.round(g, 3).tolist(), "grip", round(scal, 3))
    return [float(a[0]), float(a[1]), float(a[2]), float(grip)]
