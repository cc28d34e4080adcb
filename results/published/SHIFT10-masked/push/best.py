# Trained by robotrace for shifted/push-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""One trainable function from an observation to an action: what training starts from by default."""


import math

# measured map of actions: reached = SIGN * asked + OFFSET
SIGN = (-1.0, 1.0, 1.0)
OFFSET = (0.05, -0.08, 0.03)
GAIN = 0.5


def _ask(hand, want, grip):
    out = []
    for i in range(3):
        err = float(want[i]) - float(hand[i])
        reach = float(want[i]) + GAIN * max(-0.1, min(0.1, err))
        t = SIGN[i] * (reach - OFFSET[i])
        out.append(max(-1.9, min(1.9, t)))
    out.append(float(grip))
    return out


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["hand_pos"]]
    puck = [float(v) for v in observation["puck_pos"]]
    goal = [float(v) for v in observation["goal_pos"]]
    opening = float(observation["gripper_opening"])

    ex = abs(hand[0] - puck[0])
    ey = abs(hand[1] - puck[1])
    dz = hand[2] - puck[2]
    low = puck[2] + 0.03
    high = puck[2] + 0.11
    open_grip = -1.0 if opening < 0.9 else 0.0

    gx = goal[0] - puck[0]
    gy = goal[1] - puck[1]
    dist = math.hypot(gx, gy) + 1e-9
    ux, uy = gx / dist, gy / dist

    # around the puck and low: close, then take it to the goal
    if dz < 0.055 and ex < 0.03 and ey < 0.05:
        if opening < 0.9:
            step = min(dist, 0.06)
            return _ask(hand, [hand[0] + step * ux, hand[1] + step * uy, low], 1.0)
        return _ask(hand, [puck[0] + 0.012 * ux, hand[1] + 0.022 * uy, low], 1.0)

    # above the puck: go down
    if ex < 0.015 and ey < 0.02:
        return _ask(hand, [puck[0], puck[1], low], open_grip)

    # low but beside the puck: rise first
    if dz < 0.08:
        return _ask(hand, [hand[0], hand[1], high], open_grip)

    # go above the puck
    return _ask(hand, [puck[0], puck[1], high], open_grip)
