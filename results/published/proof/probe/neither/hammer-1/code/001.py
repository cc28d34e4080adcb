"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

# first call of the stage, command
STAGES = [
    (0, [0.0, 0.7, 0.275, 0.0]),
    (7, [0.1, 0.7, 0.275, 0.0]),
    (13, [0.0, 0.8, 0.275, 0.0]),
    (19, [0.0, 0.7, 0.355, 0.0]),
    (25, [0.0, 0.7, 0.275, 1.0]),
    (31, [0.0, 0.7, 0.275, -1.0]),
    (37, [0.2, 0.5, 0.2, -1.0]),
]
LAST = 46


def mm(v):
    return ",".join(str(int(round(1000 * float(q)))) for q in np.ravel(v))


def report(log):
    names = sorted(log[0])
    vec = [n for n in names if np.size(log[0][n]) == 3]
    spread = {n: float(np.sum(np.ptp(np.array([o[n] for o in log]), axis=0))) for n in vec}
    hand = max(vec, key=lambda n: spread[n])
    out = ["hand=" + hand[-1]]
    out += [n[-1] + ":" + mm(log[0][n]) for n in names]
    # the observation at the first call of the next stage is the end of the stage
    ends = [s[0] for s in STAGES[1:]] + [LAST]
    out.append("ends " + " ".join(mm(log[i][hand]) for i in ends))
    out.append("grip " + " ".join(mm(log[i]["sensor_e"]) for i in [1] + ends))
    out.append("step " + " ".join(mm(log[i][hand]) for i in (7, 8, 9, 10, 11)))
    others = [n for n in vec if n != hand]
    out.append("moved " + " ".join(n[-1] + mm(spread[n]) for n in others))
    return "; ".join(out)


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    log = memory.setdefault("log", [])
    log.append({n: np.array(v, dtype=float).copy() for n, v in observation.items()})
    if t >= LAST:
        text = report(log)
        print(text)
        raise RuntimeError(text)
    action = STAGES[0][1]
    for start, command in STAGES:
        if t >= start:
            action = command
    return list(action)
