# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, facts feedback, the language model claude-file-backed, iteration 1-0-1.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


def controller(observation):
    """Return the action for one observation: [x, y, z, grip]: grasp the cube and carry it over the hole."""
    SX = 1.0       # sign of x
    G = 1.0        # effort that closes
    SCALE = 0.85   # the hand goes to SCALE times the target sent
    hx, hy, hz = [float(v) for v in observation["sensor_a"]]
    cx, cy, cz = [float(v) for v in observation["sensor_b"]]
    gx, gy, gz_goal = [float(v) for v in observation["sensor_c"]]
    d = float(observation["sensor_d"])

    ex = cx - hx
    ey = cy - hy
    zg = max(0.055, cz + 0.042)      # height of the hand for the grasp
    ez = hz - zg
    safe = 0.17
    low = ez < 0.03
    near = abs(ex) < 0.035 and abs(ey) < 0.045 and ez < 0.025

    if near and 0.15 < d < 0.62:
        # the cube is held: carry it over the hole
        tx, ty, tz = gx, gy + 0.06, 0.122
        grip = 1.0
        gain = 0.0
    elif near and ez < 0.016 and d >= 0.62 and abs(ex) < 0.03 and abs(ey) < 0.032:
        # the fingers are around the cube: close
        tx, ty, tz = cx, cy, zg - 0.003
        grip = 1.0
        gain = 0.0
    elif low and (abs(ex) > 0.03 or abs(ey) > 0.032 or d < 0.62):
        # low beside the cube, or closed without it: go up first
        tx, ty, tz = hx, hy, safe + 0.05
        grip = -1.0 if d < 0.9 else 0.0
        gain = 0.0
    elif low or (abs(ex) < 0.02 and abs(ey) < 0.022 and d > 0.8):
        # above the cube: down
        tx, ty, tz = cx, cy, zg - 0.004
        grip = -1.0 if d < 0.9 else 0.0
        gain = 0.4
    else:
        # go above the cube
        tx, ty, tz = cx, cy, safe
        grip = -1.0 if d < 0.9 else 0.0
        gain = 0.5

    tx = tx + 0.3 * gain * (tx - hx)
    ty = ty + gain * (ty - hy)
    tz = tz + gain * (tz - hz)
    ux = SX * tx / SCALE
    uy = ty / SCALE
    uz = tz / SCALE
    ux = max(-2.0, min(2.0, ux))
    uy = max(-2.0, min(2.0, uy))
    uz = max(-2.0, min(2.0, uz))
    return [ux, uy, uz, G * grip]
