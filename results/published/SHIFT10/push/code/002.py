"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import math


def _clip(v, lo, hi):
    return max(lo, min(hi, v))


def _command(hand, target, effort, gain=1.15):
    """Undo the robot's shift: hand x = 0.05 - command, y = command - 0.080, z = command + 0.036."""
    x = hand[0] + gain * (target[0] - hand[0])
    y = hand[1] + gain * (target[1] - hand[1])
    z = target[2]
    return [_clip(0.05 - x, -2.0, 2.0),
            _clip(y + 0.080, -2.0, 2.0),
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
    dx, dy = abs(hx - puck[0]), abs(hy - puck[1])
    is_open = opening >= 0.9
    low = 0.056          # hand height at which the fingers hold the puck

    # The puck is between the closing fingers: drag it to the goal.
    if 0.2 < opening < 0.9 and hz < 0.11 and dx < 0.04 and dy < 0.05:
        gx = _clip(goal[0] - puck[0], -0.12, 0.12)
        gy = _clip(goal[1] - puck[1], -0.12, 0.12)
        return _command(hand, [hx + gx, hy + gy, low], 1.0)

    # Fingers closed without the puck: open and rise.
    if not is_open:
        return _command(hand, [puck[0], puck[1], 0.12], -1.0)

    # Open fingers around the puck: close.
    if hz < 0.08 and dx < 0.02 and dy < 0.025:
        return _command(hand, [puck[0], puck[1], low], 1.0)

    # Go above the puck with open fingers, then down.
    if dx < 0.03 and dy < 0.025:
        z = low
    else:
        z = 0.115
    return _command(hand, [puck[0], puck[1], z], -1.0)
