"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


C = 0.155
S = 0.988


def to_action(h, t, gain, grip):
    # over-drive the error, then undo the robot's map
    e = [h[i] + gain * (t[i] - h[i]) for i in range(3)]
    # robot: x = C*ax - S*ay ; y = -S*ax - C*ay  (its own inverse); z = 0.03 + 0.83*az
    ax = C * e[0] - S * e[1]
    ay = -S * e[0] - C * e[1]
    az = (e[2] - 0.03) / 0.83
    lim = lambda v: float(max(-1.9, min(1.9, v)))
    return [lim(ax), lim(ay), lim(az), float(grip)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    h = [float(v) for v in observation["sensor_c"]]   # hand
    d = [float(v) for v in observation["sensor_d"]]   # handle
    g = [float(v) for v in observation["sensor_b"]]   # goal
    ex = h[0] - d[0]
    ey = h[1] - d[1]
    ez = h[2] - d[2]
    # low and around the handle: pull toward the goal
    if ez < 0.035 and abs(ex) < 0.06 and -0.10 < ey < 0.05:
        return to_action(h, [d[0], g[1] - 0.10, d[2] + 0.005], 1.5, 0.0)
    # above the handle: go down
    tol_x = 0.045 if ez > 0.12 else 0.055
    tol_y = 0.03 if ez > 0.12 else 0.045
    if abs(ex) < tol_x and abs(ey) < tol_y:
        return to_action(h, [d[0], d[1], d[2]], 1.5, 0.0)
    # low and beside the handle: rise first
    if ez < 0.08:
        return to_action(h, [h[0], h[1], d[2] + 0.18], 1.5, 0.0)
    # go above the handle
    return to_action(h, [d[0], d[1], d[2] + 0.18], 1.5, 0.0)
