# Trained by robotrace for shifted/door-open-v3@103: optoprime, score feedback, the language model claude-file-backed, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


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
    behind = -(rx * tx + ry * ty)
    across = rx * nx + ry * ny
    r = math.hypot(rx, ry)
    zrel = z - hz
    opened = (hy - gy) < 0.23

    # pull: low, behind the handle
    low = 0.065 if opened else 0.04
    least = -0.012 if opened else 0.008
    if zrel <= low and least < behind < 0.10 and abs(across) < 0.08:
        c = _clip(-1.5 * across, -0.08, 0.08)
        px = x + 0.2 * tx + c * nx - 0.04
        py = y + 0.2 * ty + c * ny
        pz = hz - 0.01 + 0.6 * (hz - 0.01 - z)
        return _send(px, py, pz, 1.0)

    def toward(b, kx, ky):
        wx, wy = hx - b * tx, hy - b * ty
        ex, ey = _clip(wx - x, -0.1, 0.1), _clip(wy - y, -0.1, 0.1)
        if abs(ey) > 0.05:
            ky = 0.3
        return wx + kx * ex, wy + ky * ey

    if zrel > 0.145:
        if -0.024 < behind < 0.026 and abs(across) < 0.04:
            # above the place: go down
            cx, cy = toward(0.012, 0.3, 0.6)
            return _send(cx, cy, hz - 0.15, 1.0)
    elif zrel > 0.11:
        if -0.03 < behind < 0.09 and abs(across) < 0.06:
            # height of the door's top edge: keep to the front of it
            if behind > 0.004:
                cx = hx + 1.3 * (hx - x) if abs(hx - x) > 0.03 else x
                return _send(cx, y + 0.02 * ty, z - 0.12, 1.0)
            cx, cy = toward(0.0, 0.3, 0.6)
            return _send(cx, cy, z - 0.12, 1.0)
    elif zrel > low:
        if -0.035 < behind < 0.09 and abs(across) < 0.07:
            # below the edge: down and back into the gap
            cx, cy = toward(0.037, 0.3, 0.6)
            return _send(cx, cy, hz - 0.05 - max(zrel, 0.0), 1.0)

    if zrel < 0.11 and r < 0.15:
        # low and near, but not in place: up first
        return _send(x, y, hz + 0.2, 1.0)
    cx, cy = toward(0.010 if r < 0.1 else 0.004, 0.3, 0.6)
    return _send(cx, cy, hz + 0.165, 1.0)
