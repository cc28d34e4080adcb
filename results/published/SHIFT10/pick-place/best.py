# Trained by robotrace for shifted/pick-place-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""One trainable function from an observation to an action: what training starts from by default."""


import math

SCALE = 0.8                    # measured: the target is 0.8 * rotated action
ANGLE = math.radians(30.0)     # measured: clockwise about the base
GRIP_SIGN = -1.0               # measured: effort +1 opens, so -1 closes
GAIN = 1.3                     # ask for a bit more than what is left


def _to_action(tx, ty, tz, close):
    """The action whose transformed target is (tx, ty, tz); close is +1 to close, -1 to open."""
    c, s = math.cos(ANGLE), math.sin(ANGLE)
    ax = (c * tx - s * ty) / SCALE
    ay = (s * tx + c * ty) / SCALE
    az = tz / SCALE
    ax = max(-2.0, min(2.0, ax))
    ay = max(-2.0, min(2.0, ay))
    az = max(-2.0, min(2.0, az))
    return [ax, ay, az, GRIP_SIGN * close]


def _cap(v, limit):
    return max(-limit, min(limit, v))


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["hand_pos"]]
    px, py, pz = [float(v) for v in observation["puck_pos"]]
    gx, gy, gz = [float(v) for v in observation["goal_pos"]]
    opening = float(observation["gripper_opening"])

    ex, ey = px - hx, py - hy
    exy = math.hypot(ex, ey)
    dz = hz - pz
    around = exy < 0.04 and dz < 0.075

    # Holding the puck: carry it, moving the hand by what the puck still lacks.
    if opening < 0.73 and around:
        wx, wy, wz = gx - px, gy - py, gz - pz
        close = 1.0
    # Partly closed around the puck: carry it gently.
    elif opening < 0.85 and around:
        wx, wy, wz = _cap(gx - px, 0.01), _cap(gy - py, 0.01), _cap(gz - pz, 0.015)
        close = 1.0
    # Around the puck: close.
    elif abs(ex) < 0.015 and abs(ey) < 0.022 and dz < 0.05:
        wx, wy, wz = ex, ey, (pz + 0.035) - hz
        close = 1.0
    # Above the puck: descend, correcting sideways on the way.
    elif exy < 0.022 or (exy < 0.032 and dz < 0.085):
        wx, wy, wz = ex, ey, (pz + 0.035) - hz
        close = -1.0
    # Elsewhere: go above the puck.
    else:
        wx, wy, wz = ex, ey, (pz + 0.10) - hz
        close = -1.0

    return _to_action(hx + GAIN * wx, hy + GAIN * wy, hz + GAIN * wz, close)
