"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

OPEN = 1.0
CLOSE = -1.0


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    opening = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    q = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    wrench = np.array(observation["sensor_c"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_d"], dtype=float).reshape(-1)
    hand = np.array(observation["sensor_e"], dtype=float).reshape(-1)

    n = np.linalg.norm(q)
    if n > 1e-6:
        q = q / n
    w, x, y, z = q
    axis = np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])
    ring = wrench + 0.13 * axis
    grasp = wrench + 0.02 * axis

    last = memory.get("last")
    speed = 0.0 if last is None else float(np.linalg.norm(hand[:2] - last[:2]))
    memory["last"] = hand.copy()
    last_open = memory.get("last_open", opening)
    memory["last_open"] = opening

    stage = memory.get("stage", "approach")
    count = memory.get("count", 0) + 1

    def go(new):
        memory["stage"] = new
        return new, 0

    d = hand - grasp
    hor = float(np.linalg.norm(d[:2]))
    err = float(np.linalg.norm(ring[:2] - goal[:2]))

    # the wrench was lost
    if stage in ("lift", "lower") and (hor > 0.06 or d[2] > 0.10):
        stage, count = go("approach")

    if stage == "approach" and hor < 0.015 and d[2] < 0.043:
        stage, count = go("close")
    elif stage == "close" and (count >= 4 or (count >= 2 and opening < 0.95
                                              and abs(opening - last_open) < 0.02)):
        stage, count = go("lift")
    elif stage == "lift" and err < 0.014 and speed < 0.025 and ring[2] > goal[2] + 0.03:
        stage, count = go("lower")
    elif stage == "lower":
        if err > 0.03 and ring[2] > goal[2]:
            stage, count = go("lift")
        elif count >= 6:
            stage, count = go("release")
    elif stage == "release" and count >= 4:
        stage, count = go("approach")

    memory["stage"] = stage
    memory["count"] = count

    if stage == "approach":
        low = grasp[2] + 0.035
        if hor > 0.035:
            tz = max(grasp[2] + 0.105, low)
        else:
            tz = low
        target = np.array([grasp[0], grasp[1], tz])
        grip = OPEN
    elif stage == "close":
        target = np.array([grasp[0], grasp[1], grasp[2] + 0.035])
        if "hold" not in memory or count == 0:
            memory["hold"] = target.copy()
        target = memory["hold"]
        grip = CLOSE
    elif stage == "lift":
        want = np.array([goal[0], goal[1], goal[2] + 0.06])
        if wrench[2] < 0.045:
            want[:2] = ring[:2]
        elif ring[2] < goal[2] + 0.025:
            away = ring[:2] - goal[:2]
            dist = float(np.linalg.norm(away))
            if dist > 0.10:
                want[:2] = goal[:2] + away / dist * 0.10
            else:
                want[:2] = ring[:2]
        target = hand + (want - ring)
        grip = CLOSE
    elif stage == "lower":
        want = np.array([goal[0], goal[1], goal[2] - 0.06])
        target = hand + (want - ring)
        grip = CLOSE
    else:  # release
        target = hand.copy()
        grip = OPEN

    tx = float(np.clip(target[0], -0.5, 0.5))
    ty = float(np.clip(target[1], 0.4, 1.0))
    tz = float(np.clip(target[2], 0.05, 0.5))
    return [tx, ty, tz, grip]
