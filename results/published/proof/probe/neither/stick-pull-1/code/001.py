"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Probe: one part of the action at a time, then report what the sensors read."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    log = memory.setdefault("log", [])
    log.append({k: np.array(v, dtype=float).reshape(-1) for k, v in observation.items()})

    rest = [0.0, 0.675, 0.275, 0.0]
    action = list(rest)
    if t < 5:
        pass
    elif t < 9:
        action[0] += 0.15
    elif t < 13:
        action[0] -= 0.15
    elif t < 17:
        action[1] += 0.10
    elif t < 21:
        action[1] -= 0.10
    elif t < 25:
        action[2] += 0.08
    elif t < 29:
        action[2] -= 0.08
    elif t < 33:
        action[3] = 1.0
    elif t < 37:
        action[3] = -1.0
    elif t < 41:
        action[0] += 0.4
        action[3] = -1.0
    elif t < 45:
        action[1] -= 0.3
        action[3] = 1.0

    if t == 49:
        keys = sorted(log[0])
        parts = []
        rng = {}
        for k in keys:
            arr = np.array([l[k] for l in log])
            rng[k] = arr.max(axis=0) - arr.min(axis=0)
            parts.append("%s0=%s r=%s" % (
                k[-1],
                ",".join("%d" % round(1000 * v) for v in arr[0]),
                ",".join("%d" % round(1000 * v) for v in rng[k])))
        three = [k for k in keys if len(log[0][k]) == 3]
        if three:
            mover = max(three, key=lambda k: float(np.sum(rng[k])))
            parts.append("mover %s: %s" % (mover[-1], " ".join(
                ",".join("%d" % round(1000 * v) for v in l[mover]) for l in log)))
        one = [k for k in keys if len(log[0][k]) == 1]
        if one:
            parts.append("scalar %s: %s" % (one[0][-1], " ".join(
                "%d" % round(100 * l[one[0]][0]) for l in log)))
        text = "; ".join(parts)
        print(text)
        raise AssertionError("probe report (mm): " + text)
    return action
