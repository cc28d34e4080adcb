# Trained by robotrace for shifted/reach-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""One trainable function from an observation to an action: what training starts from by default."""


import math

GAIN = 1.25                  # the robot multiplies targets by this
ANGLE = math.radians(40.0)   # and turns them about the base's z axis by this
TIP_BELOW_HAND = 0.045
FEEDBACK = 1.0               # extra lead in proportion to the remaining error
MAX_LEAD = 0.25


def _clip(v, low, high):
    return max(low, min(high, v))


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["hand_pos"]]
    goal = [float(v) for v in observation["goal_pos"]]
    goal[2] += TIP_BELOW_HAND

    # where the hand should really be sent: the goal plus a lead that corrects
    # what is left of the calibration error
    want = []
    for h, g in zip(hand, goal):
        want.append(g + _clip(FEEDBACK * (g - h), -MAX_LEAD, MAX_LEAD))
    wx = _clip(want[0], -0.59, 0.59)
    wy = _clip(want[1], 0.31, 1.09)
    wz = _clip(want[2], -0.04, 0.59)

    # undo the robot's rotation and gain
    c, s = math.cos(ANGLE), math.sin(ANGLE)
    ax = (c * wx + s * wy) / GAIN
    ay = (-s * wx + c * wy) / GAIN
    az = wz / GAIN
    return [ax, ay, az, 0.0]
