"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


@rt.bundle(trainable=True)
def controller(observation):
    """Hover over the mug, descend around it, close, pull it to the goal."""
    hand = observation["sensor_d"]
    mug = observation["sensor_a"]
    goal = observation["sensor_c"]
    hx, hy, hz = float(hand[0]), float(hand[1]), float(hand[2])
    mx, my = float(mug[0]), float(mug[1])
    gx, gy = float(goal[0]), float(goal[1])
    bx, by = 0.03, 0.17          # what the robot adds to a command
    dx, dy = hx - mx, hy - my

    # around the mug, low: close and pull
    if hz < 0.09 and abs(dx) < 0.06 and abs(dy) < 0.07:
        if hz < 0.065:
            x = mx + _clip(gx - mx, -0.06, 0.06) - bx
            return [x, gy - 0.4, 0.0, 1.0]
        return [mx - bx, hy - 0.2, 0.0, 1.0]

    # above the mug: descend, gripper left open
    if abs(dx) < 0.03 and abs(dy) < 0.04:
        return [mx - bx, my - by - dy, 0.0, 0.0]

    # low but away from the mug: first go up
    if hz < 0.14 and abs(dy) < 0.2:
        return [hx - bx, hy - by, 0.25, 0.0]

    # hover over the mug
    y = my - 0.143 if dy < -0.03 else my - by - dy
    return [mx - bx, y, 0.2, 0.0]
