"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["sensor_c"]]
    dx, dy, dz = [float(v) for v in observation["sensor_d"]]
    gx, gy, gz = [float(v) for v in observation["sensor_b"]]
    opening = float(observation["sensor_a"])

    low = hz < dz + 0.035
    near = abs(hx - dx) < 0.05 and abs(hy - dy) < 0.05
    hooked = low and abs(hx - dx) < 0.06 and -0.085 < hy - dy < 0.06

    if hooked:
        # pull toward the robot
        des = [dx, gy - 0.08, dz - 0.02]
    elif near:
        # lower over the handle
        des = [dx, dy, dz - 0.02]
    elif hz < dz + 0.07:
        # low but beside the handle: rise first
        des = [hx, hy, dz + 0.14]
    else:
        # go over the handle
        des = [dx, dy, dz + 0.14]

    # robot x = -action y, robot y = action x
    ax = des[1]
    ay = -des[0]
    az = des[2]
    if hy < 0.43 and des[1] > 0.5:
        ax = -des[1]

    grip = -1.0 if opening > 0.85 else 1.0
    return [ax, ay, az, grip]
