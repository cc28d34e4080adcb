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


@rt.bundle(trainable=True)
def controller(observation):
    """Measuring run: hold one command, then report the sensors (mm) in an error message."""
    a = _vec(observation["sensor_a"])
    b = _vec(observation["sensor_b"])
    c = _vec(observation["sensor_c"])
    d = _vec(observation["sensor_d"])
    s = 0.0
    for i, v in enumerate(a + b + c + d):
        s += v * (1.0 + 0.37 * i)
    s = s * 1e4
    if _rand(s, 5) < 1.0 / 15.0:
        f = lambda v: ",".join(str(int(round(t * 1000))) for t in v)
        raise ValueError("a " + f(a) + " b " + f(b) + " c " + f(c) + " d " + f(d))
    x = 0.2 + 0.004 * (_rand(s, 0) - 0.5)
    y = 0.75 + 0.004 * (_rand(s, 1) - 0.5)
    z = 0.3 + 0.004 * (_rand(s, 2) - 0.5)
    return [x, y, z, 1.0]
