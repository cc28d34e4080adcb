"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

M = np.array([[0.177, -1.0, 0.0],
              [-1.0, -0.177, 0.0],
              [0.0, 0.0, 1.04]])
C = np.array([-0.001, -0.008, -0.0125])
HALF = np.array([0.015, 0.015, 0.0155])
LOW = np.array([-0.5, 0.4, 0.05])
HIGH = np.array([0.5, 1.0, 0.5])
INV = np.linalg.inv(M)


def mm(v):
    return ",".join(str(int(round(1000 * float(x)))) for x in v)


@rt.bundle(trainable=True)
def controller(observation, memory):
    t = memory.get("t", 0)
    memory["t"] = t + 1
    hand = np.array(observation["sensor_c"], dtype=float).reshape(-1)
    handle = np.array(observation["sensor_d"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    log = memory.setdefault("log", [])
    log.append(hand.copy())
    if t == 0:
        memory["stage"] = 0
        memory["since"] = 0
        memory["stages"] = []
        memory["c"] = C.copy()
        memory["p"] = hand.copy()
        memory["u"] = hand.copy()
    if t == 49:
        text = "stages " + str(memory["stages"]) + " c " + mm(memory["c"]) + " p " + mm(memory["p"])
        text += " handle " + mm(handle) + " log " + " ".join(mm(q) for q in log[:32])
        raise RuntimeError(text)

    stage = memory["stage"]
    n = t - memory["since"]
    # where the hand has settled elsewhere than the model says, correct the model
    if stage == 0 and n >= 2:
        still = np.abs(hand - log[-2]) < 0.004
        off = hand - memory["p"]
        fix = still & (np.abs(off) > 0.004)
        memory["c"] = np.where(fix, memory["c"] + off, memory["c"])
        memory["p"] = np.where(fix, hand, memory["p"])
        memory["u"] = np.where(fix, memory["u"] + off, memory["u"])

    new = stage
    if stage == 0:
        if np.max(np.abs(hand[:2] - handle[:2])) < 0.02 or n >= 12:
            new = 1
    elif stage == 1:
        if hand[2] < 0.085 or n >= 7:
            new = 2
    if new != stage:
        memory["stage"] = stage = new
        memory["since"] = t
        memory["stages"].append(t)

    if stage == 0:
        target = np.array([handle[0], handle[1], 0.23])
    elif stage == 1:
        target = np.array([handle[0], handle[1], 0.068])
    else:
        target = np.array([handle[0], goal[1] - 0.11, 0.068])
    target = np.clip(target, LOW, HIGH)
    # undo the play: p follows u only when u leaves p +- HALF
    p = memory["p"]
    u = memory["u"]
    move = target - p
    u = np.where(np.abs(move) > 0.003, target + HALF * np.sign(move), u)
    memory["u"] = u
    memory["p"] = np.clip(np.clip(p, u - HALF, u + HALF), LOW, HIGH)
    a = np.clip(INV.dot(u - memory["c"]), -2.0, 2.0)
    if stage == 0:
        return [float(a[0]), float(a[1]), float(a[2]), -1.0]
    if stage == 1:
        return [float(a[0]), float(a[1]), float(a[2]), -1.0]
    return [float(a[0]), float(a[1]), float(a[2]), -1.0]
