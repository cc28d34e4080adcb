"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

BASE = [0.0, 0.6, 0.3]
SMALL = {0: [0.15, -0.15, 0.7, -0.7], 1: [-0.12, 0.12, -1.2, 0.6], 2: [0.1, -0.1, -0.6, 0.4]}
LARGE = {0: [0.6, -0.6, 0.2, -0.2], 1: [-0.5, -1.2, 0.5], 2: [-0.25, -0.6, 0.3]}
LO = np.array([-0.5, 0.4, 0.05])
HI = np.array([0.5, 1.0, 0.5])
OFFS = [(0.02, -0.03), (0.0, -0.07), (0.03, 0.03), (-0.03, -0.05)]


def _inv(A):
    return np.linalg.pinv(A, rcond=0.05)


def _finish(A):
    A = np.array(A, float)
    for i in range(3):
        if np.linalg.norm(A[:, i]) < 0.05:
            A[:, i] = 0.0
            free = [j for j in range(3) if np.max(np.abs(A[j, :])) < 0.1]
            j = i if (i in free or not free) else free[0]
            A[j, i] = 1.0
    return A


def _set(m, u):
    m["u"] = np.clip(np.array(u, float), -2.0, 2.0)
    m["tc"] = m["t"]


def _aim(m, T):
    d = np.array(T, float) - m["hs"]
    n = np.linalg.norm(d)
    if n > 0.8:
        d = d * 0.8 / n
    m["T"] = np.array(T, float)
    _set(m, m["us"] + _inv(m["A"]) @ d)


def _step(observation, m):
    S = {}
    sc = None
    for k in sorted(observation):
        v = np.array(observation[k], float).ravel()
        if v.size == 3:
            S[k] = v
        elif v.size == 1:
            sc = float(v[0])
    if "t" not in m:
        m.update(t=-1, u=np.array(BASE), tc=0, D=None, phase="base", H=[], path={k: 0.0 for k in S},
                 grip=1.0, sc0=sc, A=np.zeros((3, 3)), part=0, tr=0, refine=False, att=0, stage=None,
                 tries=0, log=[], first=dict(S))
    m["t"] += 1
    t = m["t"]
    m["H"].append(S)
    dmax = 0.0
    if t > 0:
        P = m["H"][-2]
        for k in S:
            d = float(np.linalg.norm(S[k] - P[k]))
            m["path"][k] += d
            dmax = max(dmax, d)
        if m["D"] is None and dmax > 0.003 and t > m["tc"]:
            m["D"] = int(min(max(t - 1 - m["tc"], 0), 5))
    hand = max(m["path"], key=lambda k: m["path"][k])
    m["hand"] = hand
    h = S[hand]
    dh = float(np.linalg.norm(h - m["H"][-2][hand])) if t > 0 else 1.0
    D = m["D"]
    k = t - m["tc"]
    if D is None:
        settled = k >= 6
    else:
        settled = (k >= D + 2 and dh < 0.004) or k >= D + 8

    # which effort closes the gripper
    if t == 7 and sc is not None and m["sc0"] is not None:
        if sc > m["sc0"] - 0.1:
            m["grip"] = -1.0

    if m["phase"] == "base":
        if settled and k >= 2:
            m["hs"], m["us"] = h.copy(), m["u"].copy()
            m["sat"] = bool(np.any(np.abs(h - LO) < 0.02) or np.any(np.abs(h - HI) < 0.02))
            m["phase"] = "probe"
            m["d"] = (LARGE if m["sat"] else SMALL)[0][0]
            u = m["us"].copy()
            u[0] += m["d"]
            _set(m, u)
        return m["u"]

    if m["phase"] == "probe":
        if t >= 30:
            m["hs"], m["us"] = h.copy(), m["u"].copy()
            m["A"] = _finish(m["A"])
            m["phase"] = "go"
        elif settled:
            i = m["part"]
            dH = h - m["hs"]
            resp = np.linalg.norm(dH) > max(0.012, 0.06 * abs(m["d"]))
            nxt = False
            if m["refine"]:
                if resp:
                    m["A"][:, i] = dH / m["d"]
                m["hs"], m["us"] = h.copy(), m["u"].copy()
                nxt = True
            elif resp:
                m["A"][:, i] = dH / m["d"]
                m["hs"], m["us"] = h.copy(), m["u"].copy()
                if abs(m["d"]) > 0.4:
                    m["refine"] = True
                    m["d"] = -0.12 * np.sign(m["d"])
                    u = m["us"].copy()
                    u[i] += m["d"]
                    _set(m, u)
                else:
                    nxt = True
            else:
                m["tr"] += 1
                lst = (LARGE if m["sat"] else SMALL)[i]
                if m["tr"] < len(lst):
                    m["d"] = lst[m["tr"]]
                    u = m["us"].copy()
                    u[i] += m["d"]
                    _set(m, u)
                else:
                    m["hs"], m["us"] = h.copy(), m["u"].copy()
                    nxt = True
            if nxt:
                m["part"] += 1
                m["tr"] = 0
                m["refine"] = False
                if m["part"] > 2:
                    m["A"] = _finish(m["A"])
                    m["phase"] = "go"
                else:
                    i = m["part"]
                    m["d"] = (LARGE if m["sat"] else SMALL)[i][0]
                    u = m["us"].copy()
                    u[i] += m["d"]
                    _set(m, u)
        if m["phase"] != "go":
            return m["u"]

    # go: which of the other two sensors is the handle
    others = [q for q in sorted(S) if q != hand]
    p, q = others[0], others[1]
    mp = np.linalg.norm(S[p] - m["first"][p])
    mq = np.linalg.norm(S[q] - m["first"][q])
    if max(mp, mq) > 0.008:
        hn = p if mp > mq else q
    else:
        mid = 0.5 * (S[p][0] + S[q][0])
        small, big = (p, q) if S[p][0] <= S[q][0] else (q, p)
        hn = small if mid > -0.03 else big
        if m["att"] in (2,):
            hn = big if hn == small else small
    gn = q if hn == p else p
    m["hn"] = hn
    w, g = S[hn], S[gn]
    w_prev = m["H"][-2][hn]
    dr = 1.0 if g[0] >= w[0] else -1.0
    if m["stage"] == "push":
        dr = m["dr"]
    fy = -1.0 if w[1] >= 0 else 1.0
    up = 1.0 if w[2] >= 0 else -1.0
    fo, dz = OFFS[min(m["att"], len(OFFS) - 1)]
    zt = w[2] + up * dz

    def start(stage):
        m["stage"] = stage
        m["tries"] = 0
        m["ts"] = t
        if stage == "back":
            _aim(m, [h[0], w[1] + fy * 0.15, h[2]])
        elif stage == "align":
            _aim(m, [w[0] - dr * 0.10, w[1] + fy * 0.14, zt])
        elif stage == "fwd":
            _aim(m, [w[0] - dr * 0.09, w[1] + fy * fo, zt])
        elif stage == "push":
            m["dr"] = dr
            m["w0"] = w.copy()
            _aim(m, [g[0] + dr * 0.15, w[1] + fy * fo, zt])

    def relearn():
        dU = m["u"] - m["us"]
        dH = h - m["hs"]
        n = float(dU @ dU)
        pred = m["A"] @ dU
        if n > 0.0025 and np.linalg.norm(dH - pred) < 0.6 * np.linalg.norm(pred):
            m["A"] = m["A"] + np.outer(dH - pred, dU) / n
        m["hs"], m["us"] = h.copy(), m["u"].copy()

    if m["stage"] is None:
        if (h[1] - w[1]) * fy >= 0.08:
            start("align")
        else:
            start("back")
        return m["u"]

    e = m["T"] - h
    DD = D or 0
    if m["stage"] == "back":
        if (h[1] - w[1]) * fy > 0.10:
            start("align")
        elif settled:
            relearn()
            m["tries"] += 1
            if m["tries"] >= 2:
                start("align")
            else:
                _aim(m, m["T"])
    elif m["stage"] == "align":
        if np.all(np.abs(e) < 0.025) and k >= 1:
            if settled:
                relearn()
            start("fwd")
        elif settled:
            relearn()
            m["tries"] += 1
            if m["tries"] >= 3:
                start("fwd")
            else:
                _aim(m, m["T"])
    elif m["stage"] == "fwd":
        if (abs(e[1]) < 0.015 and abs(e[2]) < 0.03) or settled:
            if settled and np.linalg.norm(e) > 0.03 and m["tries"] < 1:
                m["hs"], m["us"] = h.copy(), m["u"].copy()
                m["tries"] += 1
                _aim(m, m["T"])
            else:
                start("push")
    elif m["stage"] == "push":
        still = np.linalg.norm(w - w_prev) < 0.003
        passed = (h[0] - w[0]) * dr > 0.07
        stuck = t - m["ts"] > DD + 9 and np.linalg.norm(w - m["w0"]) < 0.01
        if (passed and still) or stuck:
            m["att"] += 1
            m["hs"], m["us"] = h.copy(), m["u"].copy()
            start("back")
        else:
            c = np.array([0.0, 0.2 * e[1], 0.2 * e[2]])
            c = np.clip(c, -0.01, 0.01)
            if k >= DD + 2 and dh < 0.01:
                c[0] = dr * 0.05
            m["u"] = np.clip(m["u"] + _inv(m["A"]) @ c, -2.0, 2.0)
    return m["u"]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    try:
        u = _step(observation, memory)
    except Exception as ex:
        memory["err"] = repr(ex)[:200]
        u = memory.get("u", np.array(BASE))
    try:
        log = memory["log"]
        S = memory["H"][-1]
        log.append("%d %s/%s u%s %s" % (memory["t"], memory["phase"], memory["stage"], np.round(u, 2).tolist(),
                                        " ".join(k[-1] + str(np.round(S[k], 3).tolist()) for k in sorted(S))))
        if memory["t"] == 49:
            print("D", memory["D"], "grip", memory["grip"], "hand", memory.get("hand"), "handle", memory.get("hn"),
                  "A", np.round(memory["A"], 2).tolist(), "err", memory.get("err"))
            print("\n".join(log))
    except Exception:
        pass
    u = np.where(np.isfinite(u), u, np.array(BASE))
    return [float(u[0]), float(u[1]), float(u[2]), float(memory.get("grip", 1.0))]
