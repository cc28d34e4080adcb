# Trained by robotrace for shifted/stick-pull-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""One trainable function from an observation to an action: what training starts from by default."""


import math

# Estimated map from the action to the real target of the hand:
#   real = R * action + OFF, with R a clockwise rotation about z
ANGLE = math.radians(20.0)
OFF = (0.062, 0.041, -0.033)
GAIN = 1.4
OPEN = 1.0     # the effort's sense is reversed on this robot
CLOSE = -1.0
GRIP_BACK = 0.025  # the stick is held this far to the left of its middle


def to_action(p, grip):
    c, s = math.cos(ANGLE), math.sin(ANGLE)
    px = min(max(p[0], -0.55), 0.55) - OFF[0]
    py = min(max(p[1], 0.30), 1.05) - OFF[1]
    pz = min(max(p[2], 0.0), 0.5) - OFF[2]
    a = [c * px - s * py, s * px + c * py, pz]
    a = [min(max(v, -2.0), 2.0) for v in a]
    return [a[0], a[1], a[2], grip]


def move(hand, err, limit, grip):
    """Send the hand on by err (metres, real frame), at most limit an axis."""
    p = []
    for h, e in zip(hand, err):
        d = GAIN * e
        d = min(max(d, -limit), limit)
        p.append(h + d)
    return to_action(p, grip)


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["hand_pos"]]
    stick = [float(v) for v in observation["stick_pos"]]
    quat = [float(v) for v in observation["stick_quat"]]
    th = [float(v) for v in observation["thermos_pos"]]
    goal = [float(v) for v in observation["goal_pos"]]
    g = observation["gripper_opening"]
    try:
        opening = float(g)
    except TypeError:
        opening = float(g[0])

    # the stick's own x axis, for its end
    w, qx, qy, qz = quat
    axis = [1 - 2 * (qy * qy + qz * qz), 2 * (qx * qy + w * qz), 2 * (qx * qz - w * qy)]
    if axis[0] < 0.7:
        axis = [1.0, 0.0, 0.0]
    end = [stick[i] + 0.05 * axis[i] for i in range(3)]

    above = hand[2] - stick[2]
    ex = stick[0] - GRIP_BACK - hand[0]
    ey = stick[1] - hand[1]
    near = abs(ex) < 0.05 and abs(ey) < 0.035 and above < 0.06

    if not (near and opening < 0.8):
        # fetch the stick
        if abs(ex) < 0.03 and abs(ey) < 0.03 and above < 0.047:
            return move(hand, [ex, ey, stick[2] + 0.033 - hand[2]], 0.02, CLOSE)
        low = above < 0.09
        tol_x = 0.03 if low else 0.025
        tol_y = 0.03 if low else 0.02
        if abs(ex) < tol_x and abs(ey) < tol_y:
            ez = stick[2] + 0.033 - hand[2]
        else:
            ez = stick[2] + 0.11 - hand[2]
        return move(hand, [ex, ey, ez], 0.2, OPEN)

    # the stick is held
    dy = th[1] - end[1]
    dz = th[2] - end[2]
    if end[0] > th[0] + 0.008 and abs(dy) < 0.04 and abs(dz) < 0.055:
        # in the handle: pull the thermos to the goal
        return move(hand, [goal[0] - th[0] + 0.01, goal[1] - th[1], dz], 0.065, CLOSE)
    if stick[2] < 0.05:
        # lift first
        return move(hand, [0.0, 0.0, dz], 0.09, CLOSE)
    if end[0] > th[0] - 0.02:
        if abs(dy) < 0.04 and abs(dz) < 0.055:
            # on its way in
            return move(hand, [th[0] + 0.05 - end[0], dy, dz], 0.08, CLOSE)
        # beside the handle: back off along x
        return move(hand, [th[0] - 0.07 - end[0], 0.0, dz], 0.1, CLOSE)
    if abs(dy) < 0.02 and abs(dz) < 0.025:
        return move(hand, [th[0] + 0.05 - end[0], dy, dz], 0.09, CLOSE)
    return move(hand, [th[0] - 0.06 - end[0], dy, dz], 0.12, CLOSE)
