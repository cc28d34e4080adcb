# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

NAMES = ("sensor_a", "sensor_b", "sensor_c")
U0 = np.array([0.0, 0.7, 0.275])
FIRST = [(0, 0.15), (1, -0.12), (2, 0.10)]
EXTRA = {0: [-0.15, 0.5, -0.5], 1: [0.15, -0.7, -1.4], 2: [-0.10, 0.5, -0.55]}


def _fmt(v):
    return ",".join("%.0f" % (1000 * float(x)) for x in v)


def _hand_index(hist):
    best, arg = -1.0, 0
    for k in range(3):
        s = 0.0
        for i in range(1, len(hist)):
            s += float(np.sum(np.abs(hist[i]["s"][k] - hist[i - 1]["s"][k])))
        if s > best:
            best, arg = s, k
    return arg


def _goal_score(v):
    v = [abs(float(x)) for x in v]
    best = 9.0
    for i in range(3):
        for j in range(3):
            if i != j:
                best = min(best, abs(v[i] - 0.84) + v[j])
    return best


def _report(m):
    h = m["hist"]
    out = ["I " + " ".join(_fmt(v) for v in h[0]["s"]) + " d%.2f" % h[0]["d"]]
    out.append("hand%s cube%s" % (m.get("hand"), m.get("cube")))
    if "G" in m:
        out.append("G " + " ".join("%.2f" % x for x in m["G"].ravel()))
    out.append("close%s" % m.get("close"))
    out.append("L " + " ".join(_fmt(v) for v in h[-1]["s"]) + " d%.2f" % h[-1]["d"])
    hi = m.get("hand", 0)
    ci = m.get("cube", 1)
    for i, r in enumerate(h):
        if "u" in r:
            out.append("%d%s u%s h%s d%.2f%s" % (
                i, r.get("ph", ""), _fmt(r["u"][:3]) + ",%.0f" % r["u"][3], _fmt(r["s"][hi]), r["d"],
                (" c" + _fmt(r["s"][ci])) if i >= 17 else ""))
    return "; ".join(out)


def _probe(m, t):
    """Return (u, grip) while probing, or None when it is over."""
    h = m["hist"]
    if "queue" not in m:
        # entries: (axis or None, delta, length, grip)
        m["queue"] = [(None, 0.0, 5, -1.0)]
        for a, d in FIRST:
            m["queue"].append((a, d, 4, 1.0 if a == 1 else -1.0))
        m["extra"] = {a: list(v) for a, v in EXTRA.items()}
        m["cols"] = {}
        m["cur"] = None
        m["left"] = 0
    if m["left"] == 0:
        cur = m["cur"]
        if cur is not None:
            hi = _hand_index(h)
            m["hand"] = hi
            if cur[0] is None:
                m.setdefault("base_i", len(h) - 1)
            else:
                if cur[0] == 0 and "d_open" not in m:
                    m["d_open"] = h[-1]["d"]
                if cur[0] == 1 and "d_close" not in m:
                    m["d_close"] = h[-1]["d"]
                ds = h[-1]["s"][hi] - h[m["base_i"]]["s"][hi]
                if np.max(np.abs(ds)) > 0.02:
                    m["cols"][cur[0]] = ds / cur[1]
                elif m["extra"][cur[0]]:
                    d = m["extra"][cur[0]].pop(0)
                    m["queue"].append((cur[0], d, 4, -1.0))
                    if abs(d) > 0.2:
                        m["queue"].append((None, 0.0, 4, -1.0))
        if not m["queue"] or t >= 32:
            return None
        m["cur"] = m["queue"].pop(0)
        m["left"] = m["cur"][2]
    m["left"] -= 1
    a, d, _, g = m["cur"]
    u = U0.copy()
    if a is not None:
        u[a] += d
    return u, g


def _finish(m):
    h = m["hist"]
    hi = m["hand"]
    G = np.eye(3)
    for a, col in m["cols"].items():
        col = col.copy()
        col[np.abs(col) < 0.25 * np.max(np.abs(col))] = 0.0
        G[:, a] = col
    m["G"] = G
    if abs(np.linalg.det(G)) > 1e-3:
        m["Ginv"] = np.linalg.inv(G)
    else:
        m["Ginv"] = np.linalg.pinv(G, rcond=0.05)
    others = [k for k in range(3) if k != hi]
    sc = [_goal_score(h[0]["s"][k]) for k in others]
    gi = others[int(np.argmin(sc))]
    m["goal"] = gi
    m["cube"] = [k for k in others if k != gi][0]
    m["close"] = 1.0
    if m.get("d_close", 0.0) > m.get("d_open", 1.0) + 0.05:
        m["close"] = -1.0
    m["phase"] = 0
    m["pt"] = 0
    m["corr"] = np.zeros(3)


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    t = m.get("t", 0)
    m["t"] = t + 1
    h = m.setdefault("hist", [])
    rec = {"s": [np.array(observation[n], dtype=float).ravel().copy() for n in NAMES],
           "d": float(np.asarray(observation["sensor_d"]).ravel()[0])}
    h.append(rec)
    if t >= 49:
        text = _report(m)
        print(text)
        raise RuntimeError("measured (mm): " + text)

    if "G" not in m:
        p = _probe(m, t)
        if p is not None:
            u, g = p
            rec["u"] = [float(u[0]), float(u[1]), float(u[2]), float(g)]
            rec["ph"] = "p"
            return list(rec["u"])
        _finish(m)

    hand = rec["s"][m["hand"]]
    prev = h[-2]["s"][m["hand"]]
    cube = rec["s"][m["cube"]]
    goal = rec["s"][m["goal"]]
    close = m["close"]
    ph = m["phase"]
    m["pt"] += 1

    def want(ph):
        if ph == 0:
            return np.array([cube[0], cube[1], cube[2] + 0.145]), -close
        if ph == 1:
            return np.array([cube[0], cube[1], cube[2] + 0.04]), -close
        if ph == 2:
            return m["hold"], close
        return np.array([goal[0], goal[1], m["hold"][2] + 0.005]), close

    if ph < 2:
        s, g = want(ph)
        err = np.abs(s - hand)
        if (np.max(err) < 0.012 and m["pt"] > 1) or m["pt"] > (9 if ph == 0 else 5):
            ph += 1
            m["pt"] = 0
            m["corr"] = m["corr"] * 1.0
            if ph == 2:
                m["hold"] = hand.copy()
    elif ph == 2 and m["pt"] > 3:
        ph = 3
        m["pt"] = 0
    m["phase"] = ph
    s, g = want(ph)
    err = s - hand
    if ph in (0, 1) and np.max(np.abs(hand - prev)) < 0.01 and m["pt"] > 2:
        m["corr"] = np.clip(m["corr"] + 0.5 * m["Ginv"].dot(err), -0.15, 0.15)
    base = h[m["base_i"]]["s"][m["hand"]]
    u = U0 + m["Ginv"].dot(s - base) + m["corr"]
    u = np.clip(np.nan_to_num(u), -2.0, 2.0)
    rec["u"] = [float(u[0]), float(u[1]), float(u[2]), float(g)]
    rec["ph"] = str(ph)
    return list(rec["u"])
