# Trained by robotrace for shifted/door-open-v3@103: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import math


def _command(p, grip):
    """Action that makes the hand go to p (sensor frame): undo scale 1.1 and 15 degrees about x."""
    x = min(max(p[0], -0.5), 0.5)
    y = min(max(p[1], 0.4), 1.0)
    z = min(max(p[2], 0.05), 0.5)
    s = 1.1
    c, n = math.cos(math.radians(15.0)), math.sin(math.radians(15.0))
    return [x / s, (c * y + n * z) / s, (-n * y + c * z) / s, grip]


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["sensor_d"]]
    bx, by, bz = [float(v) for v in observation["sensor_b"]]
    gx, gy, gz = [float(v) for v in observation["sensor_a"]]

    # hinge, estimated from the goal (a quarter turn of the handle about it)
    rx, ry = bx - (gx + 0.124), by - (gy + 0.367)
    r = math.hypot(rx, ry) + 1e-9
    theta = math.atan2(-0.124, 0.367) - math.atan2(ry, rx)   # how far the door is open
    theta = (theta + math.pi) % (2 * math.pi) - math.pi
    theta = min(max(theta, 0.0), 1.7)
    nx, ny = math.sin(theta), math.cos(theta)                # from the handle to the door's body
    kx, ky = bx + 0.03 * nx + 0.005 * ny, by + 0.03 * ny - 0.005 * nx

    d = math.hypot(hx - bx, hy - by)
    e = math.hypot(hx - kx, hy - ky)
    dz = hz - bz

    if dz < 0.045 and d < 0.09:
        # hooked: pull along the arc, with a bias to the left
        tx, ty = ry / r - 1.0, -rx / r
        m = math.hypot(tx, ty)
        if m < 1e-6:
            tx, ty, m = -1.0, 0.0, 1.0
        return _command((bx + 0.2 * tx / m, by + 0.2 * ty / m, bz), 1.0)
    if e < 0.04:
        # down behind the handle
        return _command((kx, ky, bz - 0.01), 1.0)
    if d < 0.15 and dz < 0.07:
        # low and beside the handle: up first
        return _command((hx, hy, bz + 0.2), 1.0)
    # above the gap
    return _command((kx, ky, bz + 0.2), 1.0)
