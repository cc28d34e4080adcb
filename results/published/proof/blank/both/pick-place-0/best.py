# Trained by robotrace for shifted/pick-place-v3@102: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import math

DEAD = 0.0205


def _command(target, hand, lead):
    """Targets that undo the dead zone of about 2 cm an axis."""
    out = []
    for t, h in zip(target, hand):
        e = t - h
        s = max(-1.0, min(1.0, e / 0.003))
        out.append(t + DEAD * s + lead * e)
    out[0] = max(-0.6, min(0.6, out[0]))
    out[1] = max(0.3, min(1.1, out[1]))
    out[2] = max(-0.05, min(0.6, out[2]))
    return out


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    goal = [float(v) for v in observation["sensor_a"]]
    hand = [float(v) for v in observation["sensor_b"]]
    puck = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_d"])

    dx = puck[0] - hand[0]
    dy = puck[1] - hand[1]
    dxy = math.hypot(dx, dy)
    dz = hand[2] - puck[2]

    near = dxy < 0.035 and dz < 0.075

    # carry: the fingers have closed round the puck
    if near and opening < 0.75:
        if puck[2] < 0.03:
            target = [hand[0], hand[1], hand[2] + 0.05]
            return _command(target, hand, 0.0) + [1.0]
        target = [goal[0] + hand[0] - puck[0],
                  goal[1] + hand[1] - puck[1],
                  goal[2] + dz]
        return _command(target, hand, 0.5) + [1.0]

    low = [puck[0], puck[1], puck[2] + 0.043]

    # close: the hand is down at the puck
    if dxy < 0.022 and dz < 0.058:
        return _command(low, hand, 0.0) + [1.0]

    # go down
    if dxy < 0.02 or (dxy < 0.03 and dz < 0.075):
        return _command(low, hand, 0.3) + [-1.0]

    # go above the puck
    high = [puck[0], puck[1], puck[2] + 0.085]
    return _command(high, hand, 0.4) + [-1.0]
