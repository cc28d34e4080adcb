"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np
from itertools import permutations, product

V3 = ["sensor_c", "sensor_d", "sensor_e", "sensor_f"]
BASE = np.array([0.0, 0.675, 0.275])
DELTA = np.array([0.15, 0.106, 0.081])
FACT = [1.0, -2.0, 4.0]
OFF = np.array([-0.02, 0.0, 0.03])


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
        m["sprev"] = s
        m["a"] = [float(v) for v in BASE]
        m["grip"] = 1.0
        m["held"] = 0
        m["pts"] = []
        m["j"] = -1
        m["k"] = 0
        m["cols"] = {}
        m["mv"] = []
        m["ds"] = []
        m["ah"] = []
    move = float(np.max(np.abs(X - m["prev"])))
    ds = abs(s - m["sprev"])
    m["prev"] = X.copy()
    m["sprev"] = s

    if m["mode"] == "id":
        if t > 0:
            m["held"] += 1
            m["mv"].append(move)
        lim = 7 if m["j"] < 0 else 6
        mx = max(m["mv"]) if m["mv"] else 0.0
        ratio = 0.1 if m["j"] < 0 else 0.2
        calm = move < 0.004 or (mx > 0.02 and move < ratio * mx)
        if t > 0 and m["held"] >= 3 and (calm or m["held"] >= lim):
            m["pts"].append((list(m["a"]), X.copy(), s))
            if mx > 0.02:
                first = [i for i, v in enumerate(m["mv"]) if v > 0.25 * mx][0]
                m["ds"].append(first)
            m["mv"] = []
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
                m["d"] = int(np.median(m["ds"])) if m["ds"] else 0
                h = X[3 * hi:3 * hi + 3][pl] * sgn
                m["c"] = h - G.dot(np.array(m["a"]))
                m["mode"] = "above"
                m["n"] = 0
                m["tries"] = 0
                m["again"] = 0
                m["mv"] = []

    if m["mode"] != "id":
        pl, sgn = m["pl"], m["sgn"]

        def get(i):
            return X[3 * i:3 * i + 3][pl] * sgn
        h = get(m["hi"])
        st, th, go = [get(i) for i in m["lab"]]
        G = m["G"]
        m["n"] += 1
        m["mv"].append(move)
        off = h - st
        mode = m["mode"]
        k = 3 + m["d"]
        if mode in ("above", "lift") and m["n"] > 3 and move < 0.010 and len(m["ah"]) >= k:
            last = np.array(m["ah"][-k:])
            if np.max(last.max(0) - last.min(0)) < 0.004:
                m["c"] = m["c"] + 0.8 * (h - (G.dot(last[-1]) + m["c"]))

        def go_to(name):
            m["mode"] = name
            m["n"] = 0
            m["mv"] = []
        # transitions
        if mode == "above":
            e = h - (st + OFF)
            if (np.max(np.abs(e[:2])) < 0.016 and abs(e[2] - 0.07) < 0.06 and move < 0.05) or m["n"] >= 10:
                go_to("down")
        elif mode == "down":
            e = h - (st + OFF)
            mx = max(m["mv"])
            if (e[2] < 0.012 and np.max(np.abs(e[:2])) < 0.02) or (
                    m["n"] >= 4 and (move < 0.004 or move < 0.15 * mx)) or m["n"] >= 6:
                go_to("close")
                m["hold"] = h.copy()
                m["hold"][2] = st[2] + 0.03
        elif mode == "close":
            w = abs(s - m["s0"])
            if m["n"] >= 3 or (m["n"] >= 2 and w > 0.1 and ds < 0.1 * w):
                m["off"] = off.copy()
                m["z0"] = float(st[2])
                go_to("lift")
        elif mode == "lift":
            if m["n"] >= 5 + m["d"] and st[2] - m["z0"] < 0.03 and m["tries"] < 2:
                m["tries"] += 1
                go_to("above")
            elif (abs(st[2] - th[2]) < 0.025 and abs(st[1] - th[1]) < 0.015) or m["n"] >= 8:
                go_to("thread")
        elif mode == "thread":
            if st[0] + 0.05 > th[0] + 0.02:
                go_to("pull")
            elif m["n"] >= 7:
                if st[0] + 0.05 > th[0] + 0.005 or m["again"] >= 1:
                    go_to("pull")
                else:
                    m["again"] += 1
                    m["off"] = off.copy()
                    go_to("lift")
        mode = m["mode"]
        grip = m["closes"]
        if mode == "above":
            tgt = st + OFF + np.array([0.0, 0.0, 0.07])
            grip = -m["closes"]
        elif mode == "down":
            tgt = st + OFF
            grip = -m["closes"]
        elif mode == "close":
            tgt = m["hold"].copy()
        elif mode == "lift":
            tgt = np.array([th[0] - 0.11, th[1], th[2]]) + m["off"]
            if st[2] - m["z0"] < 0.025:
                tgt[:2] = h[:2]
        elif mode == "thread":
            tgt = np.array([th[0] + 0.01, th[1], th[2]]) + off
        else:
            d = go - th
            d[2] = 0.0
            d = d + 0.02 * d / (np.linalg.norm(d) + 1e-6)
            d = np.clip(d, -0.12, 0.12)
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
