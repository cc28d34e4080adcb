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
CAL_LIMIT = 32


def _hand_key(hist, keys):
    best, size = keys[0], -1.0
    for k in keys:
        arr = np.array([h[k] for h in hist])
        r = float(np.linalg.norm(arr.max(axis=0) - arr.min(axis=0)))
        if r > size:
            best, size = k, r
    return best


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


def _task(m, hist, t, keys):
    o = hist[t]
    if "stage" not in m:
        hk = _hand_key(hist, keys)
        m["hk"] = hk
        rest = [k for k in keys if k != hk]
        d = [float(np.linalg.norm(hist[0][k] - hist[0][hk])) for k in rest]
        if d[0] >= d[1]:
            m["mk"], m["gk"] = rest[0], rest[1]
        else:
            m["mk"], m["gk"] = rest[1], rest[0]
        diff = np.abs(hist[0][m["mk"]] - hist[0][m["gk"]])
        u = 2 if diff[2] < 0.01 else int(np.argmin(diff))
        up = np.zeros(3)
        s = hist[0][hk][u] - hist[0][m["mk"]][u]
        up[u] = 1.0 if s >= 0 else -1.0
        m["up"] = up
        m["b"] = o[hk] - m["J"].dot(m["a"])
        m["inv"] = np.linalg.pinv(m["J"], rcond=0.05)
        m["stage"] = "above"
        m["n"] = 0
    hk = m["hk"]
    H = o[hk]
    mug = o[m["mk"]]
    goal = o[m["gk"]]
    up = m["up"]
    if float(np.linalg.norm(H - hist[t - 1][hk])) < 0.006 and m["stage"] in ("above", "down"):
        m["b"] = m["b"] + 0.5 * ((H - m["J"].dot(m["a"])) - m["b"])
    rel = H - mug
    height = float(rel.dot(up))
    flat = float(np.linalg.norm(rel - height * up))
    m["n"] += 1
    st = m["stage"]
    if st == "above" and ((flat < 0.012) or m["n"] > 8):
        st, m["n"] = "down", 0
    elif st == "down" and (height < 0.072 or m["n"] > 6):
        st, m["n"] = "close", 0
        m["mug_at"] = mug.copy()
    elif st == "close" and m["n"] > 2:
        st, m["n"] = "pull", 0
    elif st == "pull" and m["n"] > 7:
        st, m["n"] = "above", 0
        if float(np.linalg.norm(mug - m["mug_at"])) < 0.005 and t < 40:
            m["mk"], m["gk"] = m["gk"], m["mk"]
            mug, goal = goal, mug
    m["stage"] = st
    if st == "above":
        T = mug + 0.2 * up
        grip = -m["close"]
    elif st == "down":
        T = mug + 0.058 * up
        grip = -m["close"]
    elif st == "close":
        T = mug + 0.058 * up
        grip = m["close"]
    else:
        T = goal + 0.065 * up
        grip = m["close"]
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
    action = [float(m["a"][0]), float(m["a"][1]), float(m["a"][2]), float(grip)]
    print(t, m.get("stage", m.get("mode")), [round(v, 3) for v in action],
          [(k[-1], [round(float(v), 3) for v in o[k]]) for k in sorted(o)])
    return action
