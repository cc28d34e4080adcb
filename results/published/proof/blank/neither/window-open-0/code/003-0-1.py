"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


OFFSET = (0.08, -0.09, 0.07)   # the robot's target = action + OFFSET
GAIN = 0.5                     # correction of what remains of the zero error
LIMIT = 0.03


def _action(desired, hand, correct=(True, True, True)):
    out = []
    for i in range(3):
        u = desired[i] - OFFSET[i]
        if correct[i]:
            u += max(-LIMIT, min(LIMIT, GAIN * (desired[i] - hand[i])))
        out.append(float(max(-2.0, min(2.0, u))))
    return out + [1.0]


@rt.bundle(trainable=True)
def controller(observation):
    """Go to the left of the handle, up to it in y, then push it towards +x."""
    hand = [float(q) for q in observation["sensor_c"]]
    handle = [float(q) for q in observation["sensor_d"]]
    goal = [float(q) for q in observation["sensor_a"]]
    x, y, z = hand
    hx, hy, hz = handle

    y_push = hy - 0.03
    z_push = hz - 0.08
    x_left = hx - 0.08

    if y >= hy - 0.11 and z <= hz and x <= hx + 0.04:
        # beside the handle: push
        return _action([goal[0] + 0.15, y_push, z_push], hand, (False, True, True))
    if x <= hx - 0.05:
        # left of the handle: up to it in y
        return _action([x_left, y_push, z_push], hand)
    # not yet left of the handle: keep in front of it
    if y > hy - 0.1:
        return _action([x, hy - 0.17, z_push], hand)
    return _action([x_left, hy - 0.15, z_push], hand)
