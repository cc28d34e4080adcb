"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    h = [float(v) for v in observation["sensor_b"]]
    p = [float(v) for v in observation["sensor_c"]]
    g = [float(v) for v in observation["sensor_a"]]
    d = float(observation["sensor_d"])
    K = 0.5

    dx = abs(h[0] - p[0])
    dy = abs(h[1] - p[1])
    dz = h[2] - p[2]          # nominally 0.045 when the puck is between the fingertips

    closed = d < 0.65
    between = dx < 0.025 and dy < 0.035 and dz < (0.085 if closed else 0.062)

    if between and closed:
        # carry the puck to the goal
        target = [h[i] + (g[i] - p[i]) for i in range(3)]
        target[2] += 0.02
        grip = 1.0
    elif between:
        # close around the puck, staying low
        target = [p[0], p[1], p[2] + 0.04]
        grip = 1.0
    elif dx < 0.02 and dy < 0.025:
        # descend over the puck
        target = [p[0], p[1], p[2] + 0.035]
        grip = -1.0
    else:
        # hover over the puck
        target = [p[0], p[1], p[2] + 0.12]
        grip = -1.0

    a = [target[i] + K * (target[i] - h[i]) for i in range(3)]
    return [a[0], a[1], a[2], grip]
