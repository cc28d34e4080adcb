"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

# robot x = -action y + OFFSET_X, robot y = -action x + OFFSET_Y
OFFSET_X = -0.113
OFFSET_Y = 0.0
GAIN = 1.4


def _vec(v):
    return [float(q) for q in np.atleast_1d(np.asarray(v, dtype=float)).ravel()]


def _to_action(target, grip):
    """Robot-frame target -> action."""
    x, y, z = target
    return [float(-(y - OFFSET_Y)), float(-(x - OFFSET_X)), float(z), float(grip)]


def _servo(hand, wanted):
    """Target a little beyond the wanted place, so that a small offset left shrinks."""
    d = max(-0.1, min(0.1, wanted - hand))
    return wanted + (GAIN - 1.0) * d


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

    tx = _servo(hand[0], handle[0])
    ty = _servo(hand[1], handle[1])

    if ez < 0.045 and abs(ex) < 0.055 and -0.085 < ey < 0.045:
        phase = "pull"
        target = [tx, min(goal[1], handle[1]) - 0.13, low]
    elif abs(ex) < 0.04 and abs(ey) < 0.035:
        phase = "down"
        target = [tx, ty, low]
    else:
        phase = "over"
        if ez < 0.09:
            # low and beside the handle: up first
            target = [hand[0], min(hand[1], handle[1] - 0.06) if ey < 0 else hand[1], over]
        else:
            target = [tx, ty, over]
    act = _to_action(target, -1.0)

    # report what is plainly wrong near the handle, in one case only (diagnosis)
    if abs(handle[0] - 0.009) < 0.0015 and hand[1] > 0.62:
        shut = phase == "down" and opening < 0.5
        slip = phase == "pull" and ey < -0.07 and handle[1] - goal[1] > 0.17
        rest = phase == "over" and ez > 0.169 and ex > -0.06
        if shut or slip or rest:
            raise ValueError("%s a:%d c:%s d:%s act %s" % (
                phase, round(1000 * opening),
                ",".join(str(int(round(1000 * q))) for q in hand),
                ",".join(str(int(round(1000 * q))) for q in handle),
                ",".join(str(int(round(100 * q))) for q in act)))
    return act
