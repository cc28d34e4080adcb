"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


def _stick_end(stick, q):
    n = float(np.linalg.norm(q))
    if n < 1e-6:
        return stick + np.array([0.05, 0.0, 0.0])
    w, x, y, z = q / n
    axis = np.array([1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)])
    return stick + 0.05 * axis


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    OPEN, CLOSE = 1.0, -1.0  # the sense of the gripper is reversed
    hand = np.array(observation["sensor_f"], dtype=float)
    stick = np.array(observation["sensor_d"], dtype=float)
    quat = np.array(observation["sensor_b"], dtype=float)
    handle = np.array(observation["sensor_e"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    end = _stick_end(stick, quat)
    off = end - hand  # from the hand to the stick's end, once it is held

    prev = memory.get("handle", handle)
    vel = handle - prev
    memory["handle"] = handle.copy()
    phase = memory.get("phase", 0)
    count = memory.get("count", 0)

    # where to hold the stick: behind its middle
    grasp = stick + np.array([-0.03, 0.0, 0.0])
    grasp_z = max(0.055, stick[2] + 0.037)

    ex = end[0] - handle[0]
    ey = abs(end[1] - handle[1])
    ez = abs(end[2] - handle[2])

    # the stick was lost, or slid back in the grip: start again
    if phase >= 3 and np.linalg.norm(hand - stick) > 0.10:
        phase, count = 0, 0
    elif phase in (3, 4) and off[0] < 0.035 and ex < 0.0:
        phase, count = 0, 0

    if phase == 0 and np.linalg.norm(hand[:2] - grasp[:2]) < 0.018:
        phase, count = 1, 0
    if phase == 1 and (hand[2] < grasp_z + 0.02 or count >= 6):
        phase, count = 2, 0
    if phase == 2 and count >= 3:
        phase, count = 3, 0
    if phase == 5 and ex < -0.002:
        phase, count = 3, 0
    if phase == 4:
        if ex > 0.015:
            phase, count = 5, 0
        elif ex < -0.005 and (ey > 0.022 or ez > 0.04):
            phase, count = 3, 0
        elif count >= 8:
            phase, count = 3, 0
    if phase == 3:
        if ey < 0.013 and ez < 0.02 and -0.13 < ex < -0.015:
            phase, count = 4, 0

    lead = handle + 1.5 * vel
    lead[2] = handle[2]

    if phase == 0:
        target = np.array([grasp[0], grasp[1], max(0.12, stick[2] + 0.10)])
        grip = OPEN
    elif phase == 1:
        target = np.array([grasp[0], grasp[1], grasp_z])
        grip = OPEN
    elif phase == 2:
        if count == 0:
            memory["hold"] = np.array([grasp[0], grasp[1], grasp_z])
        target = memory["hold"]
        grip = CLOSE
    elif phase == 3:
        target = lead + np.array([-0.06, 0.0, 0.0]) - off
        grip = CLOSE
    elif phase == 4:
        target = lead + np.array([0.032, 0.0, 0.0]) - off
        memory["z"] = float(target[2])
        grip = CLOSE
    else:
        grip = CLOSE
        d = goal[:2] - handle[:2]
        n = max(float(np.linalg.norm(d)), 1e-6)
        u = d / n
        wanted = 0.05 * u  # of the thermos, an action
        step = 0.12 * u + 1.5 * (wanted - vel[:2])
        step = np.clip(step, -0.15, 0.15)
        # x that keeps the stick's end to the right of the handle
        follow = handle[0] + 2.5 * max(vel[0], 0.0) + 0.035 - off[0]
        pulling = abs(d[1]) < 0.035 or vel[1] * np.sign(d[1]) > 0.4 * abs(wanted[1])
        if pulling:
            memory["pulled"] = True
        x = follow
        if (memory.get("pulled") or count >= 6) and d[0] > 0.015:
            x = max(follow, hand[0] + step[0])
        target = np.array([x, hand[1] + step[1], memory.get("z", hand[2])])

    memory["phase"] = phase
    memory["count"] = count + 1
    x = float(np.clip(target[0], -0.5, 0.5))
    y = float(np.clip(target[1], 0.35, 1.0))
    z = float(np.clip(target[2], 0.05, 0.5))
    return [x, y, z, grip]
