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
    GRASP_DX = -0.02
    GRASP_DZ = 0.038

    def act(x, y, z, g):
        return [float(np.clip(x, -0.55, 0.55)), float(np.clip(y, 0.3, 1.0)), float(np.clip(z, 0.0, 0.55)), g]

    grasp = np.array([stick[0] + GRASP_DX, stick[1], stick[2] + GRASP_DZ])
    off = hand - grasp
    dxy = float(np.hypot(off[0], off[1]))

    lifted = stick[2] > 0.035
    near = abs(off[0]) < 0.05 and abs(off[1]) < 0.03 and abs(off[2]) < 0.04
    carry_z = thermos[2] + GRASP_DZ

    if not (lifted and near and opening < 0.9):
        # reach, grasp
        if dxy > 0.02 and off[2] > 0.03:
            return act(grasp[0], grasp[1], grasp[2] + 0.06, OPEN)
        if dxy > 0.035:
            # low but beside the stick: go up first
            return act(hand[0], hand[1], grasp[2] + 0.07, OPEN)
        if off[2] > 0.03:
            # above it: go down, but only with open fingers
            if opening > 0.9:
                return act(grasp[0], grasp[1], grasp[2], OPEN)
            return act(grasp[0], grasp[1], grasp[2] + 0.06, OPEN)
        if opening > 0.9 and off[2] > 0.022:
            return act(grasp[0], grasp[1], grasp[2], OPEN)
        if opening > 0.7:
            return act(grasp[0], grasp[1], grasp[2], CLOSE)
        # closed on it: lift
        return act(grasp[0], grasp[1], carry_z, CLOSE)

    # the stick is held
    dy = thermos[1] - end[1]
    dz = thermos[2] - end[2]
    inserted = end[0] - thermos[0]

    if inserted > 0.0 and abs(dy) < 0.04 and abs(dz) < 0.06:
        if inserted < 0.03:
            return act(hand[0] + 0.08, hand[1] + dy, hand[2] + dz, CLOSE)
        # pull the thermos to the goal
        gx = goal[0] - thermos[0]
        gy = goal[1] - thermos[1]
        tx = hand[0] + gx + (0.04 if gx > 0.02 else 0.0)
        ty = hand[1] + gy + (0.04 * np.sign(gy) if abs(gy) > 0.02 else 0.0)
        return act(tx, ty, hand[2] + dz, CLOSE)

    if abs(dy) > 0.015 or abs(dz) > 0.025:
        # align, left of the handle
        return act(hand[0] + (thermos[0] - 0.05 - end[0]), hand[1] + dy, hand[2] + dz, CLOSE)
    # push it through
    return act(hand[0] + (thermos[0] + 0.06 - end[0]), hand[1] + dy, hand[2] + dz, CLOSE)
