"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import math

# correction of the action's bias, estimated from the drift of the hand
BIAS = (0.0, 0.03, -0.03)
GAIN = 0.5


def _ask(hand, want, grip):
    out = []
    for i in range(3):
        t = float(want[i]) + BIAS[i] + GAIN * max(-0.1, min(0.1, float(want[i]) - float(hand[i])))
        out.append(max(-1.9, min(1.9, t)))
    out.append(float(grip))
    return out


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["hand_pos"]]
    puck = [float(v) for v in observation["puck_pos"]]
    goal = [float(v) for v in observation["goal_pos"]]
    opening = float(observation["gripper_opening"])

    dxy = math.hypot(hand[0] - puck[0], hand[1] - puck[1])
    dz = hand[2] - puck[2]
    low = puck[2] + 0.03
    high = puck[2] + 0.11
    open_grip = -1.0 if opening < 0.9 else 0.0

    # around the puck and low: close, then drag
    if dz < 0.055 and dxy < 0.04:
        if opening > 0.8:
            if dxy < 0.025:
                return _ask(hand, [puck[0], puck[1], low], 1.0)
            return _ask(hand, [puck[0], puck[1], low], 0.0)
        return _ask(hand, [goal[0], goal[1], low], 1.0)

    # above the puck: go down
    if dxy < 0.02:
        return _ask(hand, [puck[0], puck[1], low], open_grip)

    # low but beside the puck: rise first
    if dz < 0.08:
        return _ask(hand, [hand[0], hand[1], high], open_grip)

    # go above the puck
    return _ask(hand, [puck[0], puck[1], high], open_grip)
