"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["hand_pos"]]
    bx, by, bz = [float(v) for v in observation["ball_pos"]]
    gx, gy, gz = [float(v) for v in observation["goal_pos"]]
    opening = float(observation["gripper_opening"])

    OPEN, CLOSE = 1.0, -1.0          # the gripper's sense is reversed

    # ball_pos is read with a constant offset; actions act one action late
    bx += 0.02
    by -= 0.042
    bz -= 0.02

    dxy = ((hx - bx) ** 2 + (hy - by) ** 2) ** 0.5
    dz = hz - bz
    grasp_z = bz + 0.035
    hover_z = bz + 0.125
    carry_z = gz + 0.05 + 0.035

    # fingers (partly) closed with the ball between them: lift, then carry
    if dxy < 0.05 and dz < 0.075 and opening < 0.93:
        if hz < 0.12:
            return [hx, hy, carry_z + 0.01, CLOSE]
        if hz < gz - 0.03:
            # go on lifting, in front of the hoop
            return [gx, min(max(hy, gy - 0.13), gy - 0.11), carry_z + 0.01, CLOSE]
        return [gx, gy, carry_z, CLOSE]

    # not above the ball: hover with open fingers
    tol = 0.035 if dz < 0.09 else 0.04
    if dxy > tol or opening < 0.9:
        return [bx, by, hover_z, OPEN]

    # above the ball: descend with open fingers
    if dz > 0.083:
        return [bx, by, grasp_z, OPEN]

    # nearly at the ball: close (takes effect one action later)
    return [bx, by, grasp_z, CLOSE]
