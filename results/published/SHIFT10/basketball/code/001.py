"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["hand_pos"]]
    bx, by, bz = [float(v) for v in observation["ball_pos"]]
    gx, gy, gz = [float(v) for v in observation["goal_pos"]]
    opening = float(observation["gripper_opening"])

    OPEN, CLOSE = -1.0, 1.0
    dxy = ((hx - bx) ** 2 + (hy - by) ** 2) ** 0.5
    dz = hz - bz
    grasp_dz = 0.02
    low = dz < 0.07

    # ball between the fingers and the fingers (partly) closed: carry
    if dxy < 0.04 and low and opening < 0.8:
        tx, ty, tz = gx, gy, gz + 0.05
        hand_z = tz + dz + 0.01
        if bz < gz + 0.02 and abs(by - ty) > 0.03:
            # lift first
            return [hx, hy, hand_z, CLOSE]
        return [tx + (hx - bx), ty + (hy - by), hand_z, CLOSE]

    # not above the ball: hover
    tol = 0.035 if low else 0.02
    if dxy > tol:
        return [bx, by, bz + 0.12, OPEN]

    # above the ball, too high: descend with open fingers
    if dz > grasp_dz + 0.02:
        return [bx, by, bz + grasp_dz, OPEN]

    # at the ball: close
    return [bx, by, bz + grasp_dz, CLOSE]
