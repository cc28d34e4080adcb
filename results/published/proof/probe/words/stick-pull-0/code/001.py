"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


def _axis(q):
    q = np.asarray(q, dtype=float)
    n = float(np.linalg.norm(q))
    if n < 1e-6:
        return np.array([1.0, 0.0, 0.0])
    w, x, y, z = q / n
    return np.array([1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)])


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    opening = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    hand = np.asarray(observation["sensor_f"], dtype=float)
    stick = np.asarray(observation["sensor_d"], dtype=float)
    th = np.asarray(observation["sensor_e"], dtype=float)
    goal = np.asarray(observation["sensor_c"], dtype=float)
    end = stick + 0.05 * _axis(observation["sensor_b"])

    close = memory.get("close", -1.0)
    if t == 4 and opening < 0.6:
        close = -close  # the sense of the gripper is the other one
    memory["close"] = close

    phase = memory.get("phase", "over")
    count = memory.get("count", 0)

    def go(new):
        memory["phase"] = new
        memory["count"] = 0
        return new, 0

    grasp = stick + np.array([-0.02, 0.0, 0.0])
    d_xy = float(np.linalg.norm(hand[:2] - grasp[:2]))

    # the stick was not taken or was lost
    if phase in ("align", "insert", "pull"):
        if np.linalg.norm(hand - stick) > 0.10 or (hand[2] > 0.13 and stick[2] < 0.05):
            phase, count = go("over")

    # transitions
    if phase == "over":
        if d_xy < 0.02 and (opening > 0.65 or count > 12):
            phase, count = go("down")
    if phase == "down":
        if (hand[2] < stick[2] + 0.052 and d_xy < 0.02) or count >= 7:
            phase, count = go("grip")
    if phase == "grip":
        if count >= 3:
            phase, count = go("align")
    dy = abs(end[1] - th[1])
    dz = abs(end[2] - th[2])
    if phase == "pull":
        if end[0] < th[0] - 0.005:
            if dy < 0.035 and dz < 0.05:
                phase, count = go("insert")
            else:
                phase, count = go("align")
    if phase == "insert":
        if end[0] > th[0] + 0.03 or (count >= 5 and end[0] > th[0] + 0.005):
            phase, count = go("pull")
        elif dy > 0.04 or dz > 0.055:
            phase, count = go("align")
    if phase == "align":
        if dy < 0.015 and dz < 0.02:
            phase, count = go("insert")
    memory["phase"] = phase
    memory["count"] = count + 1

    # targets
    if phase == "over":
        target = np.array([grasp[0], grasp[1], stick[2] + 0.11])
        grip = -close
    elif phase == "down":
        target = np.array([grasp[0], grasp[1], stick[2] + 0.033])
        grip = -close
    elif phase == "grip":
        if count == 0:
            memory["at"] = [float(grasp[0]), float(grasp[1]), float(stick[2] + 0.033)]
        target = np.array(memory["at"])
        grip = close
    elif phase == "align":
        move = np.array([th[0] - 0.05 - end[0], th[1] - end[1], th[2] - end[2]])
        if dz > 0.06 and end[0] + 0.03 > th[0] - 0.05:
            move[0] = min(move[0], 0.0)
        target = hand + move
        grip = close
    elif phase == "insert":
        move = np.array([th[0] + 0.05 - end[0], th[1] - end[1], th[2] - end[2]])
        move[0] = min(max(move[0], -0.08), 0.08)
        target = hand + move
        grip = close
    else:  # pull
        err = goal[:2] - th[:2]
        cap_x = 0.03 if abs(err[1]) > 0.04 else 0.06
        mx = min(max(err[0], -0.02), cap_x)
        my = min(max(err[1], -0.07), 0.07)
        target = hand + np.array([mx, my, th[2] - end[2]])
        grip = close

    x = min(max(float(target[0]), -0.5), 0.5)
    y = min(max(float(target[1]), 0.35), 1.0)
    z = min(max(float(target[2]), 0.05), 0.5)
    return [x, y, z, float(grip)]
