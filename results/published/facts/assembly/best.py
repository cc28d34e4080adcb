# Trained by robotrace for metaworld/assembly-v3: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""One trainable function from an observation to an action: what training starts from by default."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.array(observation.get("hand_pos", [0.0, 0.6, 0.2]), dtype=float).reshape(-1)
    wrench = np.array(observation.get("wrench_pos", [0.13, 0.6, 0.02]), dtype=float).reshape(-1)
    quat = np.array(observation.get("wrench_quat", [0.707, 0.0, 0.0, 0.707]), dtype=float).reshape(-1)
    goal = np.array(observation.get("goal_pos", [0.0, 0.8, 0.1]), dtype=float).reshape(-1)
    opening = float(np.array(observation.get("gripper_opening", 1.0), dtype=float).reshape(-1)[0])

    # The wrench's own y axis points from the handle's free end to the ring.
    norm = float(np.linalg.norm(quat))
    if norm < 1e-6:
        quat, norm = np.array([0.707, 0.0, 0.0, 0.707]), 1.0
    w, a, b, c = quat / norm
    axis = np.array([2 * (a * b - w * c), 1 - 2 * (a * a + c * c), 2 * (b * c + w * a)])
    ring = wrench + 0.13 * axis
    grip_point = wrench + 0.02 * axis

    off = hand - grip_point
    horiz = float(np.hypot(off[0], off[1]))
    gap = float(off[2])
    to_goal = goal[:2] - ring[:2]
    err = float(np.hypot(to_goal[0], to_goal[1]))

    held = horiz < 0.045 and gap < 0.08 and opening < 0.92

    if held:
        if err < 0.012 or (ring[2] < goal[2] and err < 0.025):
            # above or on the peg: lower the ring over it, then stay
            dxy = 1.2 * to_goal
            dz = goal[2] - 0.04 - ring[2]
        elif wrench[2] < 0.035:
            # still on the table: lift gently, more so while the fingers are wide
            dxy = np.zeros(2)
            dz = 0.03 if opening < 0.7 else 0.012
        else:
            # lift clear of the peg, then carry the ring above it
            dz = goal[2] + 0.06 - ring[2]
            if ring[2] > goal[2] + 0.04 or err < 0.03:
                dxy = 1.2 * to_goal
            else:
                dxy = to_goal * (max(0.0, err - 0.10) / max(err, 1e-6))
        length = float(np.hypot(dxy[0], dxy[1]))
        if length > 0.12:
            dxy = dxy * (0.12 / length)
        dz = min(0.1, max(-0.1, float(dz)))
        return [float(hand[0] + dxy[0]), float(hand[1] + dxy[1]), float(hand[2] + dz), 1.0]

    if err < 0.02 and ring[2] < goal[2]:
        # the ring is on the peg already and the wrench is let go: keep still
        return [float(hand[0]), float(hand[1]), float(hand[2]), -1.0]

    if horiz < 0.03 and gap < 0.055:
        # fingers on both sides of the handle: close
        return [float(grip_point[0]), float(grip_point[1]), float(grip_point[2] + 0.033), 1.0]

    if opening < 0.9:
        # closed without the wrench: go up and open first
        height = 0.10
    else:
        # come down only as the hand gets above the handle
        height = 0.033 + min(0.1, max(0.0, 3.0 * (horiz - 0.02)))
    return [
        float(hand[0] - 1.3 * off[0]),
        float(hand[1] - 1.3 * off[1]),
        float(grip_point[2] + height),
        -1.0,
    ]
