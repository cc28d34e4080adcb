"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


def _fit(m):
    P = m["P"]
    A = np.eye(3)
    for j in range(3):
        col = (P[j + 1] - P[j]) - A_dot_back(m, j)
        A[:, j] = col / m["step"][j]
    ok = np.all(np.isfinite(A)) and abs(np.linalg.det(A)) > 0.05
    if not ok:
        A = np.eye(3)
    return A, ok


def A_dot_back(m, j):
    # each probe is added on top of the earlier ones, so nothing is to be taken back
    return np.zeros(3)


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Probe the axes, then fetch the mug. Return [x, y, z, grip]."""
    m = memory
    t = m.get("t", 0)
    m["t"] = t + 1
    hand = np.array(observation["sensor_d"], dtype=float)
    mug = np.array(observation["sensor_a"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    grip = float(np.ravel(observation["sensor_b"])[0])

    if t == 0:
        m["base"] = np.array([0.0, 0.35, 0.275])
        m["step"] = np.array([0.1, 0.1, -0.08])
        m["P"] = []
        m["shift"] = 0
        m["b"] = {}
        m["stage"] = "above"
        m["count"] = 0
        m["bias"] = np.zeros(3)

    # where the hand runs toward the machine, the y sign may be reversed
    if t == 3 and hand[1] > 0.68:
        m["base"] = np.array([0.0, 1.1, 0.275])
        m["shift"] = 5

    s = t - m["shift"]
    if s < 21:
        # settled hand positions: base, +x, +x+y, +x+y+z
        if s in (6, 11, 16) and len(m["P"]) < 3:
            m["P"].append(hand.copy())
        if s == 11:
            m["b"][-1] = grip
        if s == 16:
            m["b"][1] = grip
        k = 0 if s < 6 else 1 if s < 11 else 2 if s < 16 else 3
        cmd = m["base"].copy()
        cmd[:k] += m["step"][:k]
        effort = 1.0 if k == 2 else -1.0
        print("probe", t, k, np.round(hand, 3).tolist(), round(grip, 3))
        return [float(cmd[0]), float(cmd[1]), float(cmd[2]), effort]

    if "A" not in m:
        m["P"].append(hand.copy())
        m["A"], ok = _fit(m)
        m["c0"] = m["base"] + m["step"]
        m["close"] = 1.0 if m["b"].get(1, 0.0) <= m["b"].get(-1, 1.0) else -1.0
        print("fit ok", ok, "A", np.round(m["A"], 3).tolist(),
              "at", np.round(m["c0"], 3).tolist(), "->", np.round(hand, 3).tolist(),
              "grip -1:", m["b"].get(-1), "grip +1:", m["b"].get(1))

    m["count"] += 1
    n = m["count"]
    off = hand - mug
    flat = float(np.hypot(off[0], off[1]))
    low = mug[2] + 0.055

    if m["stage"] == "above":
        if (flat < 0.02 and abs(off[2] - 0.2) < 0.05 and n > 2) or n > 9:
            m["stage"], m["count"], n = "lower", 0, 0
    elif m["stage"] == "lower":
        if (hand[2] < low + 0.02 and n > 1) or n > 6:
            m["stage"], m["count"], n = "close", 0, 0
            m["held"] = hand.copy()
    elif m["stage"] == "close":
        if n >= 3:
            m["stage"], m["count"], n = "pull", 0, 0
    elif m["stage"] == "pull":
        if flat > 0.13:
            m["stage"], m["count"], n = "above", 0, 0

    stage = m["stage"]
    if stage == "above":
        target = np.array([mug[0], mug[1], mug[2] + 0.20])
        effort = -m["close"]
    elif stage == "lower":
        target = np.array([mug[0], mug[1], low])
        effort = -m["close"]
    elif stage == "close":
        target = np.array([m["held"][0], m["held"][1], low])
        effort = m["close"]
    else:
        target = np.array([goal[0] + off[0], goal[1] + off[1], low + 0.005])
        effort = m["close"]

    # a slow correction of what the fit leaves over, once the hand has had time to arrive
    error = target - hand
    if stage in ("above", "lower") and n > 3:
        m["bias"] = np.clip(m["bias"] + 0.3 * np.clip(error, -0.05, 0.05), -0.1, 0.1)

    want = target + m["bias"] - m["P"][3]
    try:
        delta = np.linalg.solve(m["A"], want)
    except Exception:
        delta = want
    cmd = np.clip(m["c0"] + np.clip(delta, -1.0, 1.0), -2.0, 2.0)
    print(stage, t, "hand", np.round(hand, 3).tolist(), "mug", np.round(mug, 3).tolist(),
          "grip", round(grip, 3), "cmd", np.round(cmd, 3).tolist(), effort)
    return [float(cmd[0]), float(cmd[1]), float(cmd[2]), float(effort)]
