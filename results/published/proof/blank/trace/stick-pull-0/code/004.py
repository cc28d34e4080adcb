"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.asarray(observation["sensor_f"], dtype=float)
    stick = np.asarray(observation["sensor_d"], dtype=float)
    thermos = np.asarray(observation["sensor_e"], dtype=float)
    goal = np.asarray(observation["sensor_c"], dtype=float)
    opening = float(np.ravel(observation["sensor_a"])[0])
    q = np.asarray(observation["sensor_b"], dtype=float)
    q = q / max(1e-9, float(np.linalg.norm(q)))
    w, qx, qy, qz = q
    axis = np.array([1 - 2 * (qy * qy + qz * qz), 2 * (qx * qy + w * qz), 2 * (qx * qz - w * qy)])
    end = stick + 0.05 * axis

    # measured: the gripper is inverted, and an action works one call late
    OPEN, CLOSE = 1.0, -1.0
    GRASP_DX = -0.027
    GRASP_DZ = 0.038
    SIDE = 0.008  # go through the handle a little on its near side

    def act(x, y, z, g):
        return [float(np.clip(x, -0.55, 0.55)), float(np.clip(y, 0.35, 1.0)), float(np.clip(z, 0.0, 0.55)), g]

    grasp = np.array([stick[0] + GRASP_DX, stick[1], stick[2] + GRASP_DZ])
    off = hand - grasp
    dxy = float(np.hypot(off[0], off[1]))

    lifted = stick[2] > 0.035
    near = abs(off[0]) < 0.05 and abs(off[1]) < 0.03 and abs(off[2]) < 0.04
    carry_z = thermos[2] + GRASP_DZ

    if not (lifted and near and opening < 0.9):
        # reach, grasp
        if dxy > 0.02 and off[2] > 0.03:
            if opening > 0.9 and ((dxy < 0.13 and off[2] > 0.12) or (dxy < 0.06 and off[2] > 0.05)):
                # it will be above it before it is low
                return act(grasp[0], grasp[1], grasp[2], OPEN)
            return act(grasp[0], grasp[1], grasp[2] + 0.06, OPEN)
        if dxy > 0.035:
            # low but beside the stick: go up first
            return act(hand[0], hand[1], grasp[2] + 0.07, OPEN)
        if off[2] > 0.03:
            # above it: go down, but only with open fingers
            if opening > 0.9:
                return act(grasp[0], grasp[1], grasp[2], OPEN)
            return act(grasp[0], grasp[1], grasp[2] + 0.06, OPEN)
        if opening > 0.7:
            return act(grasp[0], grasp[1], grasp[2], CLOSE)
        # closed on it: lift
        if opening < 0.45 and end[0] < thermos[0] - 0.06:
            # shut: the lift is under way, go towards the handle as well
            return act(hand[0] + (thermos[0] - 0.06 - end[0]), hand[1] + (thermos[1] - SIDE - end[1]), carry_z, CLOSE)
        return act(grasp[0], grasp[1], carry_z, CLOSE)

    # the stick is held
    dy = thermos[1] - end[1]
    dz = thermos[2] - end[2]
    ay = dy - SIDE
    inserted = end[0] - thermos[0]

    if abs(dy) < 0.04 and abs(dz) < 0.06 and inserted > -0.035:
        if inserted < 0.0:
            # at the handle, or it slid ahead: follow it
            return act(hand[0] + (0.035 - inserted), hand[1] + ay, hand[2] + dz, CLOSE)
        # pull the thermos to the goal: the hand's place when the thermos is there
        gx = goal[0] - thermos[0]
        gy = goal[1] - thermos[1]
        tx = goal[0] - 0.03
        if gx > 0.12:
            tx += 0.03
        elif gx > 0.03:
            tx += 0.01
        tx = max(tx, hand[0] + 0.03 - inserted)
        if gy < 0.01:
            ey = goal[1] - 0.012
            if gy < -0.11:
                ey -= 0.03
        else:
            ey = goal[1] + 0.01
        return act(tx, hand[1] + ey - end[1], hand[2] + dz, CLOSE)

    if abs(ay) > 0.015 or abs(dz) > 0.025:
        # align, left of the handle
        return act(hand[0] + (-0.05 - inserted), hand[1] + ay, hand[2] + dz, CLOSE)
    # push it through
    return act(hand[0] + (0.03 - inserted), hand[1] + ay, hand[2] + dz, CLOSE)
