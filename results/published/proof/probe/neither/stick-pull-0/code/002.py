"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np
from itertools import permutations, product

V3 = ["sensor_c", "sensor_d", "sensor_e", "sensor_f"]
BASE1 = np.array([0.0, 0.64, 0.24])
DEL1 = np.array([-0.07, -0.06, -0.07])
BASE = np.array([0.0, 0.675, 0.275])
DELTA = np.array([0.15, 0.106, 0.081])
FACT = [1.0, -2.0, 4.0]
OFF = np.array([-0.012, 0.0, 0.042])


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


def shape(tau, n):
    sp = 0.0
    h = 0.0
    out = [0.0]
    for _ in range(n):
        for _ in range(10):
            sp += 0.1 * (1.0 - h)
            h += (sp - h) / tau
        out.append(h)
    return out


def fit(Y, dmax):
    """Y: N x 3 hand displacement since the first step; steps of DEL1[j] at action 2 j."""
    n = len(Y)
    best = None
    for d in range(dmax + 1):
        for tau in (2.5, 3.5, 4.5, 6.0):
            r = shape(tau, n)
            Phi = np.zeros((n, 3))
            for i in range(n):
                for j in range(3):
                    Phi[i, j] = r[max(0, i + 1 - 2 * j - d)] * DEL1[j]
            if np.max(np.abs(Phi[:, 2])) < 0.3 * abs(DEL1[2]):
                continue
            S = np.linalg.lstsq(Phi, Y, rcond=None)[0]
            rel = float(np.linalg.norm(Y - Phi.dot(S)) / (np.linalg.norm(Y) + 1e-9))
            if best is None or rel < best[0]:
                best = (rel, d, S.T)
    return best


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
        m["prev"] = X.copy()
        m["sprev"] = s
        m["a"] = [float(v) for v in BASE1]
        m["grip"] = 1.0
        m["held"] = 0
        m["lo"] = X.copy()
        m["up"] = X.copy()
        m["ah"] = []
    move = float(np.max(np.abs(X - m["prev"])))
    ds = abs(s - m["sprev"])
    m["prev"] = X.copy()
    m["sprev"] = s
    m["lo"] = np.minimum(m["lo"], X)
    m["up"] = np.maximum(m["up"], X)

    if m["mode"] == "base":
        if t > 0:
            m["held"] += 1
            if m["held"] >= 3 and (move < 0.004 or m["held"] >= 7):
                m["closes"] = 1.0 if abs(s - m["s0"]) > 0.1 else -1.0
                m["grip"] = -m["closes"]
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
        elif n == 4:
            m["a"][2] = float(BASE1[2] + DEL1[2])
        elif n >= 6:
            hi = int(np.argmax((m["up"] - m["lo"]).reshape(4, 3).max(1)))
            Y = np.array(m["rows"])[:, 3 * hi:3 * hi + 3]
            res = fit(Y, {6: 1, 7: 2}.get(n, 3))
            lim = {6: 0.06, 7: 0.08}.get(n, 0.12)
            good = res is not None and res[0] < lim
            if good:
                colmax = np.abs(res[2]).max(0)
                good = bool(np.min(colmax) > 0.25)
            if good:
                finish(m, hi, res[2], m["Xb"][3 * hi:3 * hi + 3], m["ab"], res[1])
            elif n >= 8:
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
        d0 = m["d"]
        m["n"] += 1
        off = h - st
        mode = m["mode"]
        k = 3 + d0
        if mode in ("above", "down", "lift") and m["n"] >= k and move < 0.012 and len(m["ah"]) >= k:
            last = np.array(m["ah"][-k:])
            if np.max(last.max(0) - last.min(0)) < 0.01:
                e = h - (G.dot(last[-1]) + m["c"])
                if mode == "down":
                    e[2] = 0.0
                m["c"] = m["c"] + 0.8 * e

        def go_to(name):
            m["mode"] = name
            m["n"] = 0
        # transitions
        if mode == "above":
            e = h - (st + OFF)
            if (np.max(np.abs(e[:2])) < 0.025 and e[2] < 0.12) or m["n"] >= 9:
                go_to("down")
        elif mode == "down":
            e = h - (st + OFF)
            if (e[2] < 0.012 and np.max(np.abs(e[:2])) < 0.012) or (
                    m["n"] >= 4 + d0 and move < 0.004) or m["n"] >= 7 + d0:
                go_to("close")
                m["hold"] = st + OFF
        elif mode == "close":
            if (m["n"] >= 2 and abs(s - m["s0"]) > 0.1 and ds < 0.04) or m["n"] >= 4 + d0:
                m["off"] = off.copy()
                m["z0"] = float(st[2])
                go_to("lift")
        elif mode == "lift":
            if m["n"] >= 5 + d0 and st[2] - m["z0"] < 0.03 and m["tries"] < 2:
                m["tries"] += 1
                go_to("above")
            elif (abs(st[2] - th[2]) < 0.03 and abs(st[1] - th[1]) < 0.02) or m["n"] >= 9:
                go_to("thread")
        elif mode == "thread":
            if st[0] + 0.05 > th[0] + 0.02 or m["n"] >= 7:
                go_to("pull")
        mode = m["mode"]
        grip = m["closes"]
        if mode == "above":
            tgt = st + OFF + np.array([0.0, 0.0, 0.05])
            grip = -m["closes"]
        elif mode == "down":
            tgt = st + OFF
            grip = -m["closes"]
        elif mode == "close":
            tgt = m["hold"].copy()
        elif mode == "lift":
            tgt = np.array([th[0] - 0.11, th[1], th[2]]) + m["off"]
            if st[2] - m["z0"] < 0.03:
                tgt[:2] = m["hold"][:2]
        elif mode == "thread":
            tgt = np.array([th[0] + 0.01, th[1], th[2]]) + off
        else:
            d = go - th
            d[2] = 0.0
            d = d + 0.02 * d / (np.linalg.norm(d) + 1e-6)
            d = np.clip(d, -0.13, 0.13)
            tgt = h + d
            if st[0] + 0.05 < th[0] + 0.01:
                tgt[0] += 0.03
            tgt[2] = h[2] + (th[2] - st[2])
        try:
            a = np.linalg.pinv(G, rcond=0.02).dot(tgt - m["c"])
        except Exception:
            a = np.array(m["a"])
        m["a"] = [float(v) for v in np.clip(a, -2, 2)]
        m["grip"] = float(grip)

    m["ah"].append(list(m["a"]))
    return [m["a"][0], m["a"][1], m["a"][2], m["grip"]]
