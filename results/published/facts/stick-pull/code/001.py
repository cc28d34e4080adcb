"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.array(observation["hand_pos"], dtype=float).reshape(-1)
    opening = float(np.asarray(observation["gripper_opening"], dtype=float).reshape(-1)[0])
    stick = np.array(observation["stick_pos"], dtype=float).reshape(-1)
    thermos = np.array(observation["thermos_pos"], dtype=float).reshape(-1)
    goal = np.array(observation["goal_pos"], dtype=float).reshape(-1)
    qw, qx, qy, qz = [float(v) for v in np.asarray(observation["stick_quat"]).reshape(-1)]

    # the stick's own x axis and its end
    axis = np.array([1.0 - 2.0 * (qy * qy + qz * qz),
                     2.0 * (qx * qy + qw * qz),
                     2.0 * (qx * qz - qw * qy)])
    end = stick + 0.05 * axis

    # where the hand is when it grips the stick a little left of its middle
    grip_hand = stick - 0.02 * axis + np.array([0.0, 0.0, 0.035])
    err = grip_hand - hand
    lifted = stick[2] > 0.035

    if lifted:
        tolerance = np.array([0.06, 0.05, 0.05])
    else:
        tolerance = np.array([0.03, 0.025, 0.03])
    held = opening < 0.9 and bool(np.all(np.abs(err) < tolerance))

    def act(target, grip):
        return [float(target[0]), float(target[1]), float(target[2]), float(grip)]

    if not held:
        # above the stick, open
        if abs(err[0]) > 0.025 or abs(err[1]) > 0.02:
            return act([grip_hand[0], grip_hand[1], stick[2] + 0.10], -1.0)
        # down, open
        if abs(err[2]) > 0.012:
            return act(grip_hand, -1.0)
        # close
        return act(grip_hand, 1.0)

    if not lifted:
        # gentle lift while the fingers finish closing
        up = 0.008 if opening > 0.6 else 0.015
        return act(hand + np.array([0.0, 0.0, up]), 1.0)

    depth = end[0] - thermos[0]      # how far the end is through the handle
    ey = thermos[1] - end[1]
    ez = thermos[2] - end[2]

    # the stick is in the handle: take the thermos to the goal
    if depth > 0.005 and abs(ey) < 0.06 and abs(ez) < 0.08:
        gx = goal[0] - thermos[0]
        gy = goal[1] - thermos[1]
        low = -0.02 if depth > 0.03 else 0.0
        dx = float(np.clip(gx, low, 0.06))
        if depth > 0.025 or gx < 0.03:
            dy = float(np.clip(gy, -0.06, 0.06))
        else:
            dy = float(np.clip(ey, -0.02, 0.02))
        dz = float(np.clip(ez, -0.02, 0.02))
        return act(hand + np.array([dx, dy, dz]), 1.0)

    # beside the handle but misaligned: back out
    if depth > -0.04 and (abs(ey) > 0.025 or abs(ez) > 0.03):
        return act(hand + np.array([-0.06, 0.0, 0.0]), 1.0)

    dy = float(np.clip(ey, -0.1, 0.1))
    dz = float(np.clip(ez, -0.1, 0.1))

    # aligned: through the handle
    if depth > -0.04 or (abs(ey) < 0.012 and abs(ez) < 0.015):
        dx = float(np.clip(0.04 - depth, 0.0, 0.07))
        return act(hand + np.array([dx, dy, dz]), 1.0)

    # to the left of the handle, at its height
    dx = float(np.clip(-0.06 - depth, -0.1, 0.1))
    return act(hand + np.array([dx, dy, dz]), 1.0)
