"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


def _command(h, want, az, gain=0.6):
    # aim beyond the wish by a part of the error, then undo the measured map
    tx = want[0] + gain * (want[0] - h[0])
    ty = want[1] + gain * (want[1] - h[1])
    ax = (tx - 0.03) / 0.7
    ay = (ty - 0.005) / 1.33
    ax = max(-0.5, min(0.5, ax))
    ay = max(0.25, min(0.78, ay))
    return [ax, ay, az, 0.0]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    h = [float(v) for v in observation["sensor_d"]]
    m = [float(v) for v in observation["sensor_a"]]
    g = [float(v) for v in observation["sensor_c"]]
    dx = h[0] - m[0]
    dy = h[1] - m[1]
    up = 0.20
    down = 0.0

    # low and around the mug: pull to the goal
    if h[2] < 0.09 and abs(dx) < 0.05 and -0.065 < dy < 0.04:
        return _command(h, [g[0], g[1] - 0.05], down)

    # above the mug: go down around it
    if h[2] < 0.17:
        aligned = abs(dx) < 0.040 and -0.045 < dy < 0.040
    else:
        aligned = abs(dx) < 0.032 and -0.020 < dy < 0.035
    if aligned:
        return _command(h, [m[0], m[1] - 0.005], down)

    # low beside the mug: rise first
    if h[2] < 0.15:
        return _command(h, [h[0], h[1] - 0.01], up)

    # high: go above the mug
    return _command(h, [m[0], m[1] + 0.02], up)
