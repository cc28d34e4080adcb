"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


OFF = (0.09, -0.09, 0.07)


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_c"]]
    handle = [float(v) for v in observation["sensor_d"]]
    goal = [float(v) for v in observation["sensor_a"]]

    z = handle[2] + 0.02
    dx = hand[0] - handle[0]
    dy = hand[1] - handle[1]

    if dx < 0.0 and abs(dy) < 0.05:
        # beside the handle: push it toward +x
        want = [goal[0] + 0.10, handle[1] - 0.01, z]
    elif dx < -0.035:
        # left of the handle: move in beside it
        want = [handle[0] - 0.08, handle[1] - 0.01, z]
    else:
        # get to the left of the handle, in front of the window
        want = [handle[0] - 0.09, handle[1] - 0.14, z]

    return [want[0] - OFF[0], want[1] - OFF[1], want[2] - OFF[2], 1.0]
