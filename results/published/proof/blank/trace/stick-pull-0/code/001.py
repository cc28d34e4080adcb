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

    OPEN, CLOSE = -1.0, 1.0
    GRASP_DX = -0.02
    TIP = 0.045

    grasp = np.array([stick[0] + GRASP_DX, stick[1], stick[2] + TIP - 0.003])
    off = hand - grasp
    dxy = float(np.hypot(off[0], off[1]))

    lifted = stick[2] > 0.035
    near = abs(off[0]) < 0.05 and abs(off[1]) < 0.03 and abs(off[2]) < 0.035

    if not (lifted and near):
        # reach, grasp
        if dxy > 0.02 and off[2] > 0.03:
            return [float(grasp[0]), float(grasp[1]), float(grasp[2] + 0.06), OPEN]
        if dxy > 0.035:
            # low but beside the stick: go up first
            return [float(hand[0]), float(hand[1]), float(grasp[2] + 0.07), OPEN]
        if off[2] > 0.015 and opening > 0.85:
            return [float(grasp[0]), float(grasp[1]), float(grasp[2] - 0.003), OPEN]
        if off[2] > 0.03:
            return [float(grasp[0]), float(grasp[1]), float(grasp[2] - 0.003), OPEN]
        if opening > 0.75:
            return [float(grasp[0]), float(grasp[1]), float(grasp[2]), CLOSE]
        # closed on it: begin to lift, slowly
        return [float(hand[0]), float(hand[1]), float(hand[2] + 0.03), CLOSE]

    # the stick is held
    end_x = stick[0] + 0.05
    dy = thermos[1] - stick[1]
    dz = thermos[2] - stick[2]
    inserted = end_x - thermos[0]

    if inserted > 0.0 and abs(dy) < 0.04 and abs(dz) < 0.06:
        if inserted < 0.025:
            return [float(hand[0] + 0.08), float(hand[1] + dy), float(hand[2] + dz), CLOSE]
        # pull the thermos to the goal
        gx = goal[0] - thermos[0]
        gy = goal[1] - thermos[1]
        tx = hand[0] + gx + (0.04 if gx > 0.02 else 0.0)
        ty = hand[1] + gy + (0.04 * np.sign(gy) if abs(gy) > 0.02 else 0.0)
        return [float(tx), float(ty), float(hand[2] + dz), CLOSE]

    if abs(dy) > 0.015 or abs(dz) > 0.025:
        # align, left of the handle
        tx = hand[0] + (thermos[0] - 0.06 - end_x)
        if abs(dz) > 0.06:
            tx = hand[0] + min(0.0, thermos[0] - 0.06 - end_x)
        return [float(tx), float(hand[1] + dy), float(hand[2] + dz), CLOSE]
    # push it through
    return [float(hand[0] + (thermos[0] + 0.06 - end_x)), float(hand[1] + dy), float(hand[2] + dz), CLOSE]
