# Trained by robotrace for shifted/stick-pull-v3@107: optoprime, score feedback, the language model claude-file-backed, iteration 8.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np
from itertools import permutations, product

V3 = ["sensor_c", "sensor_d", "sensor_e", "sensor_f"]
BASE = np.array([0.0, 0.675, 0.275])
DELTA = np.array([0.15, 0.106, 0.081])
FACT = [1.0, -2.0, 4.0]
OFF = np.array([-0.02, 0.0, 0.03])
WGT = [0.53, 0.40, 0.07]


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


def track(m, h, move, mask):
    """Update gain and offset of the axes in mask from the smoothed, delayed commands."""
    d = m["d"]
    w = len(WGT) + d + 2
    if len(m["ah"]) < w:
        return
    A = np.array(m["ah"][-w:])
    H = A.dot(m["G"].T)
    if np.max(H.max(0) - H.min(0)) > 0.10:
        return
    abar = np.zeros(3)
    for l, wl in enumerate(WGT):
        abar += wl * A[len(A) - 1 - d - l]
    phi = np.concatenate([abar - m["aref"], [1.0]])
    R = (0.004 + 0.15 * move) ** 2
    for i in range(3):
        if not mask[i]:
            continue
        P = m["P"][i]
        P[3, 3] += 0.001 ** 2
        e = h[i] - (m["G"][i].dot(phi[:3]) + m["c"][i])
        Pp = P.dot(phi)
        K = Pp / (phi.dot(Pp) + R)
        m["G"][i] = m["G"][i] + K[:3] * e
        m["c"][i] = m["c"][i] + K[3] * e
        m["P"][i] = P - np.outer(K, Pp)


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
        m["mv"] = []
        m["ds"] = []
        m["ah"] = []
    move = float(np.max(np.abs(X - m["prev"])))
    m["prev"] = X.copy()

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
                Pm = np.array([p[1] for p in m["pts"]] + [m["X0"]])
                rng = (Pm.max(0) - Pm.min(0)).reshape(4, 3).max(1)
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
                m["d"] = min(int(np.median(m["ds"])), 4) if m["ds"] else 0
                m["aref"] = np.array(m["a"], float)
                m["c"] = X[3 * hi:3 * hi + 3][pl] * sgn
                m["P"] = [np.diag(np.concatenate([(0.02 + 0.1 * np.abs(G[i])) ** 2, [0.006 ** 2]]))
                          for i in range(3)]
                m["mode"] = "above"
                m["n"] = 0
                m["tries"] = 0
                m["again"] = 0
                m["boost"] = 0.0
                m["shift"] = np.zeros(3)
                m["mv"] = []

    if m["mode"] != "id":
        pl, sgn = m["pl"], m["sgn"]

        def get(i):
            return X[3 * i:3 * i + 3][pl] * sgn
        h = get(m["hi"])
        st, th, go = [get(i) for i in m["lab"]]
        m["n"] += 1
        m["mv"].append(move)
        d0 = m["d"]
        off = h - st
        mode = m["mode"]
        if mode == "above":
            track(m, h, move, (True, True, True))
        elif mode == "down":
            track(m, h, move, (True, True, False))
        elif mode == "lift" and m["n"] > 2 + d0:
            track(m, h, move, (True, True, True))
        elif mode == "thread":
            track(m, h, move, (False, True, True))

        def go_to(name):
            m["mode"] = name
            m["n"] = 0
            m["mv"] = []

        end = st[0] + 0.05
        # transitions
        if mode in ("lift", "thread", "pull"):
            dropped = st[2] - m["z0"] < 0.03 and np.max(np.abs(off - m["off"])) > 0.04
            if dropped and (mode != "lift" or m["n"] >= 3 + d0) and m["tries"] < 3:
                m["tries"] += 1
                go_to("above")
                mode = "above"
            elif np.max(np.abs(off - m["off"])) < 0.03:
                if mode != "thread":
                    m["off"] = off.copy()
        if mode == "above":
            e = h - (st + OFF)
            if (np.max(np.abs(e[:2])) < 0.015 and abs(e[2] - 0.08) < 0.06 and move < 0.045) or m["n"] >= 10:
                go_to("down")
        elif mode == "down":
            e = h - (st + OFF)
            mx = max(m["mv"])
            if (e[2] < 0.012 and np.max(np.abs(e[:2])) < 0.018) or (
                    m["n"] >= 4 and (move < 0.004 or move < 0.15 * mx)) or m["n"] >= 6:
                go_to("close")
                m["hold"] = h.copy()
                m["hold"][2] = st[2] + 0.03
        elif mode == "close":
            if m["n"] >= 3:
                m["off"] = off.copy()
                m["z0"] = float(st[2])
                go_to("lift")
        elif mode == "lift":
            if m["n"] >= 5 + d0 and st[2] - m["z0"] < 0.03 and m["tries"] < 3:
                m["tries"] += 1
                go_to("above")
            elif (abs(st[2] - th[2] - m["shift"][2]) < 0.025 and abs(st[1] - th[1] - m["shift"][1]) < 0.015
                    and end < th[0]) or m["n"] >= 9:
                go_to("thread")
                m["off"] = off.copy()
        elif mode == "thread":
            slid = off[0] - m["off"][0] > 0.02 and end < th[0]
            if end > th[0] + 0.02:
                go_to("pull")
                m["off"] = off.copy()
            elif (slid or m["n"] >= 7) and t < 43:
                if m["again"] < 2 and end < th[0] + 0.005:
                    m["again"] += 1
                    bend = -(off - m["off"])
                    m["shift"][1] = float(np.clip(m["shift"][1] + 1.5 * bend[1], -0.015, 0.015))
                    m["shift"][2] = float(np.clip(m["shift"][2] + 1.5 * bend[2], -0.02, 0.02))
                    m["off"] = off.copy()
                    go_to("lift")
                elif m["n"] >= 7:
                    m["off"] = off.copy()
                    go_to("pull")
        elif mode == "pull":
            out = abs(st[1] - th[1]) > 0.06 or end < th[0] - 0.03
            if m["n"] >= 3 and out and m["again"] < 2 and t < 41:
                m["again"] += 1
                m["off"] = off.copy()
                go_to("lift")
            elif m["n"] >= 4 and move < 0.008:
                m["boost"] = min(m["boost"] + 0.02, 0.08)
        mode = m["mode"]
        grip = m["closes"]
        if mode == "above":
            tgt = st + OFF + np.array([0.0, 0.0, 0.08])
            grip = -m["closes"]
        elif mode == "down":
            tgt = st + OFF
            grip = -m["closes"]
        elif mode == "close":
            tgt = m["hold"].copy()
        elif mode == "lift":
            tgt = np.array([th[0] - 0.10, th[1], th[2]]) + m["shift"] + m["off"]
            if st[2] - m["z0"] < 0.03:
                tgt[:2] = h[:2]
            elif m["again"] > 0 and end > th[0] - 0.02:
                tgt[1:] = h[1:]
        elif mode == "thread":
            tgt = np.array([th[0] + 0.01, th[1], th[2]]) + m["shift"] + off
        else:
            dv = go - th
            dv[2] = 0.0
            dv = dv + (0.02 + m["boost"]) * dv / (np.linalg.norm(dv) + 1e-6)
            dv = np.clip(dv, -0.15, 0.15)
            tgt = h + dv
            tgt[2] = h[2] + (th[2] - st[2])
        try:
            a = m["aref"] + np.linalg.pinv(m["G"], rcond=0.02).dot(tgt - m["c"])
        except Exception:
            a = np.array(m["a"])
        m["a"] = [float(v) for v in np.clip(a, -2, 2)]
        m["grip"] = float(grip)

    m["ah"].append(list(m["a"]))
    return [m["a"][0], m["a"][1], m["a"][2], m["grip"]]
