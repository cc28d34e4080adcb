"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import itertools
import numpy as np

L = 1.5


@rt.bundle(trainable=True)
def controller(observation, memory):
    t = memory.get("t", 0)
    memory["t"] = t + 1
    S = np.array([np.array(observation[k], dtype=float).ravel()[:3]
                  for k in ("sensor_a", "sensor_b", "sensor_c")])
    d = float(np.ravel(observation["sensor_d"])[0])
    memory.setdefault("S", []).append(S)
    memory.setdefault("d", []).append(d)
    try:
        a = decide(t, S, d, memory)
        a = [float(x) for x in a]
        if not np.all(np.isfinite(a)):
            a = [0.0, 0.6, 0.2, -1.0]
    except Exception:
        a = [0.0, 0.6, 0.2, -1.0]
    a = [min(1.8, max(-1.8, x)) for x in a[:3]] + [min(1.0, max(-1.0, a[3]))]
    return a


def decide(t, S, d, m):
    if not m.get("probed"):
        u = probe(t, m)
        if u is not None:
            return [u[0], u[1], u[2], -1.0]
        finish_probe(m)
        m["probed"] = True
    return work(t, S, d, m)


def probe(t, m):
    # all parts at +L; once the hand moves the delay is known; then flip one part after another
    H = np.array(m["S"])
    if "D" not in m:
        if t >= 1:
            mv = np.abs(H[-1] - H[0]).max()
            if mv > 0.025 or t >= 6:
                m["D"] = min(4, t - 1)
                m["t_on"] = t
        if "D" not in m:
            return np.array([L, L, L])
    D = m["D"]
    n = 2
    # the command of flip k is sent at time f0 + k*n, shows in observations after f0 + k*n + D
    f0 = m["t_on"] + 1 - D if m["t_on"] + 1 - D > t else t + (1 if D == 0 else 0)
    f0 = m.setdefault("f0", max(f0, t))
    k = (t - f0) // n if t >= f0 else -1
    if t >= f0 + 3 * n + D:
        return None
    u = np.array([L, L, L])
    for i in range(3):
        if k >= i:
            u[i] = -L
    return u


def finish_probe(m):
    H = np.array(m["S"])  # time, sensor, axis
    spread = H.max(axis=0) - H.min(axis=0)
    hand = int(np.argmax(spread.sum(axis=1)))
    m["hand"] = hand
    X = H[:, hand, :]
    D, f0, n = m["D"], m["f0"], 2
    T = len(X) - 1

    def at(i):
        return X[int(min(max(i, 0), T))]
    start = max(0, f0 + D - n)
    cuts = [start, f0 + D, f0 + D + n, f0 + D + 2 * n, f0 + D + 3 * n]
    disp = [at(cuts[i + 1]) - at(cuts[i]) for i in range(4)]
    score = np.zeros((3, 3))
    sgn = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            a, b = disp[i][j], disp[i + 1][j]
            sgn[i, j] = -1.0 if b > 0 else 1.0
            if abs(a) < 0.02 or a * b < 0:
                score[i, j] = abs(b)
            else:
                score[i, j] = max(0.0, abs(b) - abs(a)) * 0.3
            # a clear deceleration counts a little as well
            if a * b > 0 and abs(a) - abs(b) > 0.03:
                score[i, j] += 0.1 * (abs(a) - abs(b))
                sgn[i, j] = 1.0 if a > 0 else -1.0
    best, bp = -1.0, (0, 1, 2)
    for p in itertools.permutations(range(3)):
        v = sum(score[i, p[i]] for i in range(3)) + (0.01 if p == (0, 1, 2) else 0.0)
        if v > best:
            best, bp = v, p
    theta = np.zeros((3, 4))
    P = np.zeros((3, 4, 4))
    for j in range(3):
        P[j] = np.diag([0.06 ** 2] * 3 + [0.15 ** 2])
    for i in range(3):
        j = bp[i]
        theta[j, i] = sgn[i, j]
        P[j, i, i] = 0.2 ** 2
    m["theta"], m["P"] = theta, P
    d0, d1 = m["d"][0], m["d"][-1]
    if abs(d1 - d0) < 0.15:
        m["open"] = -1.0
    elif 0.3 < d0 < 0.7:
        m["open"] = -1.0 if d1 > d0 else 1.0
    else:
        m["open"] = 1.0
    # hypotheses of the frame
    s0 = H[0]
    others = [k for k in range(3) if k != hand]
    lo = np.array([-0.5, 0.4, 0.05])
    hi = np.array([0.5, 1.0, 0.5])
    hyps = []
    mu = {"h": np.array([0, 0.6, 0.2]), "p": np.array([0, 0.65, 0.02]), "g": np.array([0, 0.85, 0.17])}
    sd = {"h": np.array([0.03, 0.05, 0.05]), "p": np.array([0.07, 0.05, 0.03]), "g": np.array([0.07, 0.06, 0.09])}
    for pk, gl in (others, others[::-1]):
        for p in itertools.permutations(range(3)):
            for sg in itertools.product((1.0, -1.0), repeat=3):
                R = np.zeros((3, 3))
                for r in range(3):
                    R[r, p[r]] = sg[r]
                for free in (0, 1):
                    h, q, g = R @ s0[hand], R @ s0[pk], R @ s0[gl]
                    c = (h - mu["h"]) if free else np.zeros(3)
                    tol = 0.02 if free else 0.05
                    cost = 0.5 * float(np.sum((c / 0.15) ** 2)) + (1.5 if free else 0.0)
                    for v, key in ((h, "h"), (q, "p"), (g, "g")):
                        s = np.sqrt(sd[key] ** 2 + tol ** 2)
                        cost += 0.5 * float(np.sum(((v - c - mu[key]) / s) ** 2)) + float(np.sum(np.log(s)))
                    tr = X @ R.T - c
                    ex = np.maximum(0, np.maximum(lo - tr.min(axis=0), tr.max(axis=0) - hi) - 0.03)
                    cost += 0.5 * float(np.sum((ex / 0.04) ** 2))
                    cost += 0.3 * sum(1 for x in sg if x < 0) + (0.5 if p != (0, 1, 2) else 0.0)
                    if np.linalg.det(R) < 0:
                        cost += 0.5
                    hyps.append((cost, pk, gl, tuple(R[2])))
    hyps.sort(key=lambda z: z[0])
    seen, out = set(), []
    for c, pk, gl, up in hyps:
        key = (pk, up)
        if key not in seen:
            seen.add(key)
            out.append((pk, gl, np.array(up)))
    m["hyps"] = out
    m["hi"] = 0


def learn(m, u, s):
    phi = np.array([u[0], u[1], u[2], 1.0])
    for j in range(3):
        P = m["P"][j]
        P[3, 3] += 0.02 ** 2
        k = P @ phi / (phi @ P @ phi + 0.004 ** 2)
        m["theta"][j] = m["theta"][j] + k * (s[j] - phi @ m["theta"][j])
        m["P"][j] = P - np.outer(k, phi @ P)


def command(m, target):
    A, b = m["theta"][:, :3], m["theta"][:, 3]
    u = np.linalg.solve(A, target - b)
    m["u"] = np.clip(u, -1.7, 1.7)
    m["held"] = 0


def work(t, S, d, m):
    hand, D, op = m["hand"], m["D"], m["open"]
    H = m["S"]
    h = S[hand]
    pk, gl, up = m["hyps"][m["hi"]]
    # a still sensor that has moved is the puck
    mv = [float(np.linalg.norm(S[k] - H[0][k])) if k != hand else 0.0 for k in range(3)]
    if mv[gl] > 0.02 and mv[gl] > 2 * mv[pk]:
        for i, (a, b, c) in enumerate(m["hyps"]):
            if a == gl:
                m["hi"] = i
                break
        pk, gl, up = m["hyps"][m["hi"]]
        m["stage"] = "above"
        m["u"] = None
    puck, goal = S[pk], S[gl]
    st = m.setdefault("stage", "above")
    above = puck + 0.15 * up
    down = puck + 0.025 * up

    def hor(e):
        return float(np.linalg.norm(e - up * float(e @ up)))

    if m.get("u") is None:
        m["tries"] = 0
        command(m, above)
    m["held"] += 1
    held = m["held"] - 1
    step = float(np.linalg.norm(h - H[-2][hand]))
    settled = held >= 2 + D and (step < 0.008 or held >= 5 + D)

    if st == "above" and settled:
        learn(m, m["u"], h)
        m["tries"] += 1
        if hor(h - above) < 0.012 or m["tries"] >= 5:
            st, m["tries"] = "down", 0
            command(m, down)
            m["held"] = 1
        else:
            command(m, above)
            m["held"] = 1
    elif st == "down" and settled:
        m["tries"] += 1
        e = h - down
        if hor(e) < 0.014 or m["tries"] >= 2:
            st = "close"
            m["held"] = 1
            m["grasp"] = puck.copy()
        else:
            A = m["theta"][:, :3]
            m["u"] = m["u"] + np.linalg.solve(A, -(e - up * float(e @ up)))
            m["held"] = 1
    elif st == "close" and held >= 3 + D:
        st = "carry"
        m["tries"] = 0
        command(m, h + (goal - puck) + 0.01 * up)
        m["held"] = 1
    elif st == "carry" and settled:
        follow = float(np.linalg.norm(puck - m["grasp"]))
        near = float(np.linalg.norm(h - puck))
        if follow > 0.04 and near < 0.12:
            A = m["theta"][:, :3]
            m["u"] = m["u"] + np.linalg.solve(A, goal - puck)
            m["held"] = 1
        else:
            if max(mv) < 0.01:
                m["hi"] = (m["hi"] + 1) % len(m["hyps"])
                pk, gl, up = m["hyps"][m["hi"]]
                above = S[pk] + 0.15 * up
            st, m["tries"] = "above", 0
            command(m, above)
            m["held"] = 1
    m["stage"] = st
    grip = -op if st in ("close", "carry") else op
    return [m["u"][0], m["u"][1], m["u"][2], grip]
