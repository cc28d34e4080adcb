"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


def _vec(v):
    try:
        return [float(c) for c in v]
    except TypeError:
        return [float(v)]


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


LEAD = 0.019                      # dead band of the actions: lead the target by this


def _lead(want, now):
    """A target that brings the hand to `want` in spite of the dead band."""
    return want + _clip(3.0 * (want - now), -LEAD, LEAD)


@rt.bundle(trainable=True)
def controller(observation):
    """Pick up the puck and carry it to the goal."""
    g = _vec(observation["sensor_a"])      # goal
    h = _vec(observation["sensor_b"])      # hand
    p = _vec(observation["sensor_c"])      # puck
    d = _vec(observation["sensor_d"])[0]   # gripper opening

    ex = p[0] - h[0]
    ey = p[1] - h[1]
    rel = h[2] - p[2]
    cx = _lead(p[0], h[0])
    cy = _lead(p[1], h[1])

    near = abs(ex) < 0.030 and abs(ey) < 0.040
    if near and rel < 0.085 and d < 0.78:
        # the fingers hold the puck: carry it
        return [_lead(h[0] + g[0] - p[0], h[0]),
                _lead(h[1] + g[1] - p[1], h[1]),
                _lead(h[2] + g[2] - p[2] + 0.01, h[2]), 1.0]

    if near and rel < 0.058:
        # low, around the puck: close
        return [cx, cy, -0.05, 1.0]

    if (abs(ex) < 0.018 and abs(ey) < 0.022) or (near and rel < 0.08):
        # above the puck: go down, open
        return [cx, cy, -0.05, -1.0]

    # go over the puck, open
    return [cx, cy, _lead(p[2] + 0.12, h[2]), -1.0]
