"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import math


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


def _command(hand, target, effort, gain=1.25):
    """Undo the robot's shift: x mirrored about 0.025, y reads 0.097 less, z 0.036 more than commanded."""
    x = hand[0] + gain * (target[0] - hand[0])
    y = hand[1] + gain * (target[1] - hand[1])
    z = hand[2] + (target[2] - hand[2])
    return [_clip(0.05 - x, -2.0, 2.0),
            _clip(y + 0.097, -2.0, 2.0),
            _clip(z - 0.036, -2.0, 2.0),
            float(effort)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["hand_pos"]]
    puck = [float(v) for v in observation["puck_pos"]]
    goal = [float(v) for v in observation["goal_pos"]]
    opening = observation["gripper_opening"]
    opening = float(opening.item() if hasattr(opening, "item") else opening)

    hx, hy, hz = hand
    dx, dy = hx - puck[0], hy - puck[1]
    horizontal = math.hypot(dx, dy)
    split = 0.060        # above: +1 is tried to close; below: -1
    closed = opening < 0.9

    # Holding the puck: drag it to the goal, keep the effort that closed the fingers.
    if closed and hz < 0.085 and abs(dx) < 0.035 and abs(dy) < 0.045:
        gx = _clip(goal[0] - puck[0], -0.12, 0.12)
        gy = _clip(goal[1] - puck[1], -0.12, 0.12)
        if hz >= split:
            return _command(hand, [hx + gx, hy + gy, 0.067], 1.0)
        return _command(hand, [hx + gx, hy + gy, 0.052], -1.0)

    # Fingers open around the puck: close them.
    if not closed and hz < 0.074 and abs(dx) < 0.02 and abs(dy) < 0.025:
        if hz >= split:
            return _command(hand, [puck[0], puck[1], hz - 0.006], 1.0)
        if hz < 0.055 and opening > 0.985:
            return _command(hand, [puck[0], puck[1], 0.075], -1.0)
        return _command(hand, [puck[0], puck[1], 0.052], -1.0)

    # Go above the puck with open fingers, then down.
    allowed = 0.02 if hz > 0.10 else 0.03
    if horizontal < allowed and not closed:
        z = 0.065
    else:
        z = 0.115
    return _command(hand, [puck[0], puck[1], z], 0.0)
