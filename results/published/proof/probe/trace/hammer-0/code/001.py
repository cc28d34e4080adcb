"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


def _rot(q):
    q = np.asarray(q, dtype=float)
    n = float(np.linalg.norm(q))
    if n < 1e-6:
        return np.eye(3)
    w, x, y, z = q / n
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    scale = 1.1
    hand = np.array(observation["sensor_f"], dtype=float).reshape(-1)
    ham = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    quat = np.array(observation["sensor_a"], dtype=float).reshape(-1)
    nail_raw = np.array(observation["sensor_c"], dtype=float).reshape(-1)
    goal = np.array(observation["sensor_d"], dtype=float).reshape(-1)
    opening = float(np.array(observation["sensor_e"], dtype=float).reshape(-1)[0])

    if "phase" not in memory:
        memory["phase"] = "above"
        memory["n"] = 0
        memory["q0"] = [float(v) for v in quat]
        memory["nail0"] = [float(v) for v in nail_raw]
        memory["tries"] = 0
        memory["aim_raw"] = False
        memory["last_open"] = opening

    def go(phase):
        memory["phase"] = phase
        memory["n"] = 0

    nail0 = np.array(memory["nail0"])
    moved = float(nail_raw[1] - nail0[1])
    nail = goal + np.array([0.0, -0.10 + moved, 0.0])
    aim = nail_raw if memory["aim_raw"] else nail

    turn = _rot(quat).dot(_rot(memory["q0"]).T)
    head = ham + turn.dot(np.array([0.16, 0.06, 0.0]))
    low = 0.055

    # the hammer was lost: take it again
    if memory["phase"] in ("align", "strike"):
        if hand[2] > 0.115 and ham[2] < 0.045 and np.linalg.norm(hand - ham) > 0.09:
            go("above")

    if memory["phase"] == "above":
        if abs(hand[0] - ham[0]) < 0.02 and abs(hand[1] - ham[1]) < 0.02 and memory["n"] >= 1:
            go("down")
    if memory["phase"] == "down":
        if hand[2] < 0.068 or memory["n"] >= 6:
            go("close")
            memory["hold"] = [float(ham[0]), float(ham[1]), low]
    if memory["phase"] == "close":
        still = abs(opening - memory["last_open"]) < 0.03
        if (memory["n"] >= 2 and still) or memory["n"] >= 4:
            go("lift")
            memory["hold"] = [float(hand[0]), float(hand[1]), float(hand[2])]
    if memory["phase"] == "lift":
        if hand[2] > 0.095 or memory["n"] >= 4:
            go("align")
    if memory["phase"] == "align":
        good = (abs(head[0] - aim[0]) < 0.013 and abs(head[2] - aim[2]) < 0.013
                and head[1] < nail[1] - 0.08)
        if (good and memory["n"] >= 1) or memory["n"] >= 11:
            go("strike")
            off = hand - head
            memory["hold"] = [float(aim[0] + off[0]), 1.0, float(aim[2] + off[2])]
            memory["moved0"] = moved
    elif memory["phase"] == "strike":
        missed = head[1] > nail[1] + 0.05 and moved - memory["moved0"] < 0.01
        if memory["n"] >= 10 or (missed and memory["n"] >= 4):
            if moved - memory["moved0"] < 0.01:
                memory["aim_raw"] = not memory["aim_raw"]
            memory["tries"] += 1
            go("align")

    phase = memory["phase"]
    aim = nail_raw if memory["aim_raw"] else nail
    grip = 1.0
    if phase == "above":
        target = np.array([ham[0], ham[1], 0.125])
        grip = -1.0
    elif phase == "down":
        target = np.array([ham[0], ham[1], low])
        grip = -1.0
    elif phase == "close":
        target = np.array(memory["hold"])
    elif phase == "lift":
        hold = memory["hold"]
        target = np.array([hold[0], hold[1], 0.15])
    elif phase == "align":
        wish = np.array([aim[0], nail[1] - 0.14, aim[2]])
        target = hand + (wish - head)
        target[1] = min(max(target[1], 0.41), 0.95)
        target[2] = min(max(target[2], 0.08), 0.3)
        target[0] = min(max(target[0], -0.3), 0.4)
    else:
        target = np.array(memory["hold"])

    memory["n"] += 1
    memory["last_open"] = opening
    return [float(target[0] / scale), float(target[1] / scale), float(target[2] / scale), float(grip)]
