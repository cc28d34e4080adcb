"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    mug = [float(v) for v in observation["sensor_a"]]
    goal = [float(v) for v in observation["sensor_c"]]
    h = [float(v) for v in observation["sensor_d"]]
    b = float(observation["sensor_b"])

    def send(tx, ty, tz, g):
        # measured: hand = 1.25 * action + (0.03, 0.06, -0.05)
        tx = min(max(tx, -0.5), 0.5)
        ty = min(max(ty, 0.4), 0.95)
        tz = min(max(tz, 0.05), 0.45)
        return [(tx - 0.03) / 1.25, (ty - 0.06) / 1.25, (tz + 0.05) / 1.25, float(g)]

    dx = mug[0] - h[0]
    dy = mug[1] - h[1]
    ex = goal[0] - mug[0]
    ey = goal[1] - mug[1]
    near = abs(dy) < 0.07 and abs(dx) < 0.05

    if near and h[2] < 0.088:
        # the mug is between the fingers: close and pull
        if b > 0.93:
            return send(h[0], h[1] - 0.03, 0.05, 1.0)
        return send(h[0] + 0.9 * ex, h[1] + 1.2 * ey, 0.05, 1.0)

    if near:
        aligned = abs(dy) < 0.025 and abs(dx) < 0.03
        if aligned or h[2] < 0.10:
            return send(mug[0], mug[1], 0.05, -1.0)
        return send(mug[0], mug[1], 0.14, -1.0)

    if h[2] < 0.13:
        # beside the mug and low: straight up first
        return send(h[0], h[1], 0.20, -1.0)

    return send(mug[0], mug[1], 0.19, -1.0)
