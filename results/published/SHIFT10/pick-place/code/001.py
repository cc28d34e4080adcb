"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import math

SCALE = 0.8                    # measured: the target is 0.8 * rotated action
ANGLE = math.radians(30.0)     # measured: clockwise about the base
GAIN = 1.3                     # ask for a bit more than what is left


def _to_action(tx, ty, tz, grip):
    """The action whose transformed target is (tx, ty, tz)."""
    c, s = math.cos(ANGLE), math.sin(ANGLE)
    ax = (c * tx - s * ty) / SCALE
    ay = (s * tx + c * ty) / SCALE
    az = tz / SCALE
    ax = max(-2.0, min(2.0, ax))
    ay = max(-2.0, min(2.0, ay))
    az = max(-2.0, min(2.0, az))
    return [ax, ay, az, grip]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["hand_pos"]]
    px, py, pz = [float(v) for v in observation["puck_pos"]]
    gx, gy, gz = [float(v) for v in observation["goal_pos"]]
    opening = float(observation["gripper_opening"])

    ex, ey = px - hx, py - hy
    exy = math.hypot(ex, ey)
    dz = hz - pz

    open_grip = -1.0 if opening < 0.9 else 0.0

    # Holding the puck: carry it, moving the hand by what the puck still lacks.
    if opening < 0.75 and exy < 0.04 and dz < 0.075:
        wx, wy, wz = gx - px, gy - py, gz - pz
        grip = 1.0
    # Around the puck: close.
    elif abs(ex) < 0.015 and abs(ey) < 0.022 and dz < 0.05:
        wx, wy, wz = ex, ey, (pz + 0.035) - hz
        grip = 1.0
    # Above the puck: descend, correcting sideways on the way.
    elif exy < 0.022 or (exy < 0.032 and dz < 0.085):
        wx, wy, wz = ex, ey, (pz + 0.035) - hz
        grip = open_grip
    # Elsewhere: go above the puck.
    else:
        wx, wy, wz = ex, ey, (pz + 0.10) - hz
        grip = open_grip

    return _to_action(hx + GAIN * wx, hy + GAIN * wy, hz + GAIN * wz, grip)
