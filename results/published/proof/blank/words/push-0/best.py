# Trained by robotrace for shifted/push-v3@109: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import math


def to_command(x, y, z):
    """Undo the measured action mapping: wanted hand position (m) -> command."""
    cx = (x - 0.001) / 0.74
    cy = (y - 0.026) / 0.767
    cz = (z - 0.039) / 0.64
    lim = lambda v: max(-1.99, min(1.99, v))
    return [lim(cx), lim(cy), lim(cz)]


OPEN, CLOSE = 1.0, -1.0
LOW = -0.015     # wanted height when down; the set-point stops at 0.05 anyway
TRAVEL = 0.12    # height at which the fingertips clear the puck


def controller(observation):
    """Return the action for one observation: grip the puck and drag it to the goal."""
    opening = float(observation["sensor_a"])
    px, py, pz = [float(v) for v in observation["sensor_b"]]
    gx, gy, gz = [float(v) for v in observation["sensor_c"]]
    hx, hy, hz = [float(v) for v in observation["sensor_d"]]
    dx, dy = px - hx, py - hy
    d = math.hypot(dx, dy)
    k = 1.2
    tx, ty = hx + k * dx, hy + k * dy

    low = hz < 0.072
    if low and opening < 0.9 and d < 0.06:
        # holding (or closing): drag towards the goal
        vx, vy = gx - px, gy - py
        n = max(1e-6, math.hypot(vx, vy))
        lead = 0.06
        return to_command(hx + vx / n * lead, hy + vy / n * lead, LOW) + [CLOSE]
    if low and d < 0.022:
        # around the puck, still open: close
        return to_command(tx, ty, LOW) + [CLOSE]
    if d < 0.025 or (hz < 0.09 and d < 0.03):
        # above the puck: go down, open
        return to_command(tx, ty, LOW) + [OPEN]
    # go above the puck, open
    return to_command(tx, ty, TRAVEL) + [OPEN]
