"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

VEC = ("sensor_a", "sensor_c", "sensor_d")


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
    wait = 3 if late else 2

    # --- which is which
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
    vx = [j for j in flat if j != vy][0]
    away = -float(np.sign(dh[vy])) if dh[vy] != 0 else 1.0

    # --- heights from the hand's own first height, 0.2 m in the robot's frame
    z0 = s_first[h][vz]
    dz0 = abs(dh[vz])
    unit = 0.2 if 0.15 <= dz0 <= 0.25 else max(dz0, 0.05)
    floor = z0 - up * 0.75 * unit
    floor_cmd = z0 - up * 1.1 * unit  # the robot stops at its own limit

    sh = np.zeros(3)
    if 0.15 <= dz0 <= 0.25:
        r = -away * dh[vy]
        c = np.clip(r, 0.295, 0.355) - r
        if abs(c) < 0.12:
            sh[vy] = away * c
        rx = -dh[vx]
        c = np.clip(rx, -0.055, 0.055) - rx
        if abs(c) < 0.12:
            sh[vx] = c
    base_sh = sh.copy()
    ylist = [0.03, -0.03, 0.055, -0.055]
    yi = 0
    xlist = [0.045, -0.045, 0.08, -0.08]
    xi = 0
    hover = z0
    toggle = 1.0

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
            w = s[m] + sh
            w[vz] = hover
            miss = flatnorm(now - w)
            step = 1.0 if last is None else float(np.max(np.abs(now - last)))
            if miss < 0.012 and step < 0.02:
                break
            if n >= 4 and miss < 0.018 and step < 0.03:
                break
            if n >= 3 and step < 0.008:
                off = off + 0.8 * (now - w)
            last = now
            u[:] = Kinv @ (w - off)
            o = yield out(open_eff)
        # down
        m0 = _read(o)[m].copy()
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
        v = s[m] - m0
        if up * (s[h][vz] - floor) > 0.04:
            # a finger stands on the mug
            if abs(v[vy]) > 0.008:
                sh = sh.copy()
                sh[vy] -= float(np.sign(v[vy])) * 0.03
            else:
                sh = base_sh.copy()
                sh[vy] += away * ylist[yi % len(ylist)]
                yi += 1
            hover = s[h][vz] + up * 0.03
            continue
        hover = z0
        # close; where it does not hold, shift along x at the low height
        held = False
        for trial in range(3):
            m0 = _read(o)[m].copy()
            for _ in range(wait):
                o = yield out(close_eff)
            s = _read(o)
            v = s[m] - m0
            shift = np.zeros(3)
            if empty(o):
                if abs(v[vx]) > 0.006:
                    shift[vx] = float(np.sign(v[vx])) * 0.035
                else:
                    goal_x = base_sh[vx] + xlist[xi % len(xlist)]
                    xi += 1
                    shift[vx] = goal_x - sh[vx]
            else:
                held = True
                sh = sh.copy()
                sh[vy] = s[h][vy] - s[m][vy]
                if abs(v[vx]) > 0.007 and trial < 2:
                    held = False
                    shift[vx] = float(np.sign(v[vx])) * 0.025
            if held:
                break
            sh = sh + shift
            w = s[h].copy()
            w[vz] = floor_cmd
            u[:] = Kinv @ (w - off)
            o = yield out(open_eff)
            s = _read(o)
            w = s[m] + sh
            w[vy] = s[h][vy]
            w[vz] = floor_cmd
            u[:] = Kinv @ (w - off)
            for _ in range(wait):
                o = yield out(open_eff)
        if not held:
            o = yield out(close_eff)
            s = _read(o)
            if empty(o):
                continue
        # pull
        s = _read(o)
        delta = s[h] - s[m]
        extra = np.zeros(3)
        n = 0
        bad = 0
        while True:
            s = _read(o)
            slip = s[m] - s[h] + delta
            bad = bad + 1 if (n >= 2 and flatnorm(slip) > 0.05) else 0
            if bad >= 2:
                sh = sh.copy()
                if abs(slip[vx]) > 0.012:
                    sh[vx] += float(np.sign(slip[vx])) * 0.03
                else:
                    sh[vx] += toggle * 0.03
                    toggle *= -2.0
                break
            w = s_first[gl] + delta
            if n > 7:
                e = s_first[gl] - s[m]
                e[vz] = 0.0
                extra = np.clip(extra + 0.3 * e, -0.15, 0.15)
            w = w + extra
            to = w - s[h]
            to[vz] = 0.0
            size = float(np.linalg.norm(to))
            if size > 0.085:
                to = to * (0.085 / size)
            w = s[h] + to
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
