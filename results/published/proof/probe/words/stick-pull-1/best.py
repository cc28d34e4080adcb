# Trained by robotrace for shifted/stick-pull-v3@107: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    opening = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    quat = np.asarray(observation["sensor_b"], dtype=float)
    goal = np.asarray(observation["sensor_c"], dtype=float)
    stick = np.asarray(observation["sensor_d"], dtype=float)
    thermos = np.asarray(observation["sensor_e"], dtype=float)
    hand = np.asarray(observation["sensor_f"], dtype=float)
    w, a, b, c = quat
    axis = np.array([1 - 2 * (b * b + c * c), 2 * (a * b + w * c), 2 * (a * c - w * b)])
    end = stick + 0.05 * axis

    stage = memory.get("stage", 0)
    close = memory.get("close", -1.0)
    last_open = memory.get("last_open", opening)
    memory["last_open"] = opening
    last_hand = memory.get("last_hand", hand)
    memory["last_hand"] = hand.copy()

    # the stick was lost: begin again
    if stage >= 2 and hand[2] - stick[2] > 0.09:
        stage = 0
        memory["count"] = 0

    if stage == 0:
        if t >= 2 and memory.get("open_for", 0) >= 3 and opening < 0.7 and opening < last_open - 0.02:
            close = -close
            memory["close"] = close
            memory["open_for"] = 0
        memory["open_for"] = memory.get("open_for", 0) + 1
        grasp = stick + np.array([-0.02, 0.0, 0.04])
        off = float(np.max(np.abs(hand[:2] - grasp[:2])))
        stalled = np.max(np.abs(hand - last_hand)) < 0.003 and t > 6
        near = off < 0.012 and abs(hand[2] - grasp[2]) < 0.012
        if near or (stalled and off < 0.02 and hand[2] - grasp[2] < 0.03):
            stage = 1
            memory["count"] = 0
            memory["grasp"] = grasp
        else:
            memory["stage"] = 0
            z = grasp[2] + min(0.1, max(0.0, off - 0.025) * 2.0)
            if opening < 0.75:
                z = max(z, grasp[2] + 0.08)
            return [float(grasp[0]), float(grasp[1]), float(z), -close]

    if stage == 1:
        memory["open_for"] = 0
        n = memory.get("count", 0)
        memory["count"] = n + 1
        settled = n >= 2 and opening < 0.9 and abs(opening - last_open) < 0.02
        if settled or n >= 7:
            stage = 2
        else:
            memory["stage"] = 1
            grasp = memory["grasp"]
            return [float(grasp[0]), float(grasp[1]), float(grasp[2]), close]

    if stage == 2:
        # lift, and bring the stick's end to the left of the handle
        want = thermos + np.array([-0.04, 0.0, 0.0])
        err = want - end
        if abs(err[1]) < 0.012 and abs(err[2]) < 0.015 and err[0] < 0.06:
            stage = 3
        else:
            memory["stage"] = 2
            target = hand + err
            return [float(target[0]), float(target[1]), float(target[2]), close]

    if stage == 3:
        # through the handle
        if end[0] > thermos[0] + 0.015:
            stage = 4
        else:
            memory["stage"] = 3
            err = thermos - end
            return [float(hand[0] + 0.12), float(hand[1] + err[1]), float(hand[2] + err[2]), close]

    # pull the thermos to the goal, the stick kept in the handle
    memory["stage"] = 4
    err = goal[:2] - thermos[:2]
    step = err * (0.2 / max(0.02, float(np.max(np.abs(err)))))
    z = hand[2] + (thermos[2] - end[2])
    if end[0] < thermos[0] - 0.01:
        memory["stage"] = 3
        return [float(hand[0] + 0.12), float(hand[1] + thermos[1] - end[1]), float(z), close]
    return [float(hand[0] + step[0]), float(hand[1] + step[1]), float(z), close]
