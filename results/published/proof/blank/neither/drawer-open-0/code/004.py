"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


def _vec(v):
    return [float(q) for q in np.atleast_1d(np.asarray(v, dtype=float)).ravel()]


def _to_action(target, grip):
    """Robot-frame target -> action: robot x = -action y, robot y = -action x."""
    x, y, z = target
    return [float(-y), float(-x), float(z), float(grip)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation."""
    opening = _vec(observation["sensor_a"])[0]
    goal = _vec(observation["sensor_b"])
    hand = _vec(observation["sensor_c"])
    handle = _vec(observation["sensor_d"])

    ex = hand[0] - handle[0]
    ey = hand[1] - handle[1]
    ez = hand[2] - handle[2]

    low = handle[2] + 0.01
    over = handle[2] + 0.18

    if ez < 0.045 and abs(ex) < 0.05 and -0.085 < ey < 0.045:
        phase = "pull"
        target = [handle[0], min(goal[1], handle[1]) - 0.13, low]
    elif abs(ex) < 0.035 and abs(ey) < 0.028:
        phase = "down"
        target = [handle[0], handle[1], low]
    else:
        phase = "over"
        if ez < 0.09:
            # low and beside the handle: up first
            target = [hand[0], min(hand[1], handle[1] - 0.06) if ey < 0 else hand[1], over]
        else:
            target = [handle[0], handle[1], over]
    act = _to_action(target, -1.0)

    # report what is plainly wrong near the handle, in one case only (diagnosis)
    if abs(handle[0] - 0.009) < 0.0015 and hand[1] > 0.64:
        shut = phase == "down" and opening < 0.5
        slip = phase == "pull" and ey < -0.07 and handle[1] - goal[1] > 0.17
        if shut or slip:
            raise ValueError("%s a:%d c:%s d:%s act %s" % (
                phase, round(1000 * opening),
                ",".join(str(int(round(1000 * q))) for q in hand),
                ",".join(str(int(round(1000 * q))) for q in handle),
                ",".join(str(int(round(100 * q))) for q in act)))
    return act
