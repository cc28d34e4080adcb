"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


def to_action(tx, ty, tz, grip):
    # robot x = -(action y), robot y = action x
    return [float(ty), float(-tx), float(tz), float(grip)]


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
    if ez < 0.035 and abs(ex) < 0.05 and -0.10 < ey < 0.05:
        return to_action(d[0], g[1] - 0.10, d[2] + 0.005, 0.0)
    # above the handle: go down
    tol = 0.03 if ez > 0.12 else 0.045
    if abs(ex) < tol and abs(ey) < tol:
        return to_action(d[0], d[1], d[2], 0.0)
    # low and beside the handle: rise first
    if ez < 0.08:
        return to_action(h[0], h[1], d[2] + 0.18, 0.0)
    # go above the handle
    return to_action(d[0], d[1], d[2] + 0.18, 0.0)
