"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

CENTRE = [0.0, 0.55, 0.2]
STEP = 0.1
BASES = [
    [0.0, 0.6, -0.6, 0.25, -0.25, 1.1, -1.1],
    [0.55, -0.6, 0.0, 0.25, -0.25, 1.1, -1.1],
    [0.2, -0.25, 0.6, -0.6, 0.0, 1.1, -1.1],
]
CAL_LIMIT = 30
SHIFTS = [0.0, 0.03, -0.03, 0.02]
UP = 2


def _std(hist, k):
    arr = np.array([h[k] for h in hist])
    return float(np.linalg.norm(arr.std(axis=0))) / 1.732


def _sigma(hist, keys):
    return min(_std(hist, k) for k in keys)


def _hand_key(hist, keys):
    return max(keys, key=lambda k: _std(hist, k))


def _mean(hist, k, t, n):
    lo = max(0, t - n + 1)
    return np.mean([h[k] for h in hist[lo:t + 1]], axis=0)


def _norm(v):
    return float(np.linalg.norm(v))


def _flat(v, up):
    return v - float(v.dot(up)) * up


def _roles(hist, keys, t):
    hk = _hand_key(hist, keys)
    rest = [k for k in keys if k != hk]
    if hk == "sensor_d":
        mk = "sensor_a"
    elif hk == "sensor_c":
        mk = "sensor_d"
    else:
        d = [_norm(_mean(hist, k, t, t + 1) - hist[0][hk]) for k in rest]
        mk = rest[int(np.argmax(d))]
    if mk not in rest:
        mk = rest[0]
    gk = rest[0] if mk == rest[1] else rest[1]
    return hk, mk, gk


def _frame(hist, hk, mk, t):
    """Unit vectors up and away from the robot, in the frame of the sensors."""
    rel0 = _mean(hist, hk, 1, 2) - _mean(hist, mk, t, t + 1)
    up = np.zeros(3)
    up[UP] = 1.0 if rel0[UP] >= 0 else -1.0
    flat = rel0.copy()
    flat[UP] = 0.0
    y = int(np.argmax(np.abs(flat)))
    away = np.zeros(3)
    away[y] = -1.0 if flat[y] > 0 else 1.0
    return up, away


def _start_test(m, hist, t, n, keys):
    i = m["i"]
    step = STEP
    m["other"] = False
    if abs(m["a"][i]) >= 0.5:
        hk, mk, gk = _roles(hist, keys, t)
        up, away = _frame(hist, hk, mk, t)
        gone = float((hist[t][hk] - hist[0][hk]).dot(away))
        if gone >= 0.14:
            step = -STEP if m["a"][i] > 0 else STEP
            m["other"] = True
    m["ref"] = t
    m["refn"] = n
    m["step"] = step
    m["a"][i] += step
    m["mode"] = "test"
    m["c"] = 0
    m["first"] = None


def _next_axis(m, hist, t, n, keys):
    m["i"] += 1
    m["k"] = 0
    if m["i"] >= 3:
        m["phase"] = "task"
        return
    _start_test(m, hist, t, n, keys)


def _calibrate(m, hist, t, keys):
    if "a" not in m:
        m["a"] = np.array(CENTRE, dtype=float)
        m["tests"] = {}
        m["delays"] = []
        m["i"] = 0
        m["k"] = 0
        m["mode"] = "base"
        m["c"] = 0
        return
    m["c"] += 1
    c = m["c"]
    i = m["i"]
    sig = _sigma(hist, keys)
    n = 2 if sig > 0.003 else 1
    hk = _hand_key(hist, keys)
    speed = _norm(hist[t][hk] - hist[t - 1][hk])
    slow = speed < max(0.007, 4.0 * sig)
    if m["mode"] == "base":
        if (c >= 5 and slow) or c >= 9:
            _start_test(m, hist, t, n, keys)
        return
    dh = hist[t][hk] - _mean(hist, hk, m["ref"], m["refn"])
    if m["first"] is None and _norm(dh) > max(0.015, 4.0 * sig):
        m["first"] = c
    if m["first"] is not None:
        since = c - m["first"]
        if (since >= 1 + n and slow) or since >= 4:
            m["tests"][i] = (m["ref"], m["refn"], t, n, m["step"])
            m["delays"].append(m["first"] - 1)
            _next_axis(m, hist, t, n, keys)
        return
    if c < 5:
        return
    if m["other"]:
        m["other"] = False
        m["a"][i] -= 2.0 * m["step"]
        m["step"] = -m["step"]
        m["c"] = 0
        return
    m["k"] += 1
    if m["k"] >= len(BASES[i]) or t > CAL_LIMIT:
        _next_axis(m, hist, t, n, keys)
        return
    m["a"][i] = BASES[i][m["k"]]
    m["mode"] = "base"
    m["c"] = 0


def _invert(J):
    return np.linalg.pinv(J, rcond=0.05)


def _begin(m, hist, t, keys):
    hk, mk, gk = _roles(hist, keys, t)
    m["hk"], m["mk"], m["gk"] = hk, mk, gk
    sig = _std(hist, gk)
    m["sig"] = sig
    m["noisy"] = sig > 0.003
    m["d"] = min(m["delays"]) if m["delays"] else 0
    J = np.zeros((3, 3))
    for i in m["tests"]:
        r, rn, e, en, step = m["tests"][i]
        c = (_mean(hist, hk, e, en) - _mean(hist, hk, r, rn)) / step
        c[np.abs(c) < 0.08 * _norm(c)] = 0.0
        J[:, i] = c
    m["J"] = J
    m["up"], m["away"] = _frame(hist, hk, mk, t)
    n = 2 if m["noisy"] else 1
    H = _mean(hist, hk, t, n)
    m["b"] = H - J.dot(m["a"])
    m["inv"] = _invert(J)
    m["last"] = (m["a"].copy(), H.copy())
    m["stage"] = "above"
    m["n"] = -1
    m["try"] = 0
    m["since"] = 0
    m["same"] = 0


def _mug(m, hist, t):
    k = m["mk"]
    if not m["noisy"]:
        return hist[t][k]
    n = t - m["since"] + 1
    full = _mean(hist, k, t, n)
    if n > 8:
        late = _mean(hist, k, t, 4)
        if _norm(late - full) > max(0.03, 3.0 * m["sig"]):
            return late
    return full


def _refine(m, H):
    """Correct the hand's response and its offset from the settled point H."""
    J = m["J"]
    if m["noisy"]:
        m["b"] = m["b"] + 0.5 * (H - J.dot(m["a"]) - m["b"])
        return
    a0, h0 = m["last"]
    da = m["a"] - a0
    dh = H - h0
    iz = int(np.argmax(np.abs(J[UP, :])))
    miss = dh - J.dot(da)
    miss[UP] = 0.0
    da_flat = da.copy()
    da_flat[iz] = 0.0
    way = _norm(J.dot(da_flat))
    if way > 0.03 and _norm(miss) < 0.6 * way:
        J = J + np.outer(miss, da_flat) / float(da_flat.dot(da_flat))
        m["J"] = J
        m["inv"] = _invert(J)
    m["b"] = H - J.dot(m["a"])
    m["last"] = (m["a"].copy(), H.copy())


def _task(m, hist, t, keys):
    if "stage" not in m:
        _begin(m, hist, t, keys)
    hk = m["hk"]
    up = m["up"]
    d = m["d"]
    noisy = m["noisy"]
    sig = m["sig"]
    H = _mean(hist, hk, t, 2 if noisy else 1)
    goal = _mean(hist, m["gk"], t, t + 1)
    speed = _norm(hist[t][hk] - hist[t - 1][hk])
    slow = speed < max(0.008, 4.0 * sig)
    st = m["stage"]
    m["n"] += 1
    n = m["n"]
    mug = _mug(m, hist, t)
    settled = slow and m["same"] >= d + 2 + (1 if noisy else 0)
    shift = SHIFTS[m["try"] % len(SHIFTS)] * m["away"]
    off = _norm(_flat(H - (mug + shift), up))
    if st == "above":
        if settled and off > max(0.006, 1.5 * sig):
            _refine(m, H)
        if (settled and off < max(0.015, 2.0 * sig)) or t >= 38 - d:
            st, n = "down", 0
            m["spot"] = mug + shift
    elif st == "down":
        if n >= 4:
            st, n = "close", 0
            m["mug_at"] = mug
    elif st == "close":
        if n >= 2:
            st, n = "pull", 0
            low = float(H.dot(up)) + 0.01
            m["T"] = _flat(m["spot"], up) + low * up + 1.15 * _flat(goal - m["mug_at"], up)
    elif st == "pull":
        now = _mean(hist, m["mk"], t, 2 if noisy else 1)
        moved = _norm(now - m["mug_at"])
        follows = moved >= max(0.03, 3.0 * sig)
        if n > 4 + d and not follows and t < 33 - d:
            st, n = "rise", 0
            m["try"] += 1
            m["T"] = H + 0.17 * up
        elif n > 4 + d and follows:
            m["T"] = m["T"] + 0.3 * _flat(goal - now, up)
    elif st == "rise" and n >= 2:
        st, n = "above", 0
        m["since"] = t - 1
        mug = _mug(m, hist, t)
    m["stage"], m["n"] = st, n
    shift = SHIFTS[m["try"] % len(SHIFTS)] * m["away"]
    opening = -m["close"]
    closing = m["close"]
    if st == "above":
        T = mug + shift + 0.2 * up
        grip = opening
    elif st == "down":
        T = m["spot"] - 0.25 * up
        grip = opening
    elif st == "close":
        T = m["spot"] - 0.25 * up
        grip = closing
    elif st == "pull":
        T = m["T"]
        grip = closing
    else:
        T = m["T"]
        grip = opening
    a = np.clip(m["inv"].dot(T - m["b"]), -2.0, 2.0)
    if _norm(m["J"].dot(a - m["a"])) < max(0.006, sig):
        m["same"] += 1
    else:
        m["same"] = 1
    m["a"] = a
    return grip


def _sense(b0, bm, bp):
    """The effort that closes, from the readings at the start, after -1 and after +1."""
    hi, lo = max(bm, bp), min(bm, bp)
    if hi - lo < 0.05:
        return 1.0
    f = (b0 - lo) / (hi - lo)
    if f > 0.65:
        opened = hi
    elif f < 0.35:
        opened = lo
    else:
        opened = hi
    return 1.0 if bm == opened else -1.0


@rt.bundle(trainable=True)
def controller(observation, memory):
    o = {k: np.asarray(observation[k], dtype=float).ravel() for k in observation}
    keys = sorted(k for k in o if o[k].size == 3)
    scal = sorted(k for k in o if o[k].size == 1)
    hist = memory.setdefault("hist", [])
    hist.append(o)
    t = len(hist) - 1
    m = memory.setdefault("m", {"phase": "cal", "close": 1.0})
    if t == 11 and scal:
        s = scal[0]
        first = [float(hist[j][s][0]) for j in range(12)]
        m["close"] = _sense(first[0], first[5], first[11])
    if t < 5:
        grip = -1.0
    elif t < 11:
        grip = 1.0
    else:
        grip = -m["close"]
    if m["phase"] == "cal":
        _calibrate(m, hist, t, keys)
    if m["phase"] == "task":
        grip = _task(m, hist, t, keys)
    return [float(m["a"][0]), float(m["a"][1]), float(m["a"][2]), float(grip)]
