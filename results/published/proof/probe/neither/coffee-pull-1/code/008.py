"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

VEC = ("sensor_a", "sensor_c", "sensor_d")


def _read(o):
    return np.array([np.asarray(o[n], dtype=float).reshape(-1)[:3] for n in VEC])


def _b(o):
    return float(np.asarray(o["sensor_b"], dtype=float).reshape(-1)[0])


def _plan(o):
    hist = [_read(o)]
    bs = [_b(o)]
    u = np.array([0.0, 0.5, 0.22])

    def do(g):
        v = np.clip(u, -1.9, 1.9)
        ob = yield [float(v[0]), float(v[1]), float(v[2]), float(g)]
        hist.append(_read(ob))
        bs.append(_b(ob))

    def avg(k):
        return np.mean(np.array(hist[-k:]), axis=0)

    def resp(p, q):
        return float(np.max(np.abs(p - q)))

    # --- probing: base pose with effort -1, then each axis, the first with effort +1
    for _ in range(4):
        yield from do(-1.0)
    b_minus = bs[-1]
    b_plus = None
    open_eff = -1.0
    late = False
    slopes = [np.zeros((3, 3)) for _ in range(3)]
    steps = (0.12, 0.12, 0.1)
    for i in range(3):
        g = 1.0 if b_plus is None else open_eff
        start = hist[-1] if i == 0 else avg(2)
        u[i] += steps[i]
        for k in range(4):
            yield from do(g)
            if i == 0 and k == 0:
                late = resp(hist[-1], start) < 0.015
        if resp(avg(2), start) > 0.025:
            slopes[i] = (avg(2) - start) / steps[i]
        else:
            for v in (0.3, 0.6, -0.3, -0.6):
                start = hist[-1]
                u[i] = v
                for _ in range(2):
                    yield from do(g)
                if resp(hist[-1], start) > 0.025:
                    for _ in range(2):
                        yield from do(g)
                    start = hist[-1]
                    v2 = v - 0.1 * np.sign(v)
                    u[i] = v2
                    for _ in range(3):
                        yield from do(g)
                    if resp(hist[-1], start) > 0.025:
                        slopes[i] = (hist[-1] - start) / (v2 - v)
                        break
        if b_plus is None:
            b_plus = bs[-1]
            open_eff = -1.0 if abs(b_minus - bs[0]) <= abs(b_plus - bs[0]) else 1.0
    close_eff = -open_eff

    # --- which is which
    arr = np.array(hist)
    spread = np.std(arr, axis=0).sum(axis=1)
    h = int(np.argmax(spread))
    others = [k for k in range(3) if k != h]
    K = np.array([slopes[i][h] for i in range(3)]).T
    for i in range(3):
        top = np.max(np.abs(K[:, i]))
        K[np.abs(K[:, i]) < 0.12 * top, i] = 0.0
    Kinv = np.linalg.pinv(K, rcond=0.1)
    off = avg(2)[h] - K @ u

    first = np.median(arr, axis=0)
    hand0 = hist[0][h]
    mean = 0.5 * (first[others[0]] + first[others[1]])
    dm = hand0 - mean
    dg = first[others[0]] - first[others[1]]
    cand = [j for j in range(3) if abs(dm[j]) > 0.1]
    if cand:
        vz = min(cand, key=lambda j: abs(dg[j]))
    else:
        vz = int(np.argmin(np.abs(dg) + np.abs(mean) - np.abs(dm)))
    up = float(np.sign(dm[vz])) if dm[vz] != 0 else 1.0
    flat = [j for j in range(3) if j != vz]
    vy = max(flat, key=lambda j: abs(dm[j]))
    vx = [j for j in flat if j != vy][0]
    away = -float(np.sign(dm[vy])) if dm[vy] != 0 else 1.0
    m = max(others, key=lambda k: away * first[k][vy])
    gl = [k for k in others if k != m][0]

    z0 = hand0[vz]
    dz0 = max(abs(z0 - first[m][vz]), 0.05)
    floor_cmd = z0 - up * (1.1 * dz0 + 0.06)  # the robot stops at its own limit
    hover = z0

    def flatnorm(a):
        return float(np.linalg.norm(a[flat]))

    touched = [False]

    def mug():
        med = np.median(np.array(hist)[:, m], axis=0)
        if flatnorm(avg(2)[m] - med) > 0.025:
            touched[0] = True
        if touched[0]:
            return avg(2)[m]
        return med

    def goal():
        return np.median(np.array(hist)[:, gl], axis=0)

    sh = np.zeros(3)
    ylist = [0.025, -0.025, 0.05, -0.05]
    yi = 0
    dead = 4 if late else 3

    while True:
        # lift, where the hand is low
        hold = hist[-1][h].copy()
        for n in range(3):
            now = hist[-1][h]
            if up * (now[vz] - hover) > -0.06:
                break
            w = hold.copy()
            w[vz] = hover
            u[:] = Kinv @ (w - off)
            yield from do(open_eff)
        # above the mug
        for n in range(8):
            w = mug() + sh
            w[vz] = hover
            now = hist[-1][h]
            if n >= dead - 1 and flatnorm(avg(2)[h] - w) < 0.014 and flatnorm(now - w) < 0.02:
                break
            if n >= dead:
                off = off + 0.35 * (now - w)
            u[:] = Kinv @ (w - off)
            yield from do(open_eff)
        # down to the limit
        m0 = mug()
        for n in range(6):
            now = hist[-1][h]
            if n >= dead and abs(now[vz] - hist[-2][h][vz]) < 0.008:
                break
            w = m0 + sh
            w[vz] = floor_cmd
            u[:] = Kinv @ (w - off)
            yield from do(open_eff)
        s = hist[-1]
        v = s[m] - m0
        if up * (z0 - s[h][vz]) < 0.56 * dz0:
            # a finger stands on the mug
            sh = sh.copy()
            if abs(v[vy]) > 0.015:
                sh[vy] -= float(np.sign(v[vy])) * 0.025
            else:
                sh[vy] = away * ylist[yi % len(ylist)]
                yi += 1
            hover = s[h][vz] + up * 0.03
            continue
        hover = z0
        # close
        for _ in range(3 if late else 2):
            yield from do(close_eff)
        # pull
        s = hist[-1]
        z_low = s[h][vz]
        h0 = s[h].copy()
        r0 = s[m].copy()
        delta = s[h] - r0
        extra = np.zeros(3)
        n = 0
        bad = 0
        while True:
            s = hist[-1]
            if flatnorm(s[h] - h0) > 0.06 and flatnorm(s[m] - r0) < 0.015 and n >= 2:
                # it did not come along at all
                sh = sh.copy()
                sh[vy] = away * ylist[yi % len(ylist)]
                yi += 1
                break
            slip = s[m] - s[h] + delta
            bad = bad + 1 if (n >= 2 and flatnorm(slip) > 0.06) else 0
            if bad >= 2:
                touched[0] = True
                sh = sh.copy()
                if abs(slip[vx]) > 0.025:
                    sh[vx] += float(np.sign(slip[vx])) * 0.015
                break
            w = goal() + delta
            if n > 4:
                e = goal() - s[m]
                e[vz] = 0.0
                extra = np.clip(extra + 0.3 * e, -0.15, 0.15)
            w = w + extra
            w[vz] = z_low + up * 0.01
            u[:] = Kinv @ (w - off)
            n += 1
            yield from do(close_eff)


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
