"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math


def _vec(v):
    try:
        return [float(c) for c in v]
    except TypeError:
        return [float(v)]


def _rand(s, k):
    r = math.sin(s * (12.9898 + 3.7 * k) + 78.233 * (k + 1)) * 43758.5453
    return r - math.floor(r)


def _level(r, near, far):
    if r < 0.40:
        return near[0]
    if r < 0.80:
        return near[1]
    if r < 0.90:
        return far[0]
    return far[1]


@rt.bundle(trainable=True)
def controller(observation):
    """Calibration run: pseudo-random levels on each axis, sensors and action printed."""
    a = _vec(observation["sensor_a"])
    b = _vec(observation["sensor_b"])
    c = _vec(observation["sensor_c"])
    d = _vec(observation["sensor_d"])
    s = 0.0
    for i, v in enumerate(a + b + c + d):
        s += v * (1.0 + 0.37 * i)
    s = s * 1e4
    x = _level(_rand(s, 0), (-0.1, 0.1), (-0.6, 0.6))
    y = _level(_rand(s, 1), (0.55, 0.7), (-0.6, 0.2))
    z = _level(_rand(s, 2), (0.15, 0.3), (-0.3, 0.6))
    g = -1.0 if _rand(s, 3) < 0.5 else 1.0
    f = lambda v: ",".join(str(int(round(t * 1000))) for t in v)
    print(f(a), f(b), f(c), f(d), ">", "%g,%g,%g,%g" % (x, y, z, g))
    return [x, y, z, g]
