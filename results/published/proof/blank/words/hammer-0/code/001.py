"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

SCALE = (1.1, 1.1, 1.1)   # hand reading = SCALE * command + OFFSET
OFFSET = (0.0, 0.0, 0.0)
CLOSE = 1.0
OPEN = -1.0
HEAD = (0.16, 0.06, 0.0)


def rotate(q, v):
    w, x, y, z = q
    n = math.sqrt(w * w + x * x + y * y + z * z)
    if n < 1e-6:
        return v
    w, x, y, z = w / n, x / n, y / n, z / n
    vx, vy, vz = v
    tx = 2 * (y * vz - z * vy)
    ty = 2 * (z * vx - x * vz)
    tz = 2 * (x * vy - y * vx)
    return (vx + w * tx + y * tz - z * ty,
            vy + w * ty + z * tx - x * tz,
            vz + w * tz + x * ty - y * tx)


def act(target, grip):
    limits = ((-0.5, 0.5), (0.4, 1.0), (0.05, 0.5))
    out = []
    for i in range(3):
        t = min(max(float(target[i]), limits[i][0]), limits[i][1])
        out.append((t - OFFSET[i]) / SCALE[i])
    return out + [float(grip)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    h = [float(v) for v in observation["sensor_f"]]
    b = [float(v) for v in observation["sensor_b"]]
    q = [float(v) for v in observation["sensor_a"]]
    goal = [float(v) for v in observation["sensor_d"]]
    e = observation["sensor_e"]
    try:
        e = float(e)
    except TypeError:
        e = float(e[0])

    dx, dy, dz = h[0] - b[0], h[1] - b[1], h[2] - b[2]
    grasp = [b[0], b[1], max(b[2], 0.02) + 0.035]
    near = abs(dx) < 0.03 and abs(dy) < 0.025
    lifted = b[2] > 0.05
    if lifted:
        around = abs(dx) < 0.10 and abs(dy) < 0.07 and dz < 0.11
    else:
        around = abs(dx) < 0.06 and abs(dy) < 0.04 and dz < 0.075

    if around and (e <= 0.9 or lifted):
        # the hammer is between the fingers
        if not lifted:
            return act([h[0], h[1], h[2] + 0.03], CLOSE)
        r = rotate(q, HEAD)
        head = [b[i] + r[i] for i in range(3)]
        nail_y = goal[1] - 0.10
        ex, ez = goal[0] - head[0], goal[2] - head[2]
        striking = head[1] > nail_y - 0.09
        tol = 0.05 if striking else 0.02
        if abs(ex) < tol and abs(ez) < tol:
            return act([h[0] + ex, h[1] + 0.15, h[2] + ez], CLOSE)
        back = min(0.0, (nail_y - 0.12) - head[1])
        return act([h[0] + ex, h[1] + back, h[2] + ez], CLOSE)

    if near:
        if dz < 0.058 and e > 0.9:
            return act(grasp, CLOSE)
        if e < 0.8 and dz > 0.075:
            return act([b[0], b[1], h[2] + 0.02], OPEN)
        return act(grasp, OPEN)
    return act([b[0], b[1], max(b[2], 0.02) + 0.13], OPEN)
