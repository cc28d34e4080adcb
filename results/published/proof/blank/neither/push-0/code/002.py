"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

import numpy as np


def _mm(v):
    return ",".join(str(int(round(1000 * float(q)))) for q in np.ravel(v))


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    names = sorted(observation.keys())
    vecs = [k for k in names if np.size(observation[k]) == 3]
    v = {k: np.asarray(observation[k], dtype=float).reshape(3) for k in vecs}
    # the hand: the sensor whose height is unlike the other two
    z = {k: float(v[k][2]) for k in vecs}
    hand = max(vecs, key=lambda k: min(abs(z[k] - z[j]) for j in vecs if j != k))
    p, q = [v[k] for k in vecs if k != hand]
    # one generic target per episode, smooth in the still readings
    x = 0.10 * math.sin(40 * (p[0] + 0.7 * q[0]) + 1.0)
    y = 0.62 + 0.10 * math.sin(40 * (p[1] - 0.6 * q[0]) + 2.0)
    h = 0.20 + 0.07 * math.sin(40 * (p[0] - 0.8 * q[1]) + 3.0)
    g = 1.0 if math.sin(40 * (q[0] + q[1]) + 0.5) > 0 else -1.0
    msg = "g%du%s " % (g, _mm([x, y, h])) + " ".join(k[-1] + _mm(observation[k]) for k in names)
    s = 0.0
    for i, k in enumerate(names):
        for j, w in enumerate(np.ravel(observation[k])):
            s += (1.0 + 0.37 * i + 0.11 * j) * float(w)
    if int(abs(s) * 1e7) % 10 == 3:
        raise ValueError(msg)
    return [x, y, h, g]
