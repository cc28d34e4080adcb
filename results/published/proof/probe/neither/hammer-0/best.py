# Trained by robotrace for shifted/hammer-v3@101: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

BIG = 1.8


def plan(o):
    def V(ob, k):
        return np.array(ob[k], dtype=float).ravel()

    k3 = [k for k in sorted(o) if np.size(o[k]) == 3]
    k1 = [k for k in sorted(o) if np.size(o[k]) == 1]

    def E(ob):
        return float(V(ob, k1[0])[0]) if k1 else 0.0

    o0 = o
    e0 = E(o0)
    grip = 1.0
    c = np.array([-1.0, 1.0, 1.0])

    # ---- first motion: which sensor is the hand, and the delay
    n = 0
    since = 0
    kh = k3[0]
    while n < 9:
        o = yield [BIG * c[0], BIG * c[1], BIG * c[2], grip]
        n += 1
        since += 1
        disp = {k: float(np.max(np.abs(V(o, k) - V(o0, k)))) for k in k3}
        kh = max(disp, key=disp.get)
        if disp[kh] > 0.02:
            break
        if n == 4:
            c = -c
            since = 0
    delay = int(min(max(since - 1, 0), 3))

    # ---- the still sensors and the frame
    still = [k for k in k3 if k != kh]
    best = None
    for i in range(len(still)):
        for j in range(i + 1, len(still)):
            dist = float(np.linalg.norm(V(o0, still[i]) - V(o0, still[j])))
            if best is None or dist < best[0]:
                best = (dist, still[i], still[j])
    ka, kb = best[1], best[2]
    kham = [k for k in still if k not in (ka, kb)][0]
    hm = V(o0, kham)
    diff = V(o0, kb) - V(o0, ka)
    yi = int(np.argmax(np.abs(diff)))
    if abs((V(o0, kb) - hm)[yi]) >= abs((V(o0, ka) - hm)[yi]):
        knail, kgoal = ka, kb
    else:
        knail, kgoal = kb, ka
    sy = 1.0 if (V(o0, kgoal) - V(o0, knail))[yi] >= 0 else -1.0
    d = V(o0, knail) - hm
    if yi == 1:
        xi, zi = 0, 2
    elif yi == 0:
        xi, zi = 1, 2
    else:
        xi, zi = 0, 1
    if abs(d[zi]) > 0.17 and 0.05 < abs(d[xi]) < 0.16:
        xi, zi = zi, xi
    sx = -1.0 if d[xi] < -0.05 else 1.0
    sz = -1.0 if (d[zi] < -0.03 and (V(o0, kh) - hm)[zi] < 0) else 1.0
    length = float(np.max(np.abs(diff)))
    scale = 1.0
    if length > 1e-3 and abs(length / 0.1 - 1.0) > 0.15:
        scale = length / 0.1

    def N(v):
        return np.array([sx * v[xi], sy * v[yi], sz * v[zi]]) / scale

    def hand(ob):
        return N(V(ob, kh))

    def hammer(ob):
        return N(V(ob, kham))

    nail0 = N(V(o0, knail))
    goal0 = N(V(o0, kgoal))

    # ---- directions of the first motion; go up if it went down
    v1 = hand(o) - hand(o0)
    ds = np.zeros(3)
    for j in range(3):
        if abs(v1[j]) > 0.012:
            ds[j] = np.sign(v1[j])
    if v1[2] < -0.01:
        c = -c
        ds = -ds
        reps = delay + 2
    else:
        reps = 1
    v = v1
    for _ in range(reps):
        prev = hand(o)
        o = yield [BIG * c[0], BIG * c[1], BIG * c[2], grip]
        v = hand(o) - prev
    for j in range(3):
        if abs(v[j]) > 0.015:
            ds[j] = np.sign(v[j])

    # ---- flip one action component at a time
    p = [-1, -1, -1]
    s = np.zeros(3)
    e_plus = e0
    e_minus = e0
    for i in (0, 1, 2):
        if i == 2:
            left_j = [j for j in range(3) if p[j] < 0]
            if len(left_j) == 1 and ds[left_j[0]] != 0:
                p[left_j[0]] = 2
                s[left_j[0]] = ds[left_j[0]] * c[2]
                break
        if i >= 1:
            grip = -1.0
        c2 = c.copy()
        c2[i] = -c2[i]
        for _ in range(delay + 2):
            prev = hand(o)
            o = yield [BIG * c2[0], BIG * c2[1], BIG * c2[2], grip]
            v = hand(o) - prev
        if i == 0:
            e_plus = E(o)
        e_minus = E(o)
        found = -1
        for j in range(3):
            if p[j] < 0 and abs(v[j]) > 0.015 and (ds[j] == 0 or np.sign(v[j]) != ds[j]):
                if found < 0 or abs(v[j]) > abs(v[found]):
                    found = j
        if found >= 0:
            p[found] = i
            s[found] = np.sign(v[found]) * c2[i]
    free_i = [i for i in range(3) if i not in p]
    for j in range(3):
        if p[j] < 0:
            i = j if j in free_i else free_i[0]
            free_i.remove(i)
            p[j] = i
            s[j] = ds[j] * c[i] if ds[j] != 0 else 1.0
    if abs(e_plus - e_minus) < 0.03:
        close = 1.0
    else:
        close = 1.0 if abs(e_plus - e0) >= abs(e_minus - e0) else -1.0

    # ---- model of settled positions: hand_j = G_j * action_p(j) + B_j
    lo = np.array([-0.5, 0.4, 0.05])
    hi = np.array([0.5, 1.0, 0.5])
    st = {"o": o, "G": s.copy(), "B": np.zeros(3), "last": None}

    def cmd(T):
        a = np.zeros(3)
        for j in range(3):
            a[p[j]] = np.clip((T[j] - st["B"][j]) / st["G"][j], -2.0, 2.0)
        return a

    def goto(T, g, nmax, tol=0.008, upd=True, stop=None):
        a = cmd(T)
        k = 0
        while k < nmax:
            prev = hand(st["o"])
            st["o"] = yield [float(a[0]), float(a[1]), float(a[2]), float(g)]
            k += 1
            move = float(np.max(np.abs(hand(st["o"]) - prev)))
            if stop is not None and k >= delay + 2 and stop(st["o"]):
                return False
            if k >= delay + 2 and move < tol:
                break
        if upd:
            hh = hand(st["o"])
            am = np.array([a[p[j]] for j in range(3)])
            lim = (hh < lo + 0.01) | (hh > hi - 0.01)
            for j in range(3):
                if st["last"] is not None:
                    la, lh, ll = st["last"]
                    da = am[j] - la[j]
                    if abs(da) > 0.05 and not lim[j] and not ll[j]:
                        r = (hh[j] - lh[j]) / da
                        if 0.3 < r * s[j] < 3.0:
                            st["G"][j] = r
                st["B"][j] = hh[j] - st["G"][j] * am[j]
            st["last"] = (am, hh.copy(), lim.copy())
        return True

    offsets = [(-0.02, 0.0, 0.035), (-0.02, 0.0, 0.015), (-0.02, 0.02, 0.02), (-0.02, -0.02, 0.02)]
    attempt = 0
    dz = 0.0
    while True:
        ox, oy, oz = offsets[attempt % len(offsets)]
        attempt += 1
        # above the handle
        height = 0.22 if attempt == 1 else 0.11
        for it in range(5):
            hm = hammer(st["o"])
            T = np.array([hm[0] + ox, hm[1] + oy, hm[2] + height])
            yield from goto(T, -close, 9, tol=0.012 if height > 0.2 else 0.007)
            err = np.abs(T - hand(st["o"]))
            if height < 0.2 and err[0] < 0.02 and err[1] < 0.012 and err[2] < 0.04:
                break
            if err[0] < 0.08 and err[1] < 0.08 and err[2] < 0.1:
                height = 0.11
        # down, close
        hm = hammer(st["o"])
        T = np.array([hm[0] + ox, hm[1] + oy, hm[2] + oz])
        yield from goto(T, -close, 5 + delay, tol=0.006, upd=False)
        a = cmd(T)
        for _ in range(3 + delay):
            st["o"] = yield [float(a[0]), float(a[1]), float(a[2]), float(close)]
        hm1 = hammer(st["o"])
        rel = hand(st["o"]) - hm1

        def aim(ob):
            hy = min(hm1[1], nail0[1] - 0.06 - 0.08)
            return np.array([nail0[0] - 0.16, hy, nail0[2] + dz])

        def lost(ob):
            return hammer(ob)[2] < hm1[2] + 0.02

        # lift and bring the head before the nail
        held = True
        for it in range(3):
            T = aim(st["o"]) + rel
            held = yield from goto(T, close, 9, tol=0.012, stop=lost)
            if not held:
                break
            rel = hand(st["o"]) - hammer(st["o"])
            err = np.abs(aim(st["o"]) - hammer(st["o"]))
            if err[0] < 0.02 and err[2] < 0.015:
                break
        if not held:
            continue
        # drive
        while held:
            still_n = 0
            for it in range(12):
                ob = st["o"]
                h = hand(ob)
                T = h + (aim(ob) - hammer(ob))
                T = np.array([T[0], max(h[1], goal0[1] - 0.06 + rel[1]) + 0.25, T[2]])
                a = cmd(T)
                st["o"] = yield [float(a[0]), float(a[1]), float(a[2]), float(close)]
                if abs(hand(st["o"])[1] - h[1]) < 0.004:
                    still_n += 1
                else:
                    still_n = 0
                if it >= delay + 2 and still_n >= 3:
                    break
            if hammer(st["o"])[2] < hm1[2] + 0.02:
                held = False
                break
            dz = {0.0: 0.03, 0.03: -0.03, -0.03: 0.0}.get(dz, 0.0)
            T = aim(st["o"]) + rel
            h = hand(st["o"])
            back = np.array([h[0], T[1], h[2]])
            yield from goto(back, close, 5, tol=0.02, upd=False)
            yield from goto(T, close, 5, tol=0.012, upd=False)


def controller(observation, memory):
    hist = memory.setdefault("hist", [])
    hist.append({k: np.array(v, dtype=float).copy() for k, v in observation.items()})
    g = plan(hist[0])
    action = next(g)
    for ob in hist[1:]:
        action = g.send(ob)
    return [float(x) for x in action]
