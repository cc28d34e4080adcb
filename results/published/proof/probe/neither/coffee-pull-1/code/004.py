"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

VEC = ("sensor_a", "sensor_c", "sensor_d")
FIRST_MODE = -1.0  # -1: hand and mug readings mirrored along x, +1: not


def _read(o):
    return np.array([np.asarray(o[n], dtype=float).reshape(-1)[:3] for n in VEC])


def _b(o):
    return float(np.asarray(o["sensor_b"], dtype=float).reshape(-1)[0])


def _plan(o):
    s_first = _read(o)
    b_first = _b(o)
    base = np.array([0.0, 0.5, 0.22])
    u = base.copy()
    path = np.zeros(3)

    def out(g):
        v = np.clip(u, -1.9, 1.9)
        return [float(v[0]), float(v[1]), float(v[2]), float(g)]

    def resp(p, q):
        return float(np.max(np.abs(p - q)))

    # --- probing: base pose with effort -1, then each axis, the first with effort +1
    for _ in range(4):
        prev = _read(o)
        o = yield out(-1.0)
        path += np.linalg.norm(_read(o) - prev, axis=1)
    b_minus = _b(o)
    b_plus = None
    open_eff = -1.0
    late = False
    slopes = [np.zeros((3, 3)) for _ in range(3)]
    for i in range(3):
        g = 1.0 if b_plus is None else open_eff
        start = _read(o)
        d = 0.1
        u[i] = base[i] + d
        for k in range(3):
            prev = _read(o)
            o = yield out(g)
            path += np.linalg.norm(_read(o) - prev, axis=1)
            if k == 0 and i == 0:
                late = resp(_read(o), start) < 0.012
        if resp(_read(o), start) > 0.02:
            if late or i == 0:
                o = yield out(g)
            slopes[i] = (_read(o) - start) / d
        else:
            for v in (0.3, 0.6, -0.3, -0.6):
                start = _read(o)
                u[i] = v
                for _ in range(2):
                    prev = _read(o)
                    o = yield out(g)
                    path += np.linalg.norm(_read(o) - prev, axis=1)
                if resp(_read(o), start) > 0.02:
                    for _ in range(2):
                        o = yield out(g)
                    start = _read(o)
                    v2 = v - 0.08 * np.sign(v)
                    u[i] = v2
                    for _ in range(3):
                        o = yield out(g)
                    if resp(_read(o), start) > 0.02:
                        slopes[i] = (_read(o) - start) / (v2 - v)
                        break
        if b_plus is None:
            b_plus = _b(o)
            open_eff = -1.0 if abs(b_minus - b_first) <= abs(b_plus - b_first) else 1.0
    b_open, b_empty = (b_minus, b_plus) if open_eff < 0 else (b_plus, b_minus)
    span = abs(b_open - b_empty)
    close_eff = -0.9 * open_eff

    # --- which is which
    h = int(np.argmax(path))
    others = [k for k in range(3) if k != h]
    K = np.array([slopes[i][h] for i in range(3)]).T
    for i in range(3):
        top = np.max(np.abs(K[:, i]))
        K[np.abs(K[:, i]) < 0.08 * top, i] = 0.0
    Kinv = np.linalg.pinv(K, rcond=0.1)
    off = _read(o)[h] - K @ u

    mean = 0.5 * (s_first[others[0]] + s_first[others[1]])
    dm = s_first[h] - mean
    dg = s_first[others[0]] - s_first[others[1]]
    cand = [j for j in range(3) if abs(dm[j]) > 0.1]
    if cand:
        vz = min(cand, key=lambda j: abs(dg[j]))
        up = float(np.sign(dm[vz]))
    else:
        vz = int(np.argmax(np.abs(K[:, 2]))) if np.any(K[:, 2]) else 2
        up = 1.0
    flat = [j for j in range(3) if j != vz]
    vy = max(flat, key=lambda j: abs(dm[j]))
    vx = [j for j in flat if j != vy][0]
    away = -float(np.sign(dm[vy])) if dm[vy] != 0 else 1.0
    m = max(others, key=lambda k: away * s_first[k][vy])
    gl = [k for k in others if k != m][0]

    # --- heights from the hand's own first height
    z0 = s_first[h][vz]
    dz0 = max(abs(z0 - s_first[m][vz]), 0.05)
    floor = z0 - up * 0.75 * dz0
    floor_cmd = z0 - up * 1.1 * dz0  # the robot stops at its own limit
    hover = z0
    x_mid = s_first[h][vx]

    mode = FIRST_MODE
    sh = np.zeros(3)
    ylist = [0.03, -0.03, 0.055, -0.055]
    yi = 0
    xlist = [0.045, -0.045, 0.08, -0.08]
    xi = 0
    flipped = False

    def place(p, md):
        """An object's reading as the hand would read it there."""
        q = np.array(p, dtype=float).copy()
        if md < 0:
            q[vx] = 2.0 * x_mid - q[vx]
        return q

    def flatnorm(a):
        return float(np.linalg.norm(a[flat]))

    def empty(ob):
        return span > 0.05 and abs(_b(ob) - b_empty) < 0.12 * span

    while True:
        # lift, where the hand is low
        hold = _read(o)[h].copy()
        for n in range(3):
            now = _read(o)[h]
            if up * (now[vz] - hover) > -0.05:
                break
            w = hold.copy()
            w[vz] = hover
            u[:] = Kinv @ (w - off)
            o = yield out(open_eff)
        # above the mug
        last = None
        for n in range(8):
            s = _read(o)
            now = s[h]
            w = place(s[m], mode) + sh
            w[vz] = hover
            miss = flatnorm(now - w)
            step = 1.0 if last is None else float(np.max(np.abs(now - last)))
            if miss < 0.012 and step < 0.02:
                break
            if n >= 5 and miss < 0.02:
                break
            if n >= 3 and step < 0.008:
                off = off + 0.8 * (now - w)
            last = now
            u[:] = Kinv @ (w - off)
            o = yield out(open_eff)
        # down
        m0 = place(_read(o)[m], mode)
        last = _read(o)[h]
        for n in range(6):
            now = _read(o)[h]
            if n >= 2 and up * (now[vz] - floor) < 0.006:
                break
            if n >= 3 and abs(now[vz] - last[vz]) < 0.004:
                break
            last = now
            w = m0 + sh
            w[vz] = floor_cmd
            u[:] = Kinv @ (w - off)
            o = yield out(open_eff)
        s = _read(o)
        v = place(s[m], mode) - m0
        if up * (s[h][vz] - floor) > 0.045:
            # a finger stands on the mug
            if abs(v[vy]) > 0.008:
                sh = sh.copy()
                sh[vy] -= float(np.sign(v[vy])) * 0.03
            else:
                sh = sh.copy()
                sh[vy] = away * ylist[yi % len(ylist)]
                yi += 1
            hover = s[h][vz] + up * 0.03
            continue
        hover = z0
        # close; where nothing is held, slide along x at the low height
        held = False
        for trial in range(3):
            m0 = place(_read(o)[m], mode)
            for _ in range(2):
                o = yield out(close_eff)
            if not empty(o):
                held = True
                break
            s = _read(o)
            v = place(s[m], mode) - m0
            sh = sh.copy()
            if abs(v[vx]) > 0.008:
                sh[vx] += float(np.sign(v[vx])) * 0.035
            elif not flipped and abs(x_mid - s[m][vx]) > 0.012:
                flipped = True
                mode = -mode
                sh[vx] = 0.0
            else:
                sh[vx] = xlist[xi % len(xlist)]
                xi += 1
            w = s[h].copy()
            w[vz] = floor_cmd
            u[:] = Kinv @ (w - off)
            o = yield out(open_eff)
            for _ in range(3):
                s = _read(o)
                w = place(s[m], mode) + sh
                w[vz] = floor_cmd
                if abs(w[vx] - s[h][vx]) < 0.015:
                    break
                u[:] = Kinv @ (w - off)
                o = yield out(open_eff)
        if not held:
            continue
        # pull
        s = _read(o)
        h0 = s[h].copy()
        r0 = s[m].copy()
        delta = s[h] - place(s[m], mode)
        extra = np.zeros(3)
        n = 0
        bad = 0
        while True:
            s = _read(o)
            hx = s[h][vx] - h0[vx]
            mx = s[m][vx] - r0[vx]
            if abs(hx) > 0.025 and abs(mx) > 0.015:
                seen = float(np.sign(hx * mx))
                if seen != mode:
                    mode = seen
                    delta = s[h] - place(s[m], mode)
                    bad = 0
                    extra = np.zeros(3)
            slip = place(s[m], mode) - s[h] + delta
            bad = bad + 1 if (n >= 2 and flatnorm(slip) > 0.06) else 0
            if bad >= 2:
                sh = sh.copy()
                if abs(slip[vx]) > 0.015:
                    sh[vx] += float(np.sign(slip[vx])) * 0.02
                break
            goal = place(s_first[gl], mode)
            w = goal + delta
            if n > 5:
                e = goal - place(s[m], mode)
                e[vz] = 0.0
                extra = np.clip(extra + 0.3 * e, -0.15, 0.15)
            w = w + extra
            w[vz] = floor_cmd
            u[:] = Kinv @ (w - off)
            n += 1
            o = yield out(close_eff)


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    log = memory.setdefault("log", [])
    log.append({k: np.array(v, dtype=float).copy() for k, v in observation.items()})
    gen = _plan(log[0])
    action = next(gen)
    for o in log[1:]:
        action = gen.send(o)
    if not np.all(np.isfinite(action)):
        action = [0.0, 0.6, 0.2, -1.0]
    return [float(x) for x in action]
