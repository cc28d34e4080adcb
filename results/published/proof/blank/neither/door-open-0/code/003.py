"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

# the robot goes to (action + SHIFT)
SHIFT = (0.0135, -0.0525, 0.182)


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


def _send(x, y, z, grip):
    x = _clip(x, -0.59, 0.59)
    y = _clip(y, 0.31, 1.09)
    z = _clip(z, -0.04, 0.59)
    return [x - SHIFT[0], y - SHIFT[1], z - SHIFT[2], grip]


@rt.bundle(trainable=True)
def controller(observation):
    """Closed fist: above and behind the handle, down, then pull left and towards the base."""
    gx = float(observation["sensor_a"][0])
    hx, hy, hz = [float(q) for q in observation["sensor_b"]]
    x, y, z = [float(q) for q in observation["sensor_d"]]

    wx, wy = hx + 0.01, hy + 0.03
    e = math.hypot(x - wx, y - wy)
    r = math.hypot(x - hx, y - hy)
    zrel = z - hz
    closed = hx - gx > 0.44

    if zrel <= 0.05 and r < 0.13:
        if closed and y < hy - 0.02:
            # in front of the handle: lift straight up first
            return _send(x, y - 0.02, hz + 0.25, 1.0)
        # hooked behind the handle: pull
        tx = x + _clip(5.0 * (hx - 0.05 - x), -0.2, 0.2)
        ty = y + _clip(5.0 * (hy - y), -0.2, 0.1)
        tz = hz - 0.005 + 0.5 * (hz - z)
        return _send(tx, ty, tz, 1.0)

    k = 0.4
    cx = wx + k * _clip(wx - x, -0.1, 0.1)
    cy = wy + k * _clip(wy - y, -0.1, 0.1)
    if e < 0.05 or (zrel < 0.16 and e < 0.08):
        # above the place behind the handle: go down
        return _send(cx, cy, hz - 0.03, 1.0)
    if zrel < 0.1 and r < 0.15:
        # low and near, but not in place: up first
        return _send(x, y, hz + 0.25, 1.0)
    return _send(cx, cy, hz + 0.2, 1.0)
