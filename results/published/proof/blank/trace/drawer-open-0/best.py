# Trained by robotrace for shifted/drawer-open-v3@106: optoprime, score feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["sensor_c"]]
    dx, dy, dz = [float(v) for v in observation["sensor_d"]]
    gx, gy, gz = [float(v) for v in observation["sensor_b"]]

    low = hz < dz + 0.035
    near = abs(hx - dx) < 0.04 and abs(hy - dy) < 0.035
    hooked = low and abs(hx - dx) < 0.06 and -0.09 < hy - dy < 0.05

    if hooked:
        # pull toward the robot
        des = [dx, gy - 0.08, dz - 0.015]
    elif near:
        # lower over the handle
        des = [dx, dy, dz - 0.02]
    elif hz < dz + 0.07:
        if abs(hx - dx) < 0.06 and abs(hy - dy) < 0.05:
            # already on the way down over the handle
            des = [dx, dy, dz - 0.02]
        else:
            # low but beside the handle: rise first
            des = [hx, hy, dz + 0.14]
    else:
        # go over the handle
        des = [dx, dy, dz + 0.13]

    # bounded correction by what was measured
    def corr(d, h):
        return d + max(-0.05, min(0.05, 0.4 * (d - h)))

    X = corr(des[0], hx)
    Y = corr(des[1], hy)
    Z = corr(des[2], hz)
    X = max(-0.5, min(0.5, X))
    Y = max(0.35, min(1.0, Y))
    Z = max(0.0, min(0.5, Z))

    # robot x = a*ax - s*ay, robot y = -s*ax - a*ay (its own inverse)
    a, s = 0.154, 0.988
    ax = a * X - s * Y
    ay = -s * X - a * Y
    return [ax, ay, Z, -1.0]
