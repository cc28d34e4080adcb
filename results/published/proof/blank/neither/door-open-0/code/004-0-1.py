"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

# measured: hand at rest against action sent, axis by axis
def _inv(x, y, z):
    ux = x / 1.105
    uy = 0.57 + (y - 0.5169) / 1.4017
    uz = 0.168 + (z - 0.358) / 0.944
    return ux, uy, uz


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


def _send(x, y, z, grip):
    x = _clip(x, -0.58, 0.58)
    y = _clip(y, 0.32, 1.08)
    z = _clip(z, -0.05, 0.58)
    ux, uy, uz = _inv(x, y, z)
    return [ux, uy, uz, grip]


@rt.bundle(trainable=True)
def controller(observation):
    """Closed fist into the gap behind the handle, then pull along the arc of the handle."""
    gx, gy = float(observation["sensor_a"][0]), float(observation["sensor_a"][1])
    hx, hy, hz = [float(q) for q in observation["sensor_b"]]
    x, y, z = [float(q) for q in observation["sensor_d"]]

    # hinge, from the goal; n points from the hinge to the handle, t is the way it moves on opening
    vx, vy = hx - (gx + 0.1235), hy - (gy + 0.3665)
    rad = math.hypot(vx, vy) + 1e-9
    nx, ny = vx / rad, vy / rad
    tx, ty = ny, -nx

    rx, ry = x - hx, y - hy
    along = rx * tx + ry * ty
    across = rx * nx + ry * ny
    r = math.hypot(rx, ry)
    zrel = z - hz
    opened = (hy - gy) < 0.23

    # pull: low, behind the handle
    low = 0.065 if opened else 0.035
    if zrel <= low and -0.10 < along < 0.012 and abs(across) < 0.08:
        c = _clip(-1.5 * across, -0.08, 0.08)
        px = x + 0.2 * tx + c * nx - 0.04
        py = y + 0.2 * ty + c * ny
        pz = hz - 0.01 + 0.6 * (hz - 0.01 - z)
        return _send(px, py, pz, 1.0)

    # the place behind the handle
    b = 0.031
    wx, wy = hx - b * tx, hy - b * ty
    e_t = along + b
    e_n = across
    k = 0.3
    cx = wx + k * _clip(wx - x, -0.1, 0.1)
    cy = wy + k * _clip(wy - y, -0.1, 0.1)
    if zrel > 0.12:
        ok = abs(e_t) < 0.02 and abs(e_n) < 0.04
    else:
        ok = abs(e_t) < 0.035 and abs(e_n) < 0.07
    if ok:
        if zrel > 0.1:
            return _send(cx, cy, hz - 0.15, 1.0)
        return _send(cx, cy, hz - 0.05 - 1.5 * max(zrel, 0.0), 1.0)
    if zrel < 0.1 and r < 0.15:
        # low and near, but not in place: up first
        return _send(x, y, hz + 0.2, 1.0)
    return _send(cx, cy, hz + 0.16, 1.0)
