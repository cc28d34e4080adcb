# Trained by robotrace for shifted/window-open-v3@108: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

REST = [0.0, 0.46, 0.25]
PROBES = [[0.2, -0.2, 0.6, -0.6],
          [0.56, 0.75, -0.55, 0.3, 0.05],
          [0.37, 0.1, 0.6, -0.3, -0.6]]
OFFSETS = [(-0.03, -0.07), (0.0, -0.03), (-0.03, -0.11), (0.03, -0.07), (-0.06, 0.0)]


def _hand_key(m):
    if "hand" in m:
        return m["hand"]
    best, key = -1.0, m["keys"][0]
    for k in m["keys"]:
        xs = np.array([o[k] for o in m["hist"]])
        r = float(np.linalg.norm(xs.max(axis=0) - xs.min(axis=0)))
        if r > best + 1e-9:
            best, key = r, k
    return key


def _set(m, a):
    m["a"] = np.clip(np.array(a, dtype=float), -2.0, 2.0)
    m["n"] = 0


def _go(m, q):
    step = np.linalg.pinv(m["J"], rcond=0.1).dot(q - m["h_ref"])
    _set(m, m["a_ref"] + step)


def _finish_probe(m):
    hand = _hand_key(m)
    m["hand"] = hand
    cols = m["cols"]
    J = np.zeros((3, 3))
    used = set()
    for j in range(3):
        c = cols.get(j)
        if c is None:
            continue
        c = np.array(c)
        c[np.abs(c) < 0.12 * np.abs(c).max()] = 0.0
        J[:, j] = c
        used.add(int(np.argmax(np.abs(c))))
    for j in range(3):
        if cols.get(j) is None:
            free = [i for i in range(3) if i not in used]
            i = j if (j in free or not free) else free[0]
            J[i, j] = 1.0
            used.add(i)
    m["J"] = J
    m["a_ref"] = m["a"].copy()
    m["h_ref"] = m["hist"][-1][hand].copy()
    others = [k for k in m["keys"] if k != hand]
    h0 = m["hist"][0][hand]
    others.sort(key=lambda k: float(np.linalg.norm(m["hist"][0][k] - h0)))
    m["handle"], m["goal"] = others[0], others[1]
    m["try"] = 0


def _plan(m):
    last = m["hist"][-5:]
    H = np.median([o[m["handle"]] for o in last], axis=0)
    G = np.median([o[m["goal"]] for o in last], axis=0)
    first_h = m["hist"][0][m["handle"]]
    first_g = m["hist"][0][m["goal"]]
    h0 = m["hist"][0][m["hand"]]
    d = first_g - first_h
    ix = int(np.argmax(np.abs(d)))
    rest = [i for i in range(3) if i != ix]
    e = first_h - h0
    iy = max(rest, key=lambda i: abs(e[i]))
    iz = [i for i in rest if i != iy][0]
    ex, ey, ez = np.zeros(3), np.zeros(3), np.zeros(3)
    ex[ix] = 1.0 if d[ix] >= 0 else -1.0
    ey[iy] = 1.0 if e[iy] >= 0 else -1.0
    ez[iz] = 1.0 if first_h[iz] >= 0 else -1.0
    dy, dz = OFFSETS[m["try"] % len(OFFSETS)]
    base = H - 0.08 * ex + dz * ez
    m["q1"] = base + (dy - 0.11) * ey
    m["q2"] = base + dy * ey
    m["q3"] = m["q2"] + ex * (max(float((G - H).dot(ex)), 0.0) + 0.3)
    m["H0"], m["G0"] = H, G
    m["mode"] = "w1"
    m["fixed"] = 0
    _go(m, m["q1"])


def _settled_update(m, h, broyden):
    """The hand rests at h under the command a: refine the matrix, and start from here."""
    da = m["a"] - m["a_ref"]
    dh = h - m["h_ref"]
    s = float(da.dot(da))
    if broyden and s > 0.01:
        err = dh - m["J"].dot(da)
        if np.linalg.norm(err) < 0.6 * np.linalg.norm(m["J"].dot(da)):
            m["J"] = m["J"] + np.outer(err, da) / s
    m["a_ref"] = m["a"].copy()
    m["h_ref"] = h.copy()


def _step(m):
    hist = m["hist"]
    t = len(hist) - 1
    hand = _hand_key(m)
    h = hist[-1][hand]
    hp = hist[-2][hand] if t > 0 else h
    n = m["n"]
    still = float(np.linalg.norm(h - hp)) < 0.006
    settled = n >= 3 and still

    if m["mode"] == "settle":
        if settled or n >= 7:
            m["mode"] = "probe"
            m["j"], m["k"] = 0, 0
            m["base"] = t
            a = m["a"].copy()
            m["prev"] = a[0]
            a[0] = PROBES[0][0]
            _set(m, a)
        return

    if m["mode"] == "probe":
        j, k = m["j"], m["k"]
        dh = h - hist[m["base"]][hand]
        moved = float(np.linalg.norm(dh)) > 0.02
        advance = False
        if moved:
            if settled or n >= 6:
                c = dh / (m["a"][j] - m["prev"])
                if k > 0:
                    c = c / np.linalg.norm(c)
                m["cols"][j] = c
                advance = True
        elif n >= 3:
            if k + 1 < len(PROBES[j]):
                m["k"] = k + 1
                a = m["a"].copy()
                a[j] = PROBES[j][k + 1]
                _set(m, a)
            else:
                advance = True
        if advance:
            j += 1
            m["j"], m["k"], m["base"] = j, 0, t
            if j < 3:
                a = m["a"].copy()
                m["prev"] = a[j]
                a[j] = PROBES[j][0]
                _set(m, a)
        if j >= 3 or t >= 30:
            _finish_probe(m)
            _plan(m)
        return

    if m["mode"] == "w1":
        err = float(np.linalg.norm(h - m["q1"]))
        if n >= 1 and err < 0.02:
            m["mode"], m["fixed"] = "w2", 0
            _go(m, m["q2"])
        elif settled or n >= 7:
            _settled_update(m, h, True)
            if m["fixed"] < 2 and err > 0.025:
                m["fixed"] += 1
                _go(m, m["q1"])
            else:
                m["mode"], m["fixed"] = "w2", 0
                _go(m, m["q2"])
        return

    if m["mode"] == "w2":
        err = float(np.linalg.norm(h - m["q2"]))
        if n >= 1 and err < 0.015:
            m["mode"] = "w3"
            _go(m, m["q3"])
        elif settled or n >= 6:
            if m["fixed"] < 1 and err > 0.02 and settled:
                m["fixed"] += 1
                _settled_update(m, h, False)
                _go(m, m["q2"])
            else:
                m["mode"] = "w3"
                _go(m, m["q3"])
        return

    # w3: push
    H = hist[-1][m["handle"]]
    G = hist[-1][m["goal"]]
    if np.linalg.norm(G - m["G0"]) > 0.02 and np.linalg.norm(H - m["H0"]) < 0.01:
        m["handle"], m["goal"] = m["goal"], m["handle"]
        _plan(m)
        return
    if n >= 6:
        before = hist[-4][m["handle"]]
        if np.linalg.norm(H - before) < 0.005:
            m["try"] += 1
            _plan(m)


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    obs = {}
    for k in observation:
        v = np.array(observation[k], dtype=float).reshape(-1)
        if v.size == 3:
            obs[k] = v
    if "hist" not in m:
        m["hist"] = []
        m["keys"] = sorted(obs)
        m["cols"] = {}
        m["mode"] = "settle"
        _set(m, REST)
    m["hist"].append(obs)
    _step(m)
    m["n"] += 1
    return [float(m["a"][0]), float(m["a"][1]), float(m["a"][2]), 1.0]
