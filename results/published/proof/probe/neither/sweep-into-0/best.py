# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import itertools
import numpy as np

V = 2.0
CODE = [(1, 1, 1), (1, -1, 1), (-1, 1, 1), (1, 1, -1), (-1, -1, 1), (-1, 1, -1), (1, -1, -1)]


def _simulate(U, n, d):
    X = np.zeros((n, 3))
    for j in range(3):
        sp = 0.0
        h = 0.0
        for i in range(n):
            u = U[i - d][j] if i - d >= 0 else 0.0
            h0 = h
            for _ in range(10):
                sp += 0.01 * np.sign(u)
                h += 0.22 * (sp - h)
            X[i, j] = h - h0
    return X


def _find_up(m):
    H = m["H"]
    hand = m["hand"]
    others = [i for i in range(3) if i != hand]
    h0 = H[0][hand]
    a = np.abs(h0 - H[0][others[0]])
    b = np.abs(h0 - H[0][others[1]])
    w = np.minimum(a, b) * np.array([1.0, 1.0, 1.5])
    kz = int(np.argmax(w))
    s = (h0 - H[0][others[0]])[kz] + (h0 - H[0][others[1]])[kz]
    m["kz"] = kz
    m["up"] = 1.0 if s >= 0 else -1.0


def _calibrate(m):
    H = m["H"]
    U = m["U"]
    path = [sum(np.linalg.norm(H[i + 1][k] - H[i][k]) for i in range(len(H) - 1)) for k in range(3)]
    m["hand"] = int(np.argmax(path))
    hand = m["hand"]
    _find_up(m)
    h = np.array([x[hand] for x in H])
    D = np.diff(h, axis=0)
    n = len(D)
    best = None
    for d in range(3):
        X = _simulate(U, n, d)
        coef = np.linalg.lstsq(X, D, rcond=None)[0]
        R = D - X.dot(coef)
        res = float(np.sum(np.sum(R ** 2, axis=0) / (np.sum(D ** 2, axis=0) + 1e-9))) + 0.02 * d
        if best is None or res < best[0]:
            best = (res, d, coef.T)
    m["delay"] = best[1]
    G = best[2]
    A = np.abs(G)
    An = A / (np.linalg.norm(A, axis=1, keepdims=True) + 1e-9)
    perm = max(itertools.permutations(range(3)), key=lambda p: sum(An[p[j], j] for j in range(3)))
    snap = True
    for j in range(3):
        k = perm[j]
        other = max(A[k, i] for i in range(3) if i != j)
        if other > 0.6 * A[k, j]:
            snap = False
    sc = float(max(A[perm[j], j] for j in range(3)))
    if 0.5 < sc < 1.7:
        sc = 1.0
    if not snap and abs(np.linalg.det(G)) < 0.05 * sc ** 3:
        snap = True
    if snap:
        Gs = np.zeros((3, 3))
        for j in range(3):
            k = perm[j]
            Gs[k, j] = sc * (1.0 if G[k, j] >= 0 else -1.0)
        G = Gs
    m["sc"] = sc
    m["Ginv"] = np.linalg.inv(G)
    # gripper
    Dg = m["Dg"]
    d0 = Dg[0]
    dp = Dg[min(m["tp"], len(Dg) - 1)]
    dm = Dg[-1]
    if abs(abs(dp - d0) - abs(dm - d0)) < 0.05:
        m["close"] = 1.0 if dp <= dm else -1.0
    else:
        m["close"] = 1.0 if abs(dp - d0) > abs(dm - d0) else -1.0
    m["dclosed"] = dp if m["close"] > 0 else dm
    m["dopen"] = dm if m["close"] > 0 else dp
    # cube and goal
    others = [i for i in range(3) if i != hand]
    dev = [max(np.linalg.norm(x[i] - H[0][i]) for x in H) for i in others]
    match = [abs(H[0][i][0]) < 0.03 and abs(H[0][i][1] - 0.84) < 0.03 for i in others]
    m["sure"] = True
    if max(dev) > 0.015 * sc and min(dev) < 0.3 * max(dev):
        c = int(np.argmax(dev))
    elif match[0] != match[1]:
        c = 1 if match[0] else 0
    else:
        m["sure"] = False
        dist = [np.linalg.norm(H[0][i] - H[0][hand]) for i in others]
        c = int(np.argmin(dist))
    m["cube"] = others[c]
    m["goal"] = others[1 - c]
    m["al"] = np.ones(3)
    m["be"] = np.zeros(3)
    m["cmd"] = None
    m["hs"] = None
    m["pair"] = None
    m["hold"] = 0
    m["zb"] = 0.0
    m["attempt"] = 0


def _goto(m, hs):
    """Sets m['cmd'] so that the hand comes to hs (sensor frame); learns scale and zero when settled."""
    Ginv = m["Ginv"]
    h = m["H"][-1][m["hand"]]
    hp = m["H"][-2][m["hand"]]
    q = Ginv.dot(h)
    dq = float(np.max(np.abs(q - Ginv.dot(hp))))
    m["dq"] = dq
    qs = Ginv.dot(hs)
    changed = m["hs"] is None or np.linalg.norm(hs - m["hs"]) > 0.01 * m["sc"]
    settled = False
    if m["cmd"] is None or changed:
        m["hs"] = np.array(hs)
        m["cmd"] = np.clip((qs - m["be"]) / m["al"], -2, 2)
        m["hold"] = 0
    else:
        d = m["delay"]
        settled = (m["hold"] >= 2 + d and dq < 0.006) or m["hold"] >= 5 + d
        if settled:
            a = m["cmd"]
            pair = m["pair"]
            for j in range(3):
                if pair is not None and abs(a[j] - pair[0][j]) > 0.03:
                    al = (q[j] - pair[1][j]) / (a[j] - pair[0][j])
                    if 0.25 < al < 4.0:
                        m["al"][j] = al
                if abs(q[j] - qs[j]) > 0.005:
                    m["be"][j] = q[j] - m["al"][j] * a[j]
                else:
                    m["be"][j] = qs[j] - m["al"][j] * a[j]
            m["pair"] = (np.array(a), np.array(q))
            m["cmd"] = np.clip((qs - m["be"]) / m["al"], -2, 2)
            m["hold"] = 0
    m["hold"] += 1
    return hs - h, settled


def _step(m, t):
    H = m["H"]
    phase = m.get("phase", "first")
    if phase == "first":
        if t == 0:
            return [V, V, V, 1.0]
        disp = [np.linalg.norm(H[-1][i] - H[0][i]) for i in range(3)]
        if max(disp) < 0.01 and t < 4:
            return [V, V, V, 1.0]
        m["hand"] = int(np.argmax(disp))
        _find_up(m)
        kz = m["kz"]
        dz = m["up"] * (H[-1][m["hand"]] - H[0][m["hand"]])[kz]
        m["b"] = 1.0 if dz >= 0 else -1.0
        m["ci"] = 0
        phase = m["phase"] = "code"
    if phase == "code":
        i = m["ci"]
        if i < len(CODE):
            m["ci"] = i + 1
            if i == 3:
                m["tp"] = t
            g = 1.0 if i < 3 else -1.0
            return [m["b"] * V * c for c in CODE[i]] + [g]
        _calibrate(m)
        phase = m["phase"] = "A"
        m["t0"] = t

    sc = m["sc"]
    kz = m["kz"]
    d = m["delay"]
    e = np.zeros(3)
    e[kz] = m["up"]
    lat = [k for k in range(3) if k != kz]
    h = H[-1][m["hand"]]
    pc = H[-1][m["cube"]]
    pg = H[-1][m["goal"]]
    close = m["close"]

    if phase == "L":
        _goto(m, m["lift"])
        if t - m["t0"] >= 2 + d:
            phase = m["phase"] = "A"
            m["t0"] = t
        else:
            return list(m["cmd"]) + [-close]

    if phase == "A":
        low = np.linalg.norm((pc - h)[lat]) > 0.03 * sc and m["up"] * (h - pc)[kz] < 0.115 * sc
        if low and t > m["t0"] and m["zb"] < 0.3:
            m["zb"] += 0.1
        hs = pc + e * sc * (0.175 + m["zb"])
        err, settled = _goto(m, hs)
        le = np.linalg.norm(err[lat])
        if (m["hold"] >= 2 + d and le < 0.012 * sc and m["dq"] < 0.012) or t - m["t0"] > 14:
            phase = m["phase"] = "B"
            m["t0"] = t
            m["grasp"] = pc + e * sc * 0.048
        else:
            return list(m["cmd"]) + [-close]

    if phase == "B":
        err, settled = _goto(m, m["grasp"])
        if t - m["t0"] >= 2 + d and ((abs(err[kz]) < 0.012 * sc and m["dq"] < 0.012) or t - m["t0"] > 9):
            phase = m["phase"] = "C"
            m["t0"] = t
        else:
            return list(m["cmd"]) + [-close]

    if phase == "C":
        if t - m["t0"] < 3 + d:
            return list(m["cmd"]) + [close]
        span = abs(m["dopen"] - m["dclosed"])
        empty = span > 0.1 and abs(m["Dg"][-1] - m["dclosed"]) < 0.12 * span
        if empty and not m["sure"] and m["attempt"] == 0:
            m["attempt"] = 1
            m["cube"], m["goal"] = m["goal"], m["cube"]
            m["phase"] = "L"
            m["t0"] = t
            m["lift"] = h + e * sc * 0.2
            _goto(m, m["lift"])
            return list(m["cmd"]) + [-close]
        phase = m["phase"] = "D"
        m["t0"] = t
        off = pc - h
        off[kz] = 0.0
        if np.linalg.norm(off) > 0.05 * sc:
            off = np.zeros(3)
        hs = np.array(pg - off)
        hs[kz] = h[kz] + 0.01 * sc * m["up"]
        m["carry"] = hs
        m["pc0"] = np.array(pc)

    if phase == "D":
        if t - m["t0"] >= 4 + d and np.linalg.norm((pc - h)[lat]) > 0.07 * sc and t < 44:
            moved = max(np.linalg.norm(x[m["cube"]] - H[0][m["cube"]]) for x in H)
            if moved < 0.01 * sc:
                m["cube"], m["goal"] = m["goal"], m["cube"]
            else:
                m["sure"] = True
            m["attempt"] += 1
            m["phase"] = "L"
            m["t0"] = t
            m["lift"] = h + e * sc * 0.2
            _goto(m, m["lift"])
            return list(m["cmd"]) + [-close]
        _goto(m, m["carry"])
        return list(m["cmd"]) + [close]
    return list(m["cmd"]) + [0.0]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    t = m.get("t", 0)
    m["t"] = t + 1
    S = np.array([np.asarray(observation["sensor_" + c], dtype=float).reshape(-1)[:3] for c in "abc"])
    m.setdefault("H", []).append(S)
    m.setdefault("Dg", []).append(float(np.asarray(observation["sensor_d"]).reshape(-1)[0]))
    U = m.setdefault("U", [])
    try:
        act = [float(x) for x in _step(m, t)]
    except Exception:
        act = list(U[-1]) if U else [0.0, 0.6, 0.3, 0.0]
    act = [min(2.0, max(-2.0, x)) for x in act[:3]] + [min(1.0, max(-1.0, act[3]))]
    U.append(act)
    return act
