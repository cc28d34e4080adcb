"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import itertools
import numpy as np

KEYS = ("sensor_a", "sensor_b", "sensor_d")
BASE = (0.0, 0.6, 0.3)
DELTA = (-0.12, -0.09, 0.1)
JUMPS = ((0.6, -0.6, 0.3), (0.0, -0.6, 0.3), (0.7, 0.0, -0.3))
OFFS = ((0.02, 0.03), (0.05, 0.03), (0.03, 0.05), (0.0, 0.03))


def probe(m, allv):
    """Returns True when the probing is finished."""
    m["n"] += 1
    moving = float(np.max(np.abs(allv - m["last"])))
    settled = (m["n"] >= 3 and moving < 0.006) or m["n"] >= 8
    if not settled:
        return m["t"] >= 28
    i = m["axis"]
    cmd = m["cmd"]
    if i < 0:
        m["axis"] = 0
        m["mode"] = "grad"
        m["ref"] = allv.copy()
        m["jumps"] = list(JUMPS[0])
        cmd[0] += DELTA[0]
        m["n"] = 0
        return False
    disp = allv - m["ref"]
    size = float(np.max(np.abs(disp)))
    done_axis = False
    if m["mode"] == "grad":
        if size > 0.25 * abs(DELTA[i]):
            m["J"][:, i] = disp / DELTA[i]
            done_axis = True
        elif m["jumps"]:
            m["mode"] = "jump"
            m["ref"] = allv.copy()
            cmd[i] = m["jumps"].pop(0)
        else:
            done_axis = True
    else:
        if size > 0.05:
            m["mode"] = "grad"
            m["ref"] = allv.copy()
            cmd[i] += DELTA[i]
        elif m["jumps"]:
            cmd[i] = m["jumps"].pop(0)
        else:
            done_axis = True
    m["n"] = 0
    if done_axis:
        if i >= 2:
            return True
        m["axis"] = i + 1
        m["mode"] = "grad"
        m["ref"] = allv.copy()
        m["jumps"] = list(JUMPS[i + 1])
        cmd[i + 1] += DELTA[i + 1]
    return m["t"] >= 28


def finalize(m, S):
    rng = [float(np.linalg.norm(m["hi"][3 * k:3 * k + 3] - m["lo"][3 * k:3 * k + 3])) for k in range(3)]
    hand = int(np.argmax(rng))
    A = m["J"][3 * hand:3 * hand + 3, :].copy()
    for j in range(3):
        big = np.max(np.abs(A[:, j]))
        if big > 0:
            A[np.abs(A[:, j]) < 0.12 * big, j] = 0.0
    # columns that were not found: the axes left over
    for j in range(3):
        if not np.any(A[:, j]):
            free = [r for r in range(3) if not np.any(A[r, :])]
            if free:
                A[j if j in free else free[0], j] = 1.0
    m["A"] = A
    m["b"] = S[hand] - A.dot(np.array(m["cmd"]))
    others = [k for k in range(3) if k != hand]
    q = m["first"]
    hand0 = q[3 * hand:3 * hand + 3]
    best = None
    for h, g in (others, others[::-1]):
        vh, vg = q[3 * h:3 * h + 3], q[3 * g:3 * g + 3]
        s = float(np.linalg.norm(vg - vh)) / 0.56
        if 0.75 < s < 1.3 or s < 0.05:
            s = 1.0
        for perm in itertools.permutations(range(3)):
            for sg in itertools.product((1.0, -1.0), repeat=3):
                P = np.zeros((3, 3))
                for r in range(3):
                    P[r, perm[r]] = sg[r]
                c1 = np.linalg.norm(P.dot(vg - vh) / s - np.array([-0.5, -0.25, 0.0]))
                c2 = np.linalg.norm(P.dot(vh - hand0) / s - np.array([0.25, 0.1, -0.05]))
                c3 = min(0.4, np.linalg.norm(P.dot(vh) / s - np.array([0.25, 0.7, 0.15])))
                c4 = min(0.4, np.linalg.norm(P.dot(hand0) / s - np.array([0.0, 0.6, 0.2])))
                cost = 2 * c1 + c2 + c3 + c4 + 0.02 * float(np.sum(np.abs(P - np.eye(3))))
                if best is None or cost < best[0]:
                    best = (cost, h, g, P, s)
    cost, h, g, P, s = best
    m["hand"], m["handle"], m["goal"], m["P"], m["s"] = hand, h, g, P, s
    m["D0"] = P.dot(q[3 * h:3 * h + 3]) / s
    m["phase"] = "act"
    m["stage"] = "over"
    m["k"] = 0
    m["try"] = 0
    m["slide"] = 0.0
    m["same"] = 0
    m["slow"] = 0
    m["Hlast"] = S[hand].copy()
    m["a"] = np.array(m["cmd"])


def fail(m):
    m["stage"], m["k"] = "over", 1
    m["try"] += 1
    m["slide"] = 0.0


def act(m, S):
    P, s = m["P"], m["s"]
    Hs = S[m["hand"]]
    H = P.dot(Hs) / s
    D = P.dot(S[m["handle"]]) / s
    hinge = m["D0"] - np.array([0.375, -0.125, 0.0])
    v = D - hinge
    v0 = m["D0"] - hinge
    th = np.arctan2(v[1], v[0]) - np.arctan2(v0[1], v0[0])
    tang = np.array([v[1], -v[0], 0.0])
    tang = tang / max(1e-6, np.linalg.norm(tang))
    dz = float(H[2] - D[2])
    m["k"] += 1
    m["slow"] = m["slow"] + 1 if np.linalg.norm(Hs - m["Hlast"]) / s < 0.01 else 0

    # later tries only: a standing error in free space is an error of the map
    if m["try"] > 0 and m["stage"] == "over" and m["slow"] >= 2 and m["same"] >= 3:
        res = Hs - (m["A"].dot(m["a"]) + m["b"])
        n = np.linalg.norm(res) / s
        if n > 0.006:
            m["b"] = m["b"] + res * min(1.0, 0.06 / n)
            m["same"] = 0

    def offset():
        ox, oy = OFFS[m["try"] % len(OFFS)]
        oy = oy + m["slide"]
        return np.array([np.cos(th) * ox - np.sin(th) * oy, np.sin(th) * ox + np.cos(th) * oy, 0.0])

    if m["stage"] == "pull":
        if np.linalg.norm((H - D)[:2]) > 0.14 or dz > 0.12:
            fail(m)
        elif m["k"] >= 5 and np.linalg.norm(D - m["Dp"]) < 0.004:
            fail(m)
        elif m["k"] >= 6 and np.linalg.norm(D - m["Dp"]) < 0.02:
            fail(m)
        elif m["k"] >= 6:
            m["k"], m["Dp"] = 1, D.copy()
    off = offset()
    err = np.linalg.norm((H - D - off)[:2])
    first = m["try"] == 0
    if m["stage"] == "over":
        if first:
            ready = (err < 0.025 and dz > 0.08) or m["k"] > 7
        else:
            ready = (err < 0.018 and dz > 0.08) or m["k"] > 9
        if ready:
            m["stage"], m["k"] = "down", 1
    if m["stage"] == "down":
        if dz < 0.035:
            m["stage"], m["k"], m["Dp"] = "pull", 1, D.copy()
        elif first and m["k"] > 4:
            if dz < 0.08:
                m["stage"], m["k"], m["Dp"] = "pull", 1, D.copy()
            else:
                fail(m)
                off = offset()
                err = np.linalg.norm((H - D - off)[:2])
        elif not first and m["k"] > 4:
            if m["k"] > 6:
                if dz < 0.08:
                    m["stage"], m["k"], m["Dp"] = "pull", 1, D.copy()
                else:
                    fail(m)
            else:
                m["slide"] += 0.015
            off = offset()
            err = np.linalg.norm((H - D - off)[:2])
    if m["stage"] == "over":
        if err > 0.08 and dz < 0.12:
            X = np.array([H[0], H[1], D[2] + 0.22])
        else:
            X = D + off + np.array([0.0, 0.0, 0.18 if first else 0.15])
    elif m["stage"] == "down":
        X = D + off
        if not first:
            X = X + np.array([0.0, 0.0, -0.01])
    else:
        lead = 0.1 if first else 0.03
        want = D + np.array([-0.05, 0.0, 0.0]) + lead * tang
        X = H + np.clip(2.5 * (want - H), -0.3, 0.3)
    q = P.T.dot(X) * s
    a = np.linalg.pinv(m["A"]).dot(q - m["b"])
    a = np.clip(a, -2, 2)
    m["same"] = m["same"] + 1 if np.max(np.abs(a - m["a"])) < 0.02 else 0
    m["a"] = a.copy()
    m["Hlast"] = Hs.copy()
    return [float(w) for w in a]


@rt.bundle(trainable=True)
def controller(observation, memory):
    m = memory
    S = [np.array(observation[k], dtype=float).reshape(-1)[:3] for k in KEYS]
    c = float(np.asarray(observation["sensor_c"], dtype=float).reshape(-1)[0])
    allv = np.concatenate(S)
    if "t" not in m:
        m.update(t=0, phase="probe", axis=-1, mode="grad", n=-1, cmd=list(BASE), g=1.0, c0=c,
                 J=np.zeros((9, 3)), first=allv.copy(), last=allv.copy(), lo=allv.copy(), hi=allv.copy(),
                 jumps=[])
    else:
        m["t"] += 1
    m["lo"] = np.minimum(m["lo"], allv)
    m["hi"] = np.maximum(m["hi"], allv)
    t = m["t"]
    if t == 5 and abs(c - m["c0"]) < 0.15:
        m["g"] = -1.0
    if m["phase"] == "probe" and probe(m, allv):
        finalize(m, S)
    if m["phase"] == "act":
        a = act(m, S)
    else:
        a = [float(w) for w in m["cmd"]]
    m["last"] = allv.copy()
    return a + [m["g"]]
