# Trained by robotrace for shifted/door-open-v3@103: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import math

C15 = math.cos(math.radians(15.0))
S15 = math.sin(math.radians(15.0))
SCALE = 1.1


def to_action(x, y, z, g):
    """Undo the measured map: hand = 1.1 * Rx(15 deg) * action."""
    x = min(max(x, -0.5), 0.5)
    y = min(max(y, 0.4), 1.0)
    z = min(max(z, 0.05), 0.5)
    ax = x / SCALE
    ay = (C15 * y + S15 * z) / SCALE
    az = (-S15 * y + C15 * z) / SCALE
    return [ax, ay, az, g]


def controller(observation):
    """Return the action for one observation: [x, y, z, grip]."""
    hx, hy, hz = [float(v) for v in observation["sensor_d"]]   # hand
    bx, by, bz = [float(v) for v in observation["sensor_b"]]   # handle
    gx, gy, gz = [float(v) for v in observation["sensor_a"]]   # goal

    # the door's hinge, from the goal; radial and opening (tangential) directions
    px, py = gx + 0.10, gy + 0.32
    rx, ry = bx - px, by - py
    n = math.hypot(rx, ry) + 1e-9
    ux, uy = rx / n, ry / n          # outwards
    tx, ty = uy, -ux                 # the way the handle goes when it opens

    relx, rely = hx - bx, hy - by
    s = relx * tx + rely * ty        # > 0: hand ahead of the handle
    q = relx * ux + rely * uy
    dz = hz - bz
    moved = 0.491 - (bx - gx)        # how far the handle went to the left
    moved = max(moved, 0.243 - (by - gy))

    # the point between handle and door
    Px = bx - 0.025 * tx + 0.01 * ux
    Py = by - 0.025 * ty + 0.01 * uy
    err = math.hypot(hx - Px, hy - Py)

    back = -0.15 if moved > 0.02 else -0.07
    hooked = abs(dz) < 0.05 and back < s < 0.015 and abs(q) < 0.07

    if hooked:
        # pull along the arc, keep beside the handle's middle
        step = 0.12
        mx = step * tx - 0.5 * q * ux
        my = step * ty - 0.5 * q * uy
        return to_action(hx + mx, hy + my, bz, 1.0)

    if err < 0.03 or (hz < bz + 0.15 and err < 0.045 and s < 0.0):
        # go down behind the handle
        return to_action(Px, Py, bz, 1.0)

    if hz < bz + 0.12:
        # too low to move sideways: rise
        return to_action(hx, hy, bz + 0.22, 1.0)

    # go above the point
    return to_action(Px, Py, bz + 0.20, 1.0)
