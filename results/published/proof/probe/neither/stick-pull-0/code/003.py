"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np
from itertools import permutations, product

V3 = ["sensor_c", "sensor_d", "sensor_e", "sensor_f"]
BASE1 = np.array([0.0, 0.65, 0.25])
DEL1 = np.array([-0.07, -0.06, -0.07])
BASE = np.array([0.0, 0.675, 0.275])
DELTA = np.array([0.15, 0.106, 0.081])
FACT = [1.0, -2.0, 4.0]


def find_frame(h, stat):
    names = sorted(stat)
    best = None
    for lab in permutations(names):
        for perm in permutations(range(3)):
            for sg in product((1.0, -1.0), repeat=3):
                sgn = np.array(sg)
                pl = list(perm)
                hh = h[pl] * sgn
                st = stat[lab[0]][pl] * sgn
                th = stat[lab[1]][pl] * sgn
                go = stat[lab[2]][pl] * sgn
                c = ((th - go)[2] - 0.11) ** 2 / 0.01 ** 2
                c += ((go - st)[2]) ** 2 / 0.03 ** 2
                c += ((hh - st)[2] - 0.18) ** 2 / 0.06 ** 2
                c += ((th - st)[0] - 0.28) ** 2 / 0.10 ** 2
                c += ((go - st)[0] - 0.43) ** 2 / 0.10 ** 2
                c += ((go - st)[1] + 0.10) ** 2 / 0.10 ** 2
                c += ((st - hh)[0] + 0.05) ** 2 / 0.08 ** 2
                c += ((st - hh)[1]) ** 2 / 0.08 ** 2
                c += ((th - st)[1] - 0.05) ** 2 / 0.12 ** 2
                c += sum(1.0 for s in sg if s < 0)
                c += sum(1.0 for i in range(3) if perm[i] != i)
                if best is None or c < best[0]:
                    best = (float(c), lab, pl, sgn)
    return best


def shape(tau, d, n):
    sp = 0.0
    h = 0.0
    out = [0.0] * (d + 1)
    for _ in range(n):
        for _ in range(10):
            sp += 0.1 * (1.0 - h)
            h += (sp - h) / tau
        out.append(h)
    return np.array(out[:n + 1])


def design(r, n):
    Phi = np.zeros((n, 3))
    for i in range(n):
        for j in range(3):
            Phi[i, j] = r[max(0, i + 1 - 2 * j)] * DEL1[j]
    return Phi


def solve_gain(r, Y):
    Phi = design(r, len(Y))
    A = Phi.T.dot(Phi) + 1e-7 * np.eye(3)
    S = np.linalg.solve(A, Phi.T.dot(Y))
    return S, float(np.linalg.norm(Y - Phi.dot(S)) / (np.linalg.norm(Y) + 1e-9))


def fit(Y):
    """Y: n x 3 displacement of the hand; steps DEL1[j] sent at action 2 j. Free common step response."""
    n = len(Y)
    best = None
    for d in range(4):
        for tau in (2.5, 4.0, 6.0):
            r = shape(tau, d, n)
            S, rel = solve_gain(r, Y)
            if best is None or rel < best[0]:
                best = (rel, r)
    r0 = best[1]
    r = r0.copy()
    S, rel = solve_gain(r, Y)
    for _ in range(25):
        K = np.zeros((3 * n, n))
        for i in range(n):
            for j in range(3):
                l = i + 1 - 2 * j
                if l >= 1:
                    K[3 * i:3 * i + 3, l - 1] += S[j] * DEL1[j]
        lam = 0.01 * float(np.sum(K ** 2)) / n + 1e-12
        A = K.T.dot(K) + lam * np.eye(n)
        b = K.T.dot(Y.ravel()) + lam * r0[1:]
        rr = np.linalg.solve(A, b)
        norm = 0.5 * (rr[-1] + rr[-2])
        if not np.isfinite(norm) or norm < 0.2:
            break
        r = np.concatenate([[0.0], rr / norm])
        S, rel = solve_gain(r, Y)
    return rel, r, S.T


def finish(m, hi, Gs, hb, ab, d):
    stat = {n: m["X0"][3 * i:3 * i + 3] for i, n in enumerate(V3) if i != hi}
    cost, lab, pl, sgn = find_frame(m["X0"][3 * hi:3 * hi + 3], stat)
    G = (Gs[pl, :].T * sgn).T
    m["hi"] = hi
    m["lab"] = [V3.index(n) for n in lab]
    m["pl"] = pl
    m["sgn"] = sgn
    m["G"] = G
    m["c"] = hb[pl] * sgn - G.dot(np.array(ab, float))
    m["d"] = d
    m["mode"] = "above"
    m["n"] = 0
    m["tries"] = 0


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    t = m.get("t", 0)
    m["t"] = t + 1
    X = np.concatenate([np.asarray(observation[n], float).ravel() for n in V3])
    s = float(np.ravel(observation["sensor_a"])[0])
    if t == 0:
        m["mode"] = "base"
        m["X0"] = X.copy()
        m["s0"] = s
        m["smax"] = 0.0
        m["prev"] = X.copy()
        m["a"] = [float(v) for v in BASE1]
        m["grip"] = 1.0
        m["held"] = 0
        m["lo"] = X.copy()
        m["up"] = X.copy()
        m["ah"] = []
    move = float(np.max(np.abs(X - m["prev"])))
    m["prev"] = X.copy()
    m["lo"] = np.minimum(m["lo"], X)
    m["up"] = np.maximum(m["up"], X)
    if m["mode"] in ("base", "probe"):
        m["smax"] = max(m["smax"], abs(s - m["s0"]))

    if m["mode"] == "base":
        if t > 0:
            m["held"] += 1
            if m["held"] >= 3 and (move < 0.004 or m["held"] >= 7):
                m["mode"] = "probe"
                m["Xb"] = X.copy()
                m["ab"] = list(m["a"])
                m["rows"] = []
                m["a"][0] = float(BASE1[0] + DEL1[0])
    elif m["mode"] == "probe":
        m["rows"].append(X - m["Xb"])
        n = len(m["rows"])
        if n == 2:
            m["a"][1] = float(BASE1[1] + DEL1[1])
            m["closes"] = 1.0 if m["smax"] > 0.1 else -1.0
            m["grip"] = -m["closes"]
        elif n == 4:
            m["a"][2] = float(BASE1[2] + DEL1[2])
        elif n >= 7:
            hi = int(np.argmax((m["up"] - m["lo"]).reshape(4, 3).max(1)))
            Y = np.array(m["rows"])[:, 3 * hi:3 * hi + 3]
            rel, r, Gs = fit(Y)
            colmax = np.abs(Gs).max(0)
            good = bool(np.isfinite(rel) and rel < 0.2 and np.min(colmax) > 0.25 and np.max(colmax) < 5.0)
            if good and (r[n - 4] > 0.5 or n >= 9):
                d = 0
                while d < 4 and r[d + 1] < 0.2:
                    d += 1
                finish(m, hi, Gs, m["Xb"][3 * hi:3 * hi + 3], m["ab"], d)
            elif n >= 9:
                m["mode"] = "id"
                m["a"] = [float(v) for v in BASE]
                m["held"] = -1
                m["pts"] = []
                m["j"] = -1
                m["k"] = 0
                m["cols"] = {}

    if m["mode"] == "id":
        m["held"] += 1
        lim = 7 if m["j"] < 0 else 6
        if m["held"] >= 3 and (move < 0.004 or m["held"] >= lim):
            m["pts"].append((list(m["a"]), X.copy()))
            m["held"] = 0
            if m["j"] < 0:
                m["j"] = 0
                m["k"] = 0
            else:
                j = m["j"]
                a1, x1 = m["pts"][-1]
                a0, x0 = m["pts"][-2]
                da = a1[j] - a0[j]
                dx = x1 - x0
                if float(np.max(np.abs(dx))) < 0.015 and m["k"] < len(FACT) - 1:
                    m["k"] += 1
                else:
                    m["cols"][j] = dx / da
                    m["j"] = j + 1
                    m["k"] = 0
            if m["j"] < 3:
                j = m["j"]
                m["a"][j] = float(BASE[j] + FACT[m["k"]] * DELTA[j])
            else:
                hi = int(np.argmax((m["up"] - m["lo"]).reshape(4, 3).max(1)))
                Gs = np.zeros((3, 3))
                for j in range(3):
                    Gs[:, j] = m["cols"][j][3 * hi:3 * hi + 3]
                finish(m, hi, Gs, X[3 * hi:3 * hi + 3], m["a"], 1)

    if m["mode"] not in ("base", "probe", "id"):
        pl, sgn = m["pl"], m["sgn"]

        def get(i):
            return X[3 * i:3 * i + 3][pl] * sgn
        h = get(m["hi"])
        st, th, go = [get(i) for i in m["lab"]]
        G = m["G"]
        m["n"] += 1
        off = h - st
        mode = m["mode"]
        k = 3 + m["d"]
        if mode in ("above", "down", "lift") and m["n"] >= 3 and move < 0.010 and len(m["ah"]) >= k:
            last = np.array(m["ah"][-k:])
            if np.max(last.max(0) - last.min(0)) < 0.004:
                e = h - (G.dot(last[-1]) + m["c"])
                if mode == "down":
                    e[2] = 0.0
                m["c"] = m["c"] + 0.8 * e

        def go_to(name):
            m["mode"] = name
            m["n"] = 0
        # transitions
        if mode == "above":
            tgt = st + np.array([-0.02, 0.0, 0.11])
            e = h - tgt
            if (np.max(np.abs(e[:2])) < 0.014 and abs(e[2]) < 0.05 and move < 0.03) or m["n"] >= 10:
                go_to("down")
        elif mode == "down":
            e = h[2] - (st[2] + 0.03)
            if e < 0.012 or (m["n"] >= 4 and move < 0.004) or m["n"] >= 6:
                go_to("close")
                m["hold"] = h.copy()
                m["hold"][2] = st[2] + 0.03
        elif mode == "close":
            if m["n"] >= 3:
                m["off"] = off.copy()
                m["z0"] = float(st[2])
                go_to("lift")
        elif mode == "lift":
            if m["n"] >= 6 and st[2] - m["z0"] < 0.03 and m["tries"] < 2:
                m["tries"] += 1
                go_to("above")
            elif (abs(st[2] - th[2]) < 0.025 and abs(st[1] - th[1]) < 0.015) or m["n"] >= 9:
                go_to("thread")
        elif mode == "thread":
            if st[0] + 0.05 > th[0] + 0.02 or m["n"] >= 7:
                go_to("pull")
        mode = m["mode"]
        grip = m["closes"]
        if mode == "above":
            tgt = st + np.array([-0.02, 0.0, 0.11])
            grip = -m["closes"]
        elif mode == "down":
            tgt = st + np.array([-0.02, 0.0, 0.03])
            grip = -m["closes"]
        elif mode == "close":
            tgt = m["hold"].copy()
        elif mode == "lift":
            tgt = np.array([th[0] - 0.11, th[1], th[2]]) + m["off"]
            if st[2] - m["z0"] < 0.04:
                tgt[:2] = h[:2]
        elif mode == "thread":
            tgt = np.array([th[0] + 0.01, th[1], th[2]]) + off
        else:
            d = go - th
            d[2] = 0.0
            d = d + 0.02 * d / (np.linalg.norm(d) + 1e-6)
            d = np.clip(d, -0.10, 0.10)
            tgt = h + d
            tgt[2] = h[2] + (th[2] - st[2])
        try:
            a = np.linalg.pinv(G, rcond=0.02).dot(tgt - m["c"])
        except Exception:
            a = np.array(m["a"])
        m["a"] = [float(v) for v in np.clip(a, -2, 2)]
        m["grip"] = float(grip)

    m["ah"].append(list(m["a"]))
    return [m["a"][0], m["a"][1], m["a"][2], m["grip"]]
