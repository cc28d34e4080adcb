"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

CENTRE = [0.0, 0.55, 0.2]
STEP = [0.08, 0.08, 0.08]
BASES = [
    [0.0, 0.6, -0.6, 0.25, -0.25, 1.1, -1.1],
    [0.55, -0.6, 0.0, 0.25, -0.25, 1.1, -1.1],
    [0.2, -0.25, 0.6, -0.6, 0.0, 1.1, -1.1],
]
CAL_LIMIT = 30
SHIFTS = [0.0, 0.04, -0.04, 0.02]


def _span(hist, k):
    arr = np.array([h[k] for h in hist])
    return float(np.linalg.norm(arr.max(axis=0) - arr.min(axis=0)))


def _hand_key(hist, keys):
    return max(keys, key=lambda k: _span(hist, k))


def _next_axis(m, t):
    m["i"] += 1
    m["k"] = 0
    if m["i"] >= 3:
        m["phase"] = "task"
        return
    m["ref"] = t
    m["a"][m["i"]] += STEP[m["i"]]
    m["mode"] = "test"
    m["wait"] = 3
    m["extra"] = 2


def _calibrate(m, hist, t, keys):
    if "a" not in m:
        m["a"] = np.array(CENTRE, dtype=float)
        m["J"] = np.zeros((3, 3))
        m["i"] = 0
        m["k"] = 0
        m["mode"] = "base"
        m["wait"] = 4
        m["extra"] = 2
        m["ref"] = 0
        return
    m["wait"] -= 1
    if m["wait"] > 0:
        return
    hk = _hand_key(hist, keys)
    speed = float(np.linalg.norm(hist[t][hk] - hist[t - 1][hk]))
    if speed > 0.01 and m["extra"] > 0:
        m["extra"] -= 1
        m["wait"] = 1
        return
    i = m["i"]
    if m["mode"] == "base":
        m["ref"] = t
        m["a"][i] += STEP[i]
        m["mode"] = "test"
        m["wait"] = 3
        m["extra"] = 2
        return
    dh = hist[t][hk] - hist[m["ref"]][hk]
    if float(np.linalg.norm(dh)) > 0.02:
        m["J"][:, i] = dh / STEP[i]
        _next_axis(m, t)
        return
    m["k"] += 1
    if m["k"] >= len(BASES[i]) or t > CAL_LIMIT:
        _next_axis(m, t)
        return
    m["a"][i] = BASES[i][m["k"]]
    m["mode"] = "base"
    m["wait"] = 4
    m["extra"] = 3


def _clean(J):
    C = np.zeros((3, 3))
    used = set()
    for i in range(3):
        c = J[:, i]
        n = float(np.linalg.norm(c))
        if n < 1e-9:
            continue
        j = int(np.argmax(np.abs(c)))
        if j in used or abs(c[j]) < 0.85 * n:
            return J
        used.add(j)
        C[j, i] = c[j]
    return C


def _begin(m, hist, t, keys):
    o = hist[t]
    hk = _hand_key(hist, keys)
    rest = [k for k in keys if k != hk]
    s = [_span(hist, k) for k in rest]
    lo, hi = min(s), max(s)
    if (lo < 1e-12 and hi > 1e-12) or (hi > 0.01 and hi > 3 * lo):
        mk = rest[int(np.argmax(s))]
    else:
        d = [float(np.linalg.norm(hist[0][k] - hist[0][hk])) for k in rest]
        mk = rest[int(np.argmax(d))]
    gk = rest[0] if mk == rest[1] else rest[1]
    m["hk"], m["mk"], m["gk"] = hk, mk, gk
    diff = np.abs(hist[0][mk] - hist[0][gk])
    rel0 = hist[0][hk] - hist[0][mk]
    cost = [diff[j] / 0.01 + abs(abs(rel0[j]) - 0.2) / 0.1 for j in range(3)]
    u = int(np.argmin(cost))
    up = np.zeros(3)
    up[u] = 1.0 if rel0[u] >= 0 else -1.0
    m["up"] = up
    flat = rel0.copy()
    flat[u] = 0.0
    y = int(np.argmax(np.abs(flat)))
    away = np.zeros(3)
    away[y] = -1.0 if flat[y] > 0 else 1.0
    m["away"] = away
    m["J"] = _clean(m["J"])
    m["b"] = o[hk] - m["J"].dot(m["a"])
    m["inv"] = np.linalg.pinv(m["J"], rcond=0.05)
    m["stage"] = "above"
    m["n"] = 0
    m["try"] = 0


def _task(m, hist, t, keys):
    o = hist[t]
    if "stage" not in m:
        _begin(m, hist, t, keys)
    hk = m["hk"]
    H = o[hk]
    mug = o[m["mk"]]
    goal = o[m["gk"]]
    up = m["up"]
    speed = float(np.linalg.norm(H - hist[t - 1][hk]))
    st = m["stage"]
    if speed < 0.008 and st in ("above", "down"):
        err = (H - m["J"].dot(m["a"])) - m["b"]
        if st == "down":
            err = err - float(err.dot(up)) * up
        m["b"] = m["b"] + 0.7 * err
    shift = SHIFTS[m["try"] % len(SHIFTS)] * m["away"]
    rel = H - (mug + shift)
    flat = float(np.linalg.norm(rel - float(rel.dot(up)) * up))
    m["n"] += 1
    n = m["n"]
    if st == "above" and ((flat < 0.012 and n > 1) or n > 7):
        st, n = "down", 0
        m["spot"] = mug + shift
    elif st == "down" and ((n > 2 and speed < 0.006) or n > 5):
        st, n = "close", 0
        m["mug_at"] = mug.copy()
    elif st == "close" and n > 1:
        st, n = "pull", 0
        m["from"] = H.copy()
        m["move"] = goal - mug
        m["mug_at"] = mug.copy()
    elif st == "pull":
        moved = float(np.linalg.norm(mug - m["mug_at"]))
        if (n > 3 and moved < 0.02) or n > 6:
            st, n = "rise", 0
            if moved < 0.02:
                m["try"] += 1
            m["from"] = H.copy()
    elif st == "rise" and n > 1:
        st, n = "above", 0
    m["stage"], m["n"] = st, n
    shift = SHIFTS[m["try"] % len(SHIFTS)] * m["away"]
    opening = -m["close"]
    closing = m["close"]
    if st == "above":
        T = mug + shift + 0.2 * up
        grip = opening
    elif st == "down":
        T = m["spot"] - 0.3 * up
        grip = opening
    elif st == "close":
        T = m["spot"] - 0.3 * up
        grip = closing
    elif st == "pull":
        mv = m["move"] - float(m["move"].dot(up)) * up
        T = m["from"] + 1.15 * mv + 0.01 * up
        grip = closing
    else:
        T = m["from"] + 0.17 * up
        grip = opening
    m["a"] = np.clip(m["inv"].dot(T - m["b"]), -2.0, 2.0)
    return grip


@rt.bundle(trainable=True)
def controller(observation, memory):
    o = {k: np.asarray(observation[k], dtype=float).ravel() for k in observation}
    keys = sorted(k for k in o if o[k].size == 3)
    scal = sorted(k for k in o if o[k].size == 1)
    hist = memory.setdefault("hist", [])
    hist.append(o)
    t = len(hist) - 1
    m = memory.setdefault("m", {"phase": "cal", "close": 1.0})
    if t == 8 and scal:
        s = scal[0]
        b0, bm, bp = (float(hist[j][s][0]) for j in (0, 4, 8))
        m["close"] = 1.0 if abs(bp - b0) >= abs(bm - b0) else -1.0
    if t < 4:
        grip = -1.0
    elif t < 8:
        grip = 1.0
    else:
        grip = -m["close"]
    if m["phase"] == "cal":
        _calibrate(m, hist, t, keys)
    if m["phase"] == "task":
        grip = _task(m, hist, t, keys)
    return [float(m["a"][0]), float(m["a"][1]), float(m["a"][2]), float(grip)]
