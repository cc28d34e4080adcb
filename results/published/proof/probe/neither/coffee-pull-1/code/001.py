"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

VEC = ("sensor_a", "sensor_c", "sensor_d")


def _read(o):
    return np.array([np.asarray(o[n], dtype=float).reshape(-1)[:3] for n in VEC])


def _b(o):
    return float(np.asarray(o["sensor_b"], dtype=float).reshape(-1)[0])


def _plan(o, info):
    s_first = _read(o)
    b_first = _b(o)
    base = np.array([0.0, 0.52, 0.22])
    u = base.copy()
    path = np.zeros(3)

    def act(g):
        v = np.clip(u, -1.9, 1.9)
        return [float(v[0]), float(v[1]), float(v[2]), float(g)]

    def resp(p, q):
        return float(np.max(np.abs(p - q)))

    # base pose, effort -1
    for _ in range(5):
        prev = _read(o)
        o = yield act(-1.0)
        path += np.linalg.norm(_read(o) - prev, axis=1)
    b_minus = _b(o)
    b_plus = None
    open_eff = -1.0
    slopes = [np.zeros((3, 3)) for _ in range(3)]  # per action axis: sensor x coordinate
    for i in range(3):
        g = 1.0 if b_plus is None else open_eff
        start = _read(o)
        d = 0.1
        u[i] = base[i] + d
        for _ in range(3):
            prev = _read(o)
            o = yield act(g)
            path += np.linalg.norm(_read(o) - prev, axis=1)
        if resp(_read(o), start) > 0.02:
            prev = _read(o)
            o = yield act(g)
            path += np.linalg.norm(_read(o) - prev, axis=1)
            slopes[i] = (_read(o) - start) / d
        else:
            for v in (0.3, 0.6, -0.3, -0.6):
                start = _read(o)
                u[i] = v
                for _ in range(2):
                    prev = _read(o)
                    o = yield act(g)
                    path += np.linalg.norm(_read(o) - prev, axis=1)
                if resp(_read(o), start) > 0.02:
                    for _ in range(2):
                        o = yield act(g)
                    start = _read(o)
                    v2 = v - 0.08 * np.sign(v)
                    u[i] = v2
                    for _ in range(3):
                        o = yield act(g)
                    if resp(_read(o), start) > 0.02:
                        slopes[i] = (_read(o) - start) / (v2 - v)
                        break
        if b_plus is None:
            b_plus = _b(o)
            open_eff = -1.0 if abs(b_minus - b_first) <= abs(b_plus - b_first) else 1.0
    h = int(np.argmax(path))
    others = [k for k in range(3) if k != h]
    dist = [np.linalg.norm(s_first[k] - s_first[h]) for k in others]
    m = others[int(np.argmax(dist))]
    gl = others[1 - int(np.argmax(dist))]
    K = np.array([slopes[i][h] for i in range(3)]).T
    for i in range(3):
        top = np.max(np.abs(K[:, i]))
        K[np.abs(K[:, i]) < 0.08 * top, i] = 0.0
    Kinv = np.linalg.pinv(K, rcond=0.1)
    off = _read(o)[h] - K @ u

    dh = s_first[h] - s_first[m]
    dg = s_first[gl] - s_first[m]
    cand = [j for j in range(3) if abs(dh[j]) > 0.1]
    if cand:
        vz = min(cand, key=lambda j: abs(dg[j]))
        up = float(np.sign(dh[vz]))
    else:
        vz = int(np.argmax(np.abs(K[:, 2]))) if np.any(K[:, 2]) else 2
        up = 1.0
    flat = [j for j in range(3) if j != vz]
    vy = max(flat, key=lambda j: abs(dh[j]))
    away = -float(np.sign(dh[vy])) if dh[vy] != 0 else 1.0
    info["text"] = "hand %s mug %s goal %s vz %d up %g vy %d away %g open %g b %.3f %.3f %.3f first %s K %s off %s" % (
        VEC[h], VEC[m], VEC[gl], vz, up, vy, away, open_eff, b_first, b_minus, b_plus,
        np.round(s_first, 3).tolist(), np.round(K, 2).tolist(), np.round(off, 3).tolist())

    behind = 0.0
    while True:
        # above the mug
        last = _read(o)[h]
        for n in range(9):
            mug = _read(o)[m]
            w = mug.copy()
            w[vz] = mug[vz] + up * 0.2
            w[vy] += away * behind
            now = _read(o)[h]
            miss = float(np.linalg.norm((now - w)[flat]))
            still = float(np.max(np.abs(now - last))) < 0.01
            if n > 0 and miss < 0.02 and abs(now[vz] - w[vz]) < 0.06:
                break
            if n > 3 and still:
                off = off + 0.8 * (now - w)
            last = now
            u[:] = Kinv @ (w - off)
            o = yield act(open_eff)
        # down
        for n in range(5):
            mug = _read(o)[m]
            w = mug.copy()
            w[vz] = mug[vz] + up * 0.03
            w[vy] += away * behind
            now = _read(o)[h]
            if n > 1 and abs(now[vz] - last[vz]) < 0.008:
                break
            last = now
            u[:] = Kinv @ (w - off)
            o = yield act(open_eff)
        # close
        for _ in range(2):
            o = yield act(-open_eff)
        # pull
        s = _read(o)
        mug0 = s[m].copy()
        delta = s[h] - s[m]
        extra = np.zeros(3)
        n = 0
        while True:
            s = _read(o)
            if n == 7 and np.linalg.norm(s[m] - mug0) < 0.02:
                behind += 0.03
                break
            w = s_first[gl] + delta
            w[vz] = s[m][vz] + up * 0.045
            if n > 4:
                e = s_first[gl] - s[m]
                e[vz] = 0.0
                extra = np.clip(extra + 0.3 * e, -0.15, 0.15)
            u[:] = Kinv @ (w + extra - off)
            n += 1
            o = yield act(-open_eff)


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    log = memory.setdefault("log", [])
    log.append({k: np.array(v, dtype=float).copy() for k, v in observation.items()})
    info = {}
    try:
        gen = _plan(log[0], info)
        action = next(gen)
        for o in log[1:]:
            action = gen.send(o)
    except Exception as e:
        print("error", repr(e))
        action = [0.0, 0.6, 0.2, -1.0]
    t = len(log) - 1
    if "text" in info and not memory.get("told"):
        memory["told"] = True
        print("t", t, info["text"])
    if t in (0, 5, 20, 26, 30, 34, 40, 49):
        print("t", t, np.round(_read(observation), 3).tolist(), round(_b(observation), 3), np.round(action, 3).tolist())
    if not np.all(np.isfinite(action)):
        action = [0.0, 0.6, 0.2, -1.0]
    return [float(x) for x in action]
