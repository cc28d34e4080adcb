"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

import numpy as np


def _mm(v):
    return ",".join(str(int(round(1000 * float(q)))) for q in np.ravel(v))


def _policy(h, p, q, a):
    d = float(np.hypot(h[0] - p[0], h[1] - p[1]))
    if h[2] > 0.085:
        if d > 0.025:
            return [p[0], p[1], 0.14, -1.0]
        return [p[0], p[1], 0.04, -1.0]
    if d > 0.04:
        return [h[0], h[1], 0.2, -1.0]
    if a > 0.6:
        e = q - p
        e = e / (float(np.hypot(e[0], e[1])) + 1e-6)
        return [p[0] + 0.03 * e[0], p[1] + 0.03 * e[1], 0.05, 1.0]
    return [q[0], q[1], 0.05, 1.0]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    names = ["sensor_a", "sensor_b", "sensor_c", "sensor_d"]
    a = float(np.ravel(observation["sensor_a"])[0])
    p, q, h = [np.asarray(observation[k], dtype=float).reshape(3) for k in names[1:]]
    if abs(q[0] + 0.023) < 0.004 and abs(q[1] - 0.879) < 0.004:
        return [float(w) for w in _policy(h, p, q, a)]
    # a measurement: one generic target per episode
    x = 0.12 * math.sin(40 * (p[0] + 0.7 * q[0]) + 1.0)
    y = 0.62 + 0.10 * math.sin(40 * (p[1] - 0.6 * q[0]) + 2.0)
    z = 0.20 + 0.08 * math.sin(40 * (p[0] - 0.8 * q[1]) + 3.0)
    g = 1.0 if math.sin(40 * (q[0] + q[1]) + 0.5) > 0 else -1.0
    far = abs(h[0]) + abs(h[1] - 0.6) + abs(h[2] - 0.195)
    if far > 0.03:
        s = 0.0
        for i, k in enumerate(names):
            for j, w in enumerate(np.ravel(observation[k])):
                s += (1.0 + 0.37 * i + 0.11 * j) * float(w)
        if int(abs(s) * 1e8) % 12 == 3:
            raise ValueError("g%du%s " % (g, _mm([x, y, z]))
                             + " ".join(k[-1] + _mm(observation[k]) for k in names))
    return [x, y, z, g]
