"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


def _act(tx, ty, tz_cmd, grip):
    """Command for a wanted hand target: undo scale and offset of x and y."""
    return [(tx - 0.031) / 1.25, (ty - 0.066) / 1.25, tz_cmd, grip]


@rt.bundle(trainable=True)
def controller(observation):
    """Hover over the mug, descend around it, close, pull it to the goal."""
    hand = observation["sensor_d"]
    mug = observation["sensor_a"]
    goal = observation["sensor_c"]
    o = float(observation["sensor_b"])
    hx, hy, hz = float(hand[0]), float(hand[1]), float(hand[2])
    mx, my = float(mug[0]), float(mug[1])
    gx, gy = float(goal[0]), float(goal[1])
    dx, dy = hx - mx, hy - my
    tx = mx - 0.003 - 0.5 * (dx + 0.003)

    # around the mug, low
    if hz < 0.10 and abs(dx) < 0.05 and abs(dy) < 0.065:
        if hz > 0.07:                       # still sinking
            return _act(tx, my - 0.5 * dy, 0.0, -1.0)
        if o > 0.9:                         # open
            if abs(dx + 0.003) > 0.012:     # centre first
                return _act(tx, my - 0.5 * dy, 0.0, -1.0)
            return _act(tx, min(my, hy) - 0.01, 0.0, 0.8)
        # closed on the mug: pull
        return _act(hx + _clip(gx - mx, -0.06, 0.06),
                    hy + _clip(gy - my, -0.07, 0.07), 0.0, 0.8)

    # above the mug: descend, gripper open
    if abs(dx) < 0.018 and -0.045 < dy < 0.012 and o > 0.8:
        if hz > 0.115:
            ty = my - 0.02 - 0.5 * (dy + 0.02)
        else:
            ty = my - 0.5 * dy
        return _act(tx, ty, 0.0, -1.0)

    # low but away from the mug: back out and go up
    if hz < 0.14 and abs(dy) < 0.2:
        return _act(hx, hy - 0.05, 0.25, -1.0)

    # hover over the mug, just in front of the machine
    return _act(tx, my - 0.02 - 0.5 * _clip(dy + 0.02, -0.05, 0.05), 0.2, -1.0)
