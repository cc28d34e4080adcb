"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


def _clip(v, a):
    return max(-a, min(a, v))


def _command(h, want, az, grip=0.0, gain=0.6):
    # a bounded feedback beyond the wish, then undo the measured map
    tx = want[0] + gain * _clip(want[0] - h[0], 0.02)
    ty = want[1] + gain * _clip(want[1] - h[1], 0.02)
    ax = (tx - 0.03) / 1.35
    ay = (ty - 0.0065) / 1.33
    ax = max(-0.35, min(0.35, ax))
    ay = max(0.29, min(0.72, ay))
    return [ax, ay, az, grip]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    h = [float(v) for v in observation["sensor_d"]]
    m = [float(v) for v in observation["sensor_a"]]
    g = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_b"])
    dx = h[0] - m[0]
    dy = h[1] - m[1]
    up = 0.20
    down = 0.0
    opened = -1.0 if opening < 0.80 else 0.0

    # low and around the mug
    if h[2] < 0.085 and abs(dx) < 0.05 and -0.065 < dy < 0.045:
        lost = opening < 0.36 or (opening < 0.70 and abs(dx) > 0.032)
        if not lost:
            if opening > 0.70:
                # fingers still open: centre x on the mug, then close
                if abs(dx) > 0.022:
                    return _command(h, [m[0], m[1]], down, opened)
                wy = max(g[1] - 0.06, h[1] - 0.04)
                return _command(h, [m[0], wy], down, 1.0)
            # held: pull toward the robot, x goes over to the goal gently
            wx = m[0] + _clip(g[0] - m[0], 0.015)
            wy = max(g[1] - 0.035, h[1] - 0.055)
            return _command(h, [wx, wy], down, 1.0)
        return _command(h, [h[0], h[1]], up, -1.0)

    # above the mug: go down around it
    if h[2] < 0.17:
        aligned = abs(dx) < 0.040 and -0.045 < dy < 0.040
    else:
        aligned = abs(dx) < 0.020 and -0.030 < dy < 0.025
    if aligned and opening > 0.72:
        return _command(h, [m[0], m[1] - 0.007], down, opened)

    # low beside the mug: rise first, away from the machine
    if h[2] < 0.16:
        return _command(h, [h[0], h[1] - 0.02], up, -1.0 if opening < 0.95 else 0.0)

    # high: align x in front of the machine, then go above the mug
    if abs(dx) < 0.030:
        return _command(h, [m[0], m[1] - 0.012], up, opened)
    return _command(h, [m[0], m[1] - 0.075], up, opened)
