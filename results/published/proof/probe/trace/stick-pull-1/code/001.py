"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    OPEN, CLOSE = 1.0, -1.0  # measured: -1 closes
    opening = float(np.ravel(observation["sensor_a"])[0])
    w, qx, qy, qz = [float(v) for v in observation["sensor_b"]]
    goal = np.array(observation["sensor_c"], dtype=float)
    stick = np.array(observation["sensor_d"], dtype=float)
    therm = np.array(observation["sensor_e"], dtype=float)
    hand = np.array(observation["sensor_f"], dtype=float)

    axis = np.array([1 - 2 * (qy * qy + qz * qz),
                     2 * (qx * qy + w * qz),
                     2 * (qx * qz - w * qy)])
    end = stick + 0.05 * axis
    grasp = stick - 0.025 * axis

    phase = memory.get("phase", "hover")
    count = memory.get("count", 0)
    last_opening = memory.get("opening", opening)
    memory["opening"] = opening

    def go(new):
        memory["phase"] = new
        memory["count"] = 0
        return new, 0

    # lost the stick: start again
    if phase in ("align", "insert", "pull"):
        tip = hand - np.array([0.0, 0.0, 0.045])
        if np.linalg.norm(stick - tip) > 0.09:
            phase, count = go("hover")

    if phase == "hover":
        if np.linalg.norm(hand[:2] - grasp[:2]) < 0.015 and opening > 0.8:
            phase, count = go("descend")
    if phase == "descend":
        if hand[2] < grasp[2] + 0.052 or count >= 5:
            phase, count = go("close")
    if phase == "close":
        if (count >= 3 and abs(opening - last_opening) < 0.03) or count >= 6:
            phase, count = go("align")

    d = therm - end
    if phase == "align":
        if abs(d[1]) < 0.012 and abs(d[2]) < 0.015:
            phase, count = go("insert")
    if phase == "insert":
        if d[0] > -0.01 and (abs(d[1]) > 0.03 or abs(d[2]) > 0.045):
            phase, count = go("align")
        elif d[0] < -0.02 or (count >= 6 and d[0] < 0.0) or count >= 10:
            phase, count = go("pull")
    if phase == "pull":
        if d[0] > 0.03:
            phase, count = go("align")

    memory["phase"] = phase
    memory["count"] = count + 1

    if phase == "hover":
        target = np.array([grasp[0], grasp[1], max(0.11, grasp[2] + 0.09)])
        grip = OPEN
    elif phase == "descend":
        target = np.array([grasp[0], grasp[1], max(0.057, grasp[2] + 0.037)])
        grip = OPEN
    elif phase == "close":
        if count == 0 or "hold" not in memory:
            memory["hold"] = [float(grasp[0]), float(grasp[1]),
                              float(max(0.057, grasp[2] + 0.037))]
        target = np.array(memory["hold"])
        grip = CLOSE
    elif phase == "align":
        target = hand + d
        target[0] = hand[0] + d[0] - 0.08
        # keep the x move short while the stick is still low
        if d[2] > 0.06 and target[0] > hand[0]:
            target[0] = hand[0]
        grip = CLOSE
    elif phase == "insert":
        target = hand + d
        target[0] = hand[0] + min(d[0] + 0.045, 0.07)
        grip = CLOSE
    else:  # pull
        e = goal[:2] - therm[:2]
        n = float(np.linalg.norm(e))
        target = hand.copy()
        if n > 1e-6:
            lead = min(n + 0.04, 0.11)
            target[:2] = hand[:2] + e / n * lead
        # keep the end well past the handle
        need = therm[0] + 0.03 - end[0]
        if need > 0:
            target[0] = max(target[0], hand[0] + need)
        target[2] = hand[2] + d[2]
        grip = CLOSE

    return [float(target[0]), float(target[1]), float(target[2]), float(grip)]
