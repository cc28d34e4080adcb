"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

PROBES = [(0.6, 0.0, 0.3), (0.5, 0.0, 0.3), (0.6, 0.15, 0.3), (0.6, 0.0, 0.4)]
EXTRA = [(0.6, -0.6, 0.3), (-0.6, 0.0, 0.3), (0.0, -0.6, 0.3),
         (0.9, 0.0, 0.3), (0.3, 0.0, 0.3), (0.6, 0.0, 0.1)]


def mm(v):
    return ",".join(str(int(round(1000 * float(x)))) for x in v)


@rt.bundle(trainable=True)
def controller(observation, memory):
    t = memory.get("t", 0)
    memory["t"] = t + 1
    hand = np.array(observation["sensor_c"], dtype=float).reshape(-1)
    handle = np.array(observation["sensor_d"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    log = memory.setdefault("log", [])
    log.append([float(x) for x in hand])
    if t == 49:
        text = "settled " + " ".join(mm(log[k]) for k in (5, 10, 15, 20))
        text += " stages " + str(memory.get("stages", [])) + " handle " + mm(handle)
        text += " log " + " ".join(mm(p) for p in log)
        print(text)
        raise RuntimeError(text)
    if t < 20:
        p = PROBES[t // 5]
        return [p[0], p[1], p[2], -1.0]
    if t == 20:
        r = [np.array(log[k]) for k in (5, 10, 15, 20)]
        M = np.zeros((3, 3))
        for j in range(3):
            d = PROBES[j + 1][j] - PROBES[0][j]
            M[:, j] = (r[j + 1] - r[0]) / d
        s = np.linalg.svd(M, compute_uv=False)
        memory["ok"] = bool(s[-1] > 0.25)
        memory["r0"] = r[0]
        if memory["ok"]:
            memory["inv"] = np.linalg.inv(M)
        memory["stage"] = 0
        memory["since"] = t
        memory["stages"] = []
        memory["corr"] = np.zeros(3)
    if not memory["ok"]:
        p = EXTRA[min((t - 20) // 5, len(EXTRA) - 1)]
        return [p[0], p[1], p[2], -1.0]

    stage = memory["stage"]
    n = t - memory["since"]
    new = stage
    if stage == 0:
        if (np.max(np.abs(hand[:2] - handle[:2])) < 0.015 and n >= 2) or n >= 9:
            new = 1
    elif stage == 1:
        if hand[2] < 0.09 or n >= 8:
            new = 2
    if new != stage:
        memory["stage"] = stage = new
        memory["since"] = t
        memory["stages"].append(t)
    if stage == 0:
        target = np.array([handle[0], handle[1], 0.24])
    elif stage == 1:
        target = np.array([handle[0], handle[1], 0.065])
    else:
        target = np.array([handle[0], goal[1] - 0.11, 0.065])
    err = target - hand
    if stage < 2:
        memory["corr"] = np.clip(memory["corr"] + np.where(np.abs(err) < 0.04, 0.2 * err, 0.0), -0.06, 0.06)
    a = np.array(PROBES[0]) + memory["inv"].dot(target + memory["corr"] - memory["r0"])
    a = np.clip(a, -2.0, 2.0)
    if stage == 0:
        return [float(a[0]), float(a[1]), float(a[2]), -1.0]
    if stage == 1:
        return [float(a[0]), float(a[1]), float(a[2]), -1.0]
    return [float(a[0]), float(a[1]), float(a[2]), -1.0]
