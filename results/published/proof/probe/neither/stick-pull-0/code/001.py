"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np
from itertools import permutations, product

V3 = ["sensor_c", "sensor_d", "sensor_e", "sensor_f"]
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


def fmt(v):
    return ",".join("%.3f" % float(x) for x in np.ravel(v))


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    t = m.get("t", 0)
    m["t"] = t + 1
    X = np.concatenate([np.asarray(observation[n], float).ravel() for n in V3])
    s = float(np.ravel(observation["sensor_a"])[0])
    if t == 0:
        m["mode"] = "id"
        m["X0"] = X.copy()
        m["s0"] = s
        m["prev"] = X.copy()
        m["a"] = [float(v) for v in BASE]
        m["grip"] = 1.0
        m["held"] = 0
        m["pts"] = []
        m["j"] = -1
        m["k"] = 0
        m["cols"] = {}
    move = float(np.max(np.abs(X - m["prev"])))
    m["prev"] = X.copy()

    if m["mode"] == "id":
        if t > 0:
            m["held"] += 1
        lim = 7 if m["j"] < 0 else 6
        if t > 0 and m["held"] >= 3 and (move < 0.004 or m["held"] >= lim):
            m["pts"].append((list(m["a"]), X.copy(), s))
            m["held"] = 0
            if m["j"] < 0:
                m["closes"] = 1.0 if abs(s - m["s0"]) > 0.1 else -1.0
                m["grip"] = -m["closes"]
                m["j"] = 0
                m["k"] = 0
            else:
                j = m["j"]
                a1, x1, _ = m["pts"][-1]
                a0, x0, _ = m["pts"][-2]
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
                P = np.array([p[1] for p in m["pts"]] + [m["X0"]])
                rng = (P.max(0) - P.min(0)).reshape(4, 3).max(1)
                hi = int(np.argmax(rng))
                stat = {n: m["X0"][3 * i:3 * i + 3] for i, n in enumerate(V3) if i != hi}
                cost, lab, pl, sgn = find_frame(m["X0"][3 * hi:3 * hi + 3], stat)
                G = np.zeros((3, 3))
                for j in range(3):
                    G[:, j] = m["cols"][j][3 * hi:3 * hi + 3][pl] * sgn
                m["hi"] = hi
                m["lab"] = [V3.index(n) for n in lab]
                m["pl"] = pl
                m["sgn"] = sgn
                m["G"] = G
                h = X[3 * hi:3 * hi + 3][pl] * sgn
                m["c"] = h - G.dot(np.array(m["a"]))
                m["mode"] = "above"
                m["n"] = 0
                m["tries"] = 0
                print("IDENT t=%d hand=%s stick,thermos,goal=%s perm=%s sgn=%s cost=%.2f closes=%g G=%s c=%s" % (
                    t, V3[hi], ",".join(lab), pl, fmt(sgn), cost, m["closes"], fmt(G), fmt(m["c"])))

    if m["mode"] != "id":
        pl, sgn = m["pl"], m["sgn"]

        def get(i):
            return X[3 * i:3 * i + 3][pl] * sgn
        h = get(m["hi"])
        st, th, go = [get(i) for i in m["lab"]]
        G = m["G"]
        m["n"] += 1
        off = h - st
        mode = m["mode"]
        if mode in ("above", "lift") and m["n"] > 3 and move < 0.006:
            m["c"] = m["c"] + 0.6 * (h - (G.dot(np.array(m["a"])) + m["c"]))

        def go_to(name):
            m["mode"] = name
            m["n"] = 0
        # transitions
        if mode == "above":
            tgt = st + np.array([-0.02, 0.0, 0.11])
            e = h - tgt
            if (np.max(np.abs(e[:2])) < 0.012 and abs(e[2]) < 0.05 and move < 0.03) or m["n"] >= 9:
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
            if m["n"] >= 5 and st[2] - m["z0"] < 0.03 and m["tries"] < 2:
                m["tries"] += 1
                go_to("above")
            elif (abs(st[2] - th[2]) < 0.025 and abs(st[1] - th[1]) < 0.015) or m["n"] >= 8:
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
            tgt = m["hold"]
        elif mode == "lift":
            tgt = np.array([min(max(st[0], th[0] - 0.11), th[0] - 0.11), th[1], th[2]]) + m["off"]
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

    out = [m["a"][0], m["a"][1], m["a"][2], m["grip"]]
    print("t%d %s s=%.2f c=%s d=%s e=%s f=%s -> %s" % (
        t, m["mode"], s, fmt(X[0:3]), fmt(X[3:6]), fmt(X[6:9]), fmt(X[9:12]), fmt(out)))
    return out
