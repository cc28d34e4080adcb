"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    OPEN, CLOSE = 1.0, -1.0
    hand = np.array(observation["sensor_f"], dtype=float)
    stick = np.array(observation["sensor_d"], dtype=float)
    quat = np.array(observation["sensor_b"], dtype=float)
    th = np.array(observation["sensor_e"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)

    w, qx, qy, qz = quat
    axis = np.array([1 - 2 * (qy * qy + qz * qz),
                     2 * (qx * qy + w * qz),
                     2 * (qx * qz - w * qy)])
    end = stick + 0.05 * axis
    off = hand - end  # add it to a target of the stick's end to get one of the hand

    phase = memory.get("phase", "above")
    n = memory.get("n", 0)  # calls made in this phase

    def go(name):
        memory["phase"] = name
        memory["n"] = 0
        return name, 0

    grasp = np.array([stick[0] - 0.02, stick[1], stick[2] + 0.035])

    # the stick was lost: take it again
    if phase in ("lift", "insert", "pull"):
        far = np.linalg.norm(hand - stick) > 0.11
        if far or (phase != "lift" and stick[2] < 0.05) or (phase == "lift" and n >= 4 and stick[2] < 0.04):
            phase, n = go("above")

    if phase == "above" and np.max(np.abs(hand[:2] - grasp[:2])) < 0.015:
        phase, n = go("down")
    if phase == "down" and (hand[2] < grasp[2] + 0.02 or n >= 7):
        phase, n = go("close")
    if phase == "close" and n >= 3:
        phase, n = go("lift")
    if phase == "lift" and n >= 3:
        if abs(end[1] - th[1]) < 0.012 and abs(end[2] - th[2]) < 0.015:
            phase, n = go("insert")
            memory["ref"] = end.copy()
        elif n >= 12:
            phase, n = go("insert")
            memory["ref"] = end.copy()
    if phase == "insert":
        if end[0] > th[0] + 0.005:
            memory["through"] = memory.get("through", 0) + 1
        if end[0] > th[0] + 0.025 or memory.get("through", 0) >= 3 or n >= 10:
            phase, n = go("pull")
            memory["ref"] = np.array([max(end[0], memory["ref"][0]), end[1], th[2]])

    if phase == "above":
        memory["through"] = 0
        target = np.array([grasp[0], grasp[1], max(0.13, stick[2] + 0.11)])
        grip = OPEN
    elif phase == "down":
        target = grasp
        grip = OPEN
        memory["hold"] = grasp.copy()
    elif phase == "close":
        if n == 0:
            memory["hold"] = grasp.copy()
        target = memory["hold"]
        grip = CLOSE
    elif phase == "lift":
        grip = CLOSE
        want = np.array([th[0] - 0.06, th[1], th[2]])
        target = want + off
        if n == 0:
            target = np.array([hand[0], hand[1], target[2]])
    elif phase == "insert":
        grip = CLOSE
        ref = memory["ref"]
        ref[0] = min(ref[0] + 0.03, end[0] + 0.08)
        ref[1] = th[1]
        ref[2] = th[2]
        memory["ref"] = ref
        target = ref + off
    else:  # pull
        grip = CLOSE
        ref = memory["ref"]
        goal_y = goal[1] - 0.012
        ref[1] += np.clip(goal_y - ref[1], -0.03, 0.03)
        ref[1] = np.clip(ref[1], end[1] - 0.09, end[1] + 0.09)
        last_x = goal[0] + 0.09
        ref[0] = max(ref[0] + 0.03, th[0] + 0.04)
        ref[0] = min(ref[0], end[0] + 0.09, last_x)
        ref[2] = th[2]
        memory["ref"] = ref
        target = ref + off

    memory["phase"] = phase
    memory["n"] = n + 1
    target = np.array(target, dtype=float)
    target[0] = np.clip(target[0], -0.5, 0.5)
    target[1] = np.clip(target[1], 0.35, 1.0)
    target[2] = np.clip(target[2], 0.05, 0.5)
    return [float(target[0]), float(target[1]), float(target[2]), float(grip)]
