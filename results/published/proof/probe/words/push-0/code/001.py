"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_d"], dtype=float).ravel()[:3]
    puck = np.array(observation["sensor_b"], dtype=float).ravel()[:3]
    goal = np.array(observation["sensor_c"], dtype=float).ravel()[:3]
    opening = float(np.ravel(observation["sensor_a"])[0])

    t = memory.get("t", 0)
    memory["t"] = t + 1
    if t == 0:
        memory["phase"] = "hover"
        memory["n"] = 0
        memory["sx"] = 1.0
        memory["open"] = 1.0
        memory["corr"] = np.zeros(3)
        memory["start"] = hand.copy()
        memory["prev"] = hand.copy()
        memory["probe"] = 0.15 if puck[0] >= hand[0] else -0.15
        memory["flipped"] = False

    a0 = np.array([0.0, 0.7, 0.275])
    h0 = np.array([-0.008, 0.553, 0.211])

    # the sign of x, from the probe of the first two actions
    if t == 2:
        moved = hand[0] - memory["start"][0]
        if moved * memory["probe"] < 0 and abs(moved) > 0.01:
            memory["sx"] = -1.0
    # the sense of the gripper: it should have stayed open
    if t == 3 and opening < 0.75:
        memory["open"] = -memory["open"]
        memory["flipped"] = True

    gain = np.array([0.74 * memory["sx"], 0.71, 0.70])
    low = 0.06
    high = 0.13

    # change of phase
    flat = float(np.linalg.norm((hand - puck)[:2]))
    phase = memory["phase"]
    n = memory["n"]
    new = phase
    if t >= 2:
        if phase == "hover":
            if (flat < 0.015 or (n > 8 and flat < 0.025)) and hand[2] < 0.18:
                new = "down"
        elif phase == "down":
            if flat > 0.045:
                new = "hover"
            elif hand[2] < 0.072 or n > 7:
                new = "close"
                memory["before"] = opening
        elif phase == "close":
            if n == 3 and not memory["flipped"] and memory["before"] > 0.8 \
                    and opening > memory["before"] - 0.1:
                memory["open"] = -memory["open"]
                memory["flipped"] = True
                n = 0
            elif n >= 3:
                new = "drag"
        elif phase == "drag":
            if flat > 0.065:
                new = "hover"
    if new != phase:
        phase = new
        n = 0
    memory["phase"] = phase
    memory["n"] = n + 1

    # where the hand should go
    grip = memory["open"]
    if phase == "hover":
        target = np.array([puck[0], puck[1], high])
        if flat > 0.03 and hand[2] < 0.10:
            # first up, so that the fingers do not hit the puck
            target[:2] = hand[:2]
    elif phase == "down":
        target = np.array([puck[0], puck[1], low])
    elif phase == "close":
        grip = -memory["open"]
        if n == 0 or "hold" not in memory:
            memory["hold"] = np.array([puck[0], puck[1], low])
        target = memory["hold"].copy()
    else:
        grip = -memory["open"]
        way = (goal - puck)[:2]
        length = float(np.linalg.norm(way))
        if length > 0.12:
            way = way * (0.12 / length)
        target = np.array([hand[0] + way[0], hand[1] + way[1], low])

    # slow correction of what the gain and the offset leave over
    error = target - hand
    speed = np.abs(hand - memory["prev"])
    memory["prev"] = hand.copy()
    if t >= 4:
        for i in range(3):
            if speed[i] < 0.012:
                memory["corr"][i] += 0.4 * float(np.clip(error[i], -0.04, 0.04))
        limit = np.array([0.15, 0.15, 0.06])
        memory["corr"] = np.clip(memory["corr"], -limit, limit)

    action = a0 + (target + memory["corr"] - h0) / gain
    if t < 2:
        action[0] = memory["probe"]
    action = np.clip(action, -2.0, 2.0)
    return [float(action[0]), float(action[1]), float(action[2]), float(grip)]
