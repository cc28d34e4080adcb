"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math


def _vec(v):
    try:
        return [float(c) for c in v]
    except TypeError:
        return [float(v)]


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


def _rand(s):
    r = math.sin(s * 12.9898 + 78.233) * 43758.5453
    return r - math.floor(r)


BIAS = (0.021, 0.016, 0.020)      # command minus the hand's settled reading
AIM = (-0.010, -0.008)            # wanted hand reading minus puck reading


@rt.bundle(trainable=True)
def controller(observation):
    """Pick up the puck and carry it to the goal."""
    g = _vec(observation["sensor_a"])
    h = _vec(observation["sensor_b"])
    p = _vec(observation["sensor_c"])
    d = _vec(observation["sensor_d"])[0]

    s = 0.0
    for i, v in enumerate(g + h + p + [d]):
        s += v * (1.0 + 0.37 * i)
    r = _rand(s * 1e4)
    diag = g[2] < 0.2 and g[0] < 0.0

    def report(phase, prob):
        if diag and r < prob:
            f = lambda v: ",".join(str(int(round(t * 1000))) for t in v)
            raise ValueError(phase + " g " + f(g) + " h " + f(h) + " p " + f(p) + " d " + f([d]))

    des = [p[0] + AIM[0], p[1] + AIM[1]]
    ex = des[0] - h[0]
    ey = des[1] - h[1]
    rel = h[2] - p[2]
    cx = des[0] + BIAS[0] + 0.4 * _clip(ex, -0.04, 0.04)
    cy = des[1] + BIAS[1] + 0.4 * _clip(ey, -0.04, 0.04)

    near = abs(ex) < 0.035 and abs(ey) < 0.04
    if near and rel < 0.08 and d < 0.78:
        # the fingers hold the puck: carry it
        if abs(p[0] - g[0]) < 0.035 and abs(p[1] - g[1]) < 0.035 and abs(p[2] - g[2]) < 0.035:
            report("ATGOAL", 1.0)
        elif p[2] < 0.03 and d < 0.42:
            report("MISSED", 0.34)
        elif p[2] < 0.03:
            report("NOLIFT", 0.04)
        else:
            report("CARRY", 0.015)
        return [g[0] + h[0] - p[0] + BIAS[0],
                g[1] + h[1] - p[1] + BIAS[1],
                g[2] + h[2] - p[2] + BIAS[2] + 0.02, 1.0]

    if near and rel < 0.05:
        # low, around the puck: close
        report("CLOSING", 0.04)
        return [cx, cy, 0.06, 1.0]

    if abs(ex) < 0.02 and abs(ey) < 0.025 or (near and rel < 0.08):
        # above the puck: go down, open
        if rel < 0.09:
            report("DOWN", 0.08)
        return [cx, cy, 0.06, -1.0]

    # go over the puck, open
    if abs(ex) < 0.05 and abs(ey) < 0.05 and abs(rel - 0.12) < 0.03:
        report("ABOVE", 0.08)
    else:
        report("GOING", 0.02)
    return [cx, cy, p[2] + 0.12 + BIAS[2], -1.0]
