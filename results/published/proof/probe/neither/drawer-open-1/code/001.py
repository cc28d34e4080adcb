"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import itertools
import numpy as np

N_PROBE = 24


def probe(t):
    a0 = float(np.interp(t, [0, 6, 18, 24], [0.0, 0.4, -0.4, 0.0]))
    a1 = float(np.interp(t, [0, 24], [0.9, -0.9]))
    a2 = float(np.interp(t, [0, 12, 24], [0.6, -0.6, 0.6]))
    g = 1.0 if 8 <= t < 16 else -1.0
    return [a0, a1, a2, g]


def simulate(h, A, i, s, o, d):
    """Mean absolute error of the model for many candidates (arrays i, s, o; one delay d)."""
    lo, hi = h.min(), h.max()
    n = len(A)
    x = np.full(len(i), h[0])
    sp = x.copy()
    err = np.zeros(len(i))
    for t in range(n):
        if t >= d:
            T = A[t - d][i] * s + o
        else:
            T = np.full(len(i), h[0])
        for _ in range(10):
            sp = np.clip(sp + np.clip(0.1 * (T - x), -0.01, 0.01), lo, hi)
            x = x + 0.25 * (sp - x)
        err += np.abs(x - h[t + 1])
    return err / n + 0.003 * np.abs(np.log(np.abs(s)))


def fit(H, A):
    S = np.array([0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0])
    S = np.concatenate([S, -S])
    O = np.arange(-1.5, 1.5001, 0.05)
    gs, go = [g.ravel() for g in np.meshgrid(S, O)]
    best = None
    for d in range(4):
        tab = {}
        for j in range(3):
            for i in range(3):
                e = simulate(H[:, j], A, np.full(len(gs), i), gs, go, d)
                k = int(np.argmin(e))
                tab[j, i] = (float(e[k]), float(gs[k]), float(go[k]))
        for p in itertools.permutations(range(3)):
            tot = sum(tab[j, p[j]][0] for j in range(3))
            if best is None or tot < best[0]:
                best = (tot, d, p, [tab[j, p[j]] for j in range(3)])
    _, d, p, par = best
    out = []
    for j in range(3):
        e0, s, o = par[j]
        ws, wo = 0.25, 0.08
        for _ in range(3):
            ss = s * np.linspace(1 - ws, 1 + ws, 21)
            oo = o + np.linspace(-wo, wo, 21)
            a, b = [g.ravel() for g in np.meshgrid(ss, oo)]
            e = simulate(H[:, j], A, np.full(len(a), p[j]), a, b, d)
            k = int(np.argmin(e))
            e0, s, o = float(e[k]), float(a[k]), float(b[k])
            ws, wo = ws / 3, wo / 3
        out.append((p[j], s, o, e0))
    return d, out


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    obs = {k: np.array(v, dtype=float) for k, v in observation.items()}
    log = memory.setdefault("log", [])
    acts = memory.setdefault("acts", [])
    log.append(obs)
    if t < N_PROBE:
        action = probe(t)
    else:
        if t == N_PROBE:
            start(memory, log, acts)
        action = work(memory, obs, log, acts)
    action = [float(v) for v in action]
    acts.append(action)
    print(t, " ".join(k[-1] + str(np.round(obs[k], 3).tolist()) for k in sorted(obs)),
          "act", [round(v, 3) for v in action], memory.get("phase", "probe"))
    return action


def start(m, log, acts):
    vec = [k for k in sorted(log[0]) if log[0][k].size == 3]
    sca = [k for k in sorted(log[0]) if log[0][k].size == 1]
    rng = {k: float(np.sum(np.ptp(np.array([o[k] for o in log]), axis=0))) for k in vec}
    hand = max(vec, key=lambda k: rng[k])
    rest = [k for k in vec if k != hand]
    H = np.array([o[hand] for o in log])
    A = np.array([a[:3] for a in acts])
    d, par = fit(H, A)
    h0 = H[0]
    P, Q = log[0][rest[0]], log[0][rest[1]]
    ky = int(np.argmax(np.abs(P - Q)))
    if abs(P[ky] - h0[ky]) >= abs(Q[ky] - h0[ky]):
        handle, goal = rest[0], rest[1]
    else:
        handle, goal = rest[1], rest[0]
    hd = log[0][handle]
    others = [k for k in range(3) if k != ky]
    if ky == 1:
        kz = 2
    else:
        kz = min(others, key=lambda k: abs(abs(h0[k] - hd[k]) - 0.11))
    kx = [k for k in others if k != kz][0]
    up = 1.0 if h0[kz] >= hd[kz] else -1.0
    grip = -1.0
    if sca:
        g = sca[0]
        if float(log[16][g]) > float(log[8][g]):
            grip = 1.0
    m.update(hand=hand, handle=handle, goal=goal, d=d, idx=[q[0] for q in par],
             s=[q[1] for q in par], o=[q[2] for q in par], kx=kx, ky=ky, kz=kz, up=up,
             grip=grip, phase="over", n=0, tries=0)
    print("fit delay", d, "axes (part, scale, zero, error)",
          [tuple(round(v, 3) for v in q) for q in par], "hand", hand, "handle", handle,
          "goal", goal, "kxyz", kx, ky, kz, "up", up, "open", grip)


def work(m, obs, log, acts):
    h, hd, gl = obs[m["hand"]], obs[m["handle"]], obs[m["goal"]]
    kx, ky, kz, up = m["kx"], m["ky"], m["kz"], m["up"]
    hd0 = log[0][m["handle"]]
    away = 1.0 if hd0[ky] >= gl[ky] else -1.0
    lat = max(abs(h[kx] - hd[kx]), abs(h[ky] - hd[ky]))
    high = up * (h[kz] - hd[kz])
    grip = m["grip"]
    m["n"] += 1
    # trim the zero where the hand has settled in free space
    v = h - log[-2][m["hand"]]
    if m["phase"] == "over" and m["n"] > 3 and "want" in m:
        past = acts[-1 - m["d"]]
        for j in range(3):
            T = m["s"][j] * past[m["idx"][j]] + m["o"][j]
            if abs(v[j]) < 0.006 and abs(T - m["want"][j]) < 0.03:
                m["o"][j] += float(np.clip(0.5 * (h[j] - T), -0.04, 0.04))
    if m["phase"] == "over" and lat < 0.03 and high > 0.05:
        m["phase"], m["n"] = "down", 0
    elif m["phase"] == "down" and ((high < 0.005 and m["n"] >= 1) or m["n"] >= 5):
        m["phase"], m["n"] = "pull", 0
        m["from"] = hd.copy()
    elif m["phase"] == "pull" and m["n"] >= 5 + m["d"] and abs(h[ky] - hd[ky]) > 0.08:
        m["phase"], m["n"] = "over", 0
        m["tries"] += 1
    want = hd.copy()
    if m["phase"] == "over":
        want[kz] = hd[kz] + up * 0.18
        if lat > 0.06 and high < 0.10:
            want[kx], want[ky] = h[kx], h[ky]
    elif m["phase"] == "down":
        want[kz] = hd[kz] - up * 0.02
        want[ky] = hd[ky] + away * 0.01
    else:
        want = gl.copy()
        want[kx] = hd[kx]
        want[ky] = gl[ky] - away * 0.08
        want[kz] = hd[kz] - up * 0.02
        if m["tries"] % 2 == 1:
            grip = -grip
    m["want"] = want.tolist()
    action = [0.0, 0.0, 0.0, grip]
    for j in range(3):
        action[m["idx"][j]] = float(np.clip((want[j] - m["o"][j]) / m["s"][j], -2, 2))
    return action
