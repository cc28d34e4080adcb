"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

CENTRE = [0.0, 0.55, 0.2]
STEP = [0.12, 0.12, 0.12]
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


def _start_test(m, t, n):
    m["ref"] = t
    m["refn"] = n
    m["a"][m["i"]] += STEP[m["i"]]
    m["mode"] = "test"
    m["wait"] = 3
    m["extra"] = 2
    m["more"] = False


def _next_axis(m, t, n):
    m["i"] += 1
    m["k"] = 0
    if m["i"] >= 3:
        m["phase"] = "task"
        return
    _start_test(m, t, n)


def _calibrate(m, hist, t, keys):
    if "a" not in m:
        m["a"] = np.array(CENTRE, dtype=float)
        m["tests"] = {}
        m["i"] = 0
        m["k"] = 0
        m["mode"] = "base"
        m["wait"] = 4
        m["extra"] = 2
        m["more"] = False
        return
    m["wait"] -= 1
    if m["wait"] > 0:
        return
    sig = _sigma(hist, keys)
    noisy = sig > 0.003
    n = 2 if noisy else 1
    if noisy and not m["more"]:
        m["more"] = True
        m["wait"] = 1
        return
    hk = _hand_key(hist, keys)
    speed = float(np.linalg.norm(hist[t][hk] - hist[t - 1][hk]))
    if speed > max(0.01, 4.5 * sig) and m["extra"] > 0:
        m["extra"] -= 1
        m["wait"] = 1
        return
    i = m["i"]
    if m["mode"] == "base":
        _start_test(m, t, n)
        return
    dh = _mean(hist, hk, t, n) - _mean(hist, hk, m["ref"], m["refn"])
    if float(np.linalg.norm(dh)) > max(0.03, 2.5 * sig):
        m["tests"][i] = (m["ref"], m["refn"], t, n)
        _next_axis(m, t, n)
        return
    m["k"] += 1
    if m["k"] >= len(BASES[i]) or t > CAL_LIMIT:
        _next_axis(m, t, n)
        return
    m["a"][i] = BASES[i][m["k"]]
    m["mode"] = "base"
    m["wait"] = 4
    m["extra"] = 3
    m["more"] = False


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
    hk = _hand_key(hist, keys)
    rest = [k for k in keys if k != hk]
    if hk == "sensor_d":
        mk = "sensor_a"
    elif hk == "sensor_c":
        mk = "sensor_d"
    else:
        d = [float(np.linalg.norm(_mean(hist, k, t, t + 1) - hist[0][hk])) for k in rest]
        mk = rest[int(np.argmax(d))]
    if mk not in rest:
        mk = rest[0]
    gk = rest[0] if mk == rest[1] else rest[1]
    m["hk"], m["mk"], m["gk"] = hk, mk, gk
    sig = _std(hist, gk)
    m["sig"] = sig
    m["noisy"] = sig > 0.003
    J = np.zeros((3, 3))
    for i in m["tests"]:
        r, rn, e, en = m["tests"][i]
        J[:, i] = (_mean(hist, hk, e, en) - _mean(hist, hk, r, rn)) / STEP[i]
    m["J"] = _clean(J)
    mug = _mean(hist, mk, t, t + 1)
    rel0 = _mean(hist, hk, 1, 2) - mug
    up = np.zeros(3)
    up[UP] = 1.0 if rel0[UP] >= 0 else -1.0
    m["up"] = up
    flat = rel0.copy()
    flat[UP] = 0.0
    y = int(np.argmax(np.abs(flat)))
    away = np.zeros(3)
    away[y] = -1.0 if flat[y] > 0 else 1.0
    m["away"] = away
    n = 2 if m["noisy"] else 1
    m["b"] = _mean(hist, hk, t, n) - m["J"].dot(m["a"])
    m["inv"] = np.linalg.pinv(m["J"], rcond=0.05)
    m["stage"] = "above"
    m["n"] = 0
    m["try"] = 0
    m["since"] = 0
    m["res"] = []


def _mug(m, hist, t):
    k = m["mk"]
    if not m["noisy"]:
        return hist[t][k]
    n = t - m["since"] + 1
    full = _mean(hist, k, t, n)
    if n > 8:
        late = _mean(hist, k, t, 4)
        if float(np.linalg.norm(late - full)) > max(0.03, 3.0 * m["sig"]):
            return late
    return full


def _flat(v, up):
    return v - float(v.dot(up)) * up


def _task(m, hist, t, keys):
    if "stage" not in m:
        _begin(m, hist, t, keys)
    o = hist[t]
    hk = m["hk"]
    H = o[hk]
    up = m["up"]
    noisy = m["noisy"]
    goal = _mean(hist, m["gk"], t, t + 1)
    speed = float(np.linalg.norm(H - hist[t - 1][hk]))
    st = m["stage"]
    m["n"] += 1
    n = m["n"]
    mug = _mug(m, hist, t)
    resid = H - m["J"].dot(m["a"])
    if noisy:
        if st == "above":
            if n in (5, 6):
                m["res"].append(resid)
            if n == 6 and m["res"]:
                m["b"] = np.mean(m["res"], axis=0)
    elif speed < 0.008 and st in ("above", "down"):
        err = resid - m["b"]
        if st == "down":
            err = _flat(err, up)
        m["b"] = m["b"] + 0.7 * err
    shift = SHIFTS[m["try"] % len(SHIFTS)] * m["away"]
    off = float(np.linalg.norm(_flat(H - (mug + shift), up)))
    if st == "above":
        ready = n >= 8 if noisy else ((off < 0.012 and n > 2) or n > 8)
        if ready:
            st, n = "down", 0
            m["spot"] = mug + shift
    elif st == "down":
        ready = n >= 5 if noisy else ((n > 2 and speed < 0.006) or n > 5)
        if ready:
            st, n = "close", 0
    elif st == "close":
        if n > 1:
            st, n = "pull", 0
            here = m["J"].dot(m["a"]) + m["b"]
            hand_up = float(_mean(hist, hk, t, 2).dot(up))
            start = _flat(here, up) + (hand_up + 0.01) * up
            m["mug_at"] = mug
            m["T"] = start + 1.15 * _flat(goal - mug, up)
    elif st == "pull":
        now = _mean(hist, m["mk"], t, 2)
        moved = float(np.linalg.norm(now - m["mug_at"]))
        if n > 4 and moved < max(0.03, 3.0 * m["sig"]) and t < 38:
            st, n = "rise", 0
            m["try"] += 1
            m["T"] = _mean(hist, hk, t, 2) + 0.17 * up
        elif n > 4:
            m["T"] = m["T"] + 0.3 * _flat(goal - now, up)
    elif st == "rise" and n > 1:
        st, n = "above", 0
        m["since"] = t - 2
        m["res"] = []
        mug = _mug(m, hist, t)
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
        T = m["T"]
        grip = closing
    else:
        T = m["T"]
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
