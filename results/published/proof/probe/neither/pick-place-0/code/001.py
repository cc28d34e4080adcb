"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


def _mm(v):
    return ",".join(str(int(round(1000 * float(a)))) for a in np.ravel(v))


@rt.bundle(trainable=True)
def controller(observation, memory):
    t = memory.get("t", 0)
    memory["t"] = t + 1
    S = [np.array(observation[k], dtype=float).ravel() for k in ("sensor_a", "sensor_b", "sensor_c")]
    d = float(np.ravel(observation["sensor_d"])[0])
    hist = memory.setdefault("hist", [])
    hist.append((S, d))
    action = _decide(t, S, d, hist, memory)
    print("t%d a %s b %s c %s d %s u %s" % (t, _mm(S[0]), _mm(S[1]), _mm(S[2]), _mm(d), _mm(action)))
    return [float(x) for x in action]


def _decide(t, S, d, hist, memory):
    base = np.array([0.0, 0.65, 0.2])
    step = np.array([0.15, 0.12, 0.1])
    if t < 17:
        u = base.copy()
        if t >= 5:
            u[0] += step[0]
        if t >= 9:
            u[1] += step[1]
        if t >= 13:
            u[2] += step[2]
        grip = 1.0 if 9 <= t <= 12 else -1.0
        return [u[0], u[1], u[2], grip]

    if "A" not in memory:
        spread = []
        for k in range(3):
            X = np.array([h[0][k] for h in hist])
            spread.append(float(np.sum(np.std(X, axis=0))))
        hand = int(np.argmax(spread))
        h5, h9, h13, h17 = (hist[i][0][hand] for i in (5, 9, 13, 17))
        A = np.stack([(h9 - h5) / step[0], (h13 - h9) / step[1], (h17 - h13) / step[2]], axis=1)
        memory["A"] = A
        memory["hand"] = hand
        memory["u0"] = base + step
        memory["h0"] = h17
        norms = np.linalg.norm(A, axis=0)
        memory["ok"] = bool(norms.min() > 0.15 and np.linalg.cond(A) < 20)
        memory["close"] = 1.0 if hist[13][1] < hist[9][1] else -1.0
        others = [k for k in range(3) if k != hand]
        others.sort(key=lambda k: S[k][2])
        memory["puck"], memory["goal"] = others
        print("hand %d puck %d goal %d close %g ok %s A %s" % (
            hand, others[0], others[1], memory["close"], memory["ok"], _mm(A)))

    if not memory["ok"]:
        k = t - 17
        ch = min(2, k // 11)
        q = k - 11 * ch
        u = base.copy()
        u[ch] = -0.7 if q < 4 else (0.0 if q < 7 else 0.7)
        return [u[0], u[1], u[2], -1.0]

    h = S[memory["hand"]]
    puck = S[memory["puck"]]
    goal = S[memory["goal"]]
    close = memory["close"]
    stage = memory.get("stage", 0)
    n = memory.get("n", 0)
    up = np.array([0.0, 0.0, 1.0])
    above = puck + 0.145 * up
    at = puck + 0.045 * up
    if stage == 0 and n >= 2 and (np.linalg.norm((h - above)[:2]) < 0.015 or n >= 8):
        stage, n = 1, 0
    elif stage == 1 and n >= 2 and (abs(h[2] - at[2]) < 0.01 or n >= 5):
        stage, n = 2, 0
    elif stage == 2 and n >= 3:
        stage, n = 3, 0
    elif stage == 3 and n >= 5 and np.linalg.norm((h - puck)) > 0.12:
        stage, n = 0, 0
    if stage == 0:
        target, grip = above, -close
    elif stage == 1:
        target, grip = at, -close
    elif stage == 2:
        if n == 0:
            memory["hold"] = at.copy()
        target, grip = memory["hold"], close
    else:
        target, grip = goal + 0.045 * up, close
    memory["stage"] = stage
    memory["n"] = n + 1
    u = memory["u0"] + np.linalg.solve(memory["A"], target - memory["h0"])
    u = np.clip(u, -1.5, 1.5)
    return [u[0], u[1], u[2], grip]
