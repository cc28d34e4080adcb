# Trained by robotrace for shifted/door-open-v3@103: optoprime, score feedback, the language model claude-file-backed, iteration 2.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import math
import numpy as np

NAMES = ["sensor_a", "sensor_b", "sensor_d"]
STEP = [0.12, -0.12, 0.10]
BIG = [[0.6, -0.6], [-1.2, -0.6], [-0.6, 0.4]]
PHI0 = -1.83
UP = 0.16


def _set(m, cmd):
    m["cmd"] = np.clip(np.asarray(cmd, float), -2.0, 2.0)
    m["n"] = 0


def _offsets(axis):
    d = STEP[axis]
    return [d, -d] + BIG[axis]


def _start_probe(m):
    off = _offsets(m["axis"])[m["try"]]
    m["off"] = off
    cmd = m["base"].copy()
    cmd[m["axis"]] += off
    m["moved"] = None
    _set(m, cmd)


def _next_axis(m):
    m["axis"] += 1
    m["try"] = 0
    m["again"] = 0
    m["rebased"] = 0
    if m["axis"] >= 3:
        m["phase"] = "finish"
    else:
        _start_probe(m)


def _rob(m, s, i):
    v = s[3 * i:3 * i + 3]
    return v[m["perm"]] * m["sg"]


def _finish(m, s):
    cols = [c if c is not None else np.zeros(9) for c in m["cols"]]
    J = np.stack(cols, axis=1)  # 9 x 3
    norms = [float(np.linalg.norm(J[3 * i:3 * i + 3])) for i in range(3)]
    hi = int(np.argmax(norms))
    A = J[3 * hi:3 * hi + 3].copy()
    for j in range(3):
        top = np.max(np.abs(A[:, j]))
        A[np.abs(A[:, j]) < 0.12 * top, j] = 0.0
    others = [i for i in range(3) if i != hi]
    P = s[3 * others[0]:3 * others[0] + 3]
    Q = s[3 * others[1]:3 * others[1] + 3]
    d = np.abs(P - Q)
    order = list(np.argsort(d))
    perm = [int(order[2]), int(order[1]), int(order[0])]
    if d[perm[2]] > 0.6 * d[perm[1]]:
        perm = [0, 1, 2]
    y = perm[1]
    if abs(P[y]) >= abs(Q[y]):
        ki, gi = others[0], others[1]
    else:
        ki, gi = others[1], others[0]
    H = s[3 * ki:3 * ki + 3]
    G = s[3 * gi:3 * gi + 3]
    sg = np.ones(3)
    if H[perm[0]] - G[perm[0]] < 0:
        sg[0] = -1.0
    if H[perm[1]] < 0:
        sg[1] = -1.0
    if H[perm[2]] < -0.03:
        sg[2] = -1.0
    scale = abs(H[perm[0]] - G[perm[0]]) / 0.5
    if 0.8 < scale < 1.25 or scale < 0.2 or scale > 5:
        scale = 1.0
    m["hi"], m["ki"], m["gi"] = hi, ki, gi
    m["perm"], m["sg"], m["sc"] = perm, sg, scale
    Ar = A[perm, :] * sg[:, None]
    m["inv"] = np.linalg.pinv(Ar, rcond=0.05)
    m["ref_a"] = m["base"].copy()
    m["ref_h"] = _rob(m, m["s_base"], hi)
    m["H0"] = _rob(m, s, ki)
    m["attempt"] = 0
    m["corr"] = 0
    m["yoff"] = 0.025
    m["free"] = 0
    m["bias"] = np.zeros(3)
    hoff = _rob(m, m["first"], hi) / scale - np.array([0.006, 0.600, 0.194])
    size = float(np.linalg.norm(hoff))
    m["hoff"] = hoff * scale if 0.02 < size < 0.15 else None


def _go(m, r):
    _set(m, m["ref_a"] + m["inv"] @ (np.asarray(r) - m["ref_h"]))


def _tangent(m, H):
    D = (H - m["H0"])[:2]
    if np.linalg.norm(D) < 0.03 * m["sc"]:
        ang = PHI0
    else:
        phi = math.atan2(D[1], D[0])
        if phi > 0:
            phi -= 2 * math.pi
        phi = min(max(phi, -math.pi - 0.2), -math.pi / 2 + 0.3)
        ang = 2 * phi - PHI0
        ang = min(max(ang, -math.pi - 0.35), -math.pi / 2)
    return np.array([math.cos(ang), math.sin(ang), 0.0])


def _spot(m, H, dz):
    return (H + m["bias"] - m["yoff"] * m["sc"] * _tangent(m, H)
            + np.array([0.0, 0.0, dz * m["sc"]]))


def _enter(m, phase, h, H):
    m["phase"] = phase
    if phase == "lift":
        _go(m, [h[0], h[1], H[2] + m["bias"][2] + UP * m["sc"]])
    elif phase == "above":
        m["corr"] = 0
        _go(m, _spot(m, H, UP))
    elif phase == "drop":
        _go(m, _spot(m, H, -0.01))
    elif phase == "pull":
        m["pn"] = 0


def _missed(m, h, H, blocked):
    m["attempt"] += 1
    if m["attempt"] == 1 and m["hoff"] is not None:
        m["bias"] = m["hoff"].copy()
        m["yoff"] = 0.025
        m["free"] = 0
    elif blocked:
        m["yoff"] += 0.02 if m["free"] else -0.03
    else:
        m["free"] += 1
        m["yoff"] += 0.03
    _enter(m, "lift", h, H)


def controller(observation, memory):
    m = memory
    s = np.concatenate([np.asarray(observation[k], float).ravel()[:3] for k in NAMES])
    c = float(np.asarray(observation["sensor_c"], float).ravel()[0])
    if "t" not in m:
        base = np.array([0.0, 0.6, 0.3])
        m.update({"t": 0, "phase": "hold", "base": base, "cmd": base.copy(), "n": 0, "axis": 0,
                  "try": 0, "again": 0, "rebased": 0, "cols": [None, None, None], "c0": c,
                  "grip": 1.0, "dly": 0, "prev": s.copy(), "s_base": s.copy(), "moved": None,
                  "off": 0.0, "first": s.copy()})
    else:
        m["t"] += 1
        m["n"] += 1
    t = m["t"]
    v = float(np.max(np.abs(s - m["prev"])))
    m["prev"] = s.copy()
    if t == 5 and abs(c - m["c0"]) < 0.1:
        m["grip"] = -1.0

    if m["phase"] == "hold":
        if (m["n"] >= 3 and v < 0.008) or m["n"] >= 6:
            m["s_base"] = s.copy()
            m["phase"] = "probe"
            _start_probe(m)
    elif m["phase"] == "probe":
        n = m["n"]
        disp = float(np.max(np.abs(s - m["s_base"])))
        if m["moved"] is None and disp > 0.015:
            m["moved"] = n
            if m["try"] == 0:
                m["dly"] = min(3, max(m["dly"], n - 1))
        dl = m["dly"]
        done = ((n >= 3 + dl and v < 0.012 and disp > 0.02)
                or (n >= 4 + dl and v < 0.012) or n >= 7)
        if done:
            ax = m["axis"]
            if disp >= 0.015:
                col = (s - m["s_base"]) / m["off"]
                small = m["try"] < 2
                m["base"] = m["cmd"].copy()
                m["s_base"] = s.copy()
                if not small and m["rebased"] < 1:
                    m["rebased"] += 1
                    m["try"] = 0
                    _start_probe(m)
                elif small and np.max(np.abs(col)) < 0.4 and m["again"] < 1:
                    m["again"] += 1
                    m["cols"][ax] = col
                    _start_probe(m)
                else:
                    m["cols"][ax] = col
                    _next_axis(m)
            else:
                m["try"] += 1
                if m["try"] >= len(_offsets(ax)):
                    _next_axis(m)
                else:
                    _start_probe(m)
        if t >= 32 and m["phase"] == "probe":
            m["phase"] = "finish"
    if m["phase"] == "finish":
        _finish(m, s)
        h = _rob(m, s, m["hi"])
        H = _rob(m, s, m["ki"])
        if h[2] < H[2] + 0.10 * m["sc"]:
            _enter(m, "lift", h, H)
        else:
            _enter(m, "above", h, H)
    elif m["phase"] in ("lift", "above", "drop", "pull"):
        h = _rob(m, s, m["hi"])
        H = _rob(m, s, m["ki"])
        sc, n, dl = m["sc"], m["n"], m["dly"]
        if m["phase"] == "lift":
            if h[2] > H[2] + m["bias"][2] + 0.10 * sc or n >= 4 + dl:
                _enter(m, "above", h, H)
        elif m["phase"] == "above":
            err = _spot(m, H, UP) - h
            exy = float(np.max(np.abs(err[:2])))
            if n >= 2 + dl and v < 0.03 and exy < 0.012 * sc:
                _enter(m, "drop", h, H)
            elif (n >= 3 + dl and v < 0.010) or n >= 7 + dl:
                m["ref_a"] = m["cmd"].copy()
                m["ref_h"] = h.copy()
                if exy > 0.015 * sc and m["corr"] < 2:
                    m["corr"] += 1
                    _go(m, _spot(m, H, UP))
                else:
                    _enter(m, "drop", h, H)
        elif m["phase"] == "drop":
            gap = h[2] - _spot(m, H, -0.01)[2]
            if n >= 1 + dl and gap < 0.03 * sc:
                _enter(m, "pull", h, H)
            elif n >= 4 + dl:
                if gap < 0.06 * sc:
                    _enter(m, "pull", h, H)
                else:
                    _missed(m, h, H, True)
        if m["phase"] == "pull":
            m["pn"] += 1
            pn = m["pn"]
            D = float(np.linalg.norm((H - m["H0"])[:2]))
            gone = float(np.linalg.norm((h - H - m["bias"])[:2]))
            if (pn >= 7 + dl and D < 0.02 * sc) or (pn >= 3 and gone > 0.11 * sc):
                _missed(m, h, H, False)
            else:
                lead = min(0.22, 0.13 + 0.01 * pn) * sc
                r = H + m["bias"] + lead * _tangent(m, H)
                r[2] = m["H0"][2] + m["bias"][2] - 0.01 * sc
                _go(m, r)
    a = m["cmd"]
    return [float(a[0]), float(a[1]), float(a[2]), float(m["grip"])]
