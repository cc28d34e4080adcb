"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import math


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["hand_pos"]]
    bx, by, bz = [float(v) for v in observation["ball_pos"]]
    gx, gy, gz = [float(v) for v in observation["goal_pos"]]
    opening = float(observation["gripper_opening"])

    tip = 0.045                 # fingertip point below hand_pos
    low = 0.040                 # hand above the ball's centre for the grasp
    front = gy - 0.12           # beyond this y the hand is at or under the hoop
    dxy = math.hypot(hx - bx, hy - by)
    dz = hz - tip - bz          # fingertips relative to the ball's centre

    near = dxy < 0.045 and abs(dz) < 0.045
    held = near and (opening < 0.95 or bz > 0.05)

    if not held:
        if dxy > 0.02:
            # travel above the ball, gripper open
            if dxy > 0.10 and hz > 0.30:
                return [bx, by, hz, -1.0]   # stay high until away from the hoop
            if by > gy - 0.14:
                # the ball lies close to the hoop: down first, then in below it
                y = by
                if hz > gz - 0.10:
                    y = min(by, front)
                return [bx, y, bz + tip + 0.055, -1.0]
            return [bx, by, bz + tip + 0.08, -1.0]
        # straight down on the ball, close when level with it
        grip = 1.0 if abs(dz) < 0.012 else -1.0
        return [bx, by, bz + low, grip]

    # The ball is between the closing fingers.
    if bz < 0.036:
        # first a small lift relative to the ball while the grip gets firm
        return [hx, hy, bz + low + 0.015, 1.0]
    if bz < 0.05:
        return [hx, hy, hz + 0.04, 1.0]

    # Carry: where the hand must be for the ball to be at a point
    ox, oy, oz = hx - bx, hy - by, hz - bz
    ty = gy - 0.015             # aim slightly in front of the middle
    dist = math.hypot(gx - bx, ty - by)

    if bz < gz + 0.03 or (bz < gz + 0.08 and dist > 0.08):
        if hy > front:
            if hz < gz:
                # under the hoop: back out at low height before rising
                return [hx, gy - 0.17, min(hz + 0.02, gz - 0.13), 1.0]
            # above the hoop but too low: straight up
            return [hx, hy, gz + 0.12 + oz, 1.0]
        # lift in front of the hoop, clear of the rim
        y = min(by, gy - 0.14)
        return [hx, y + oy, gz + 0.12 + oz, 1.0]
    if dist < 0.065:
        # over the hoop: hold the ball in the success region
        return [gx + ox, ty + oy, gz + 0.06 + oz, 1.0]
    # high enough: move over the hoop
    return [gx + ox, ty + oy, gz + 0.11 + oz, 1.0]
