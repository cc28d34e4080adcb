"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

SCALE = 1.1


def _rot(q):
    q = np.asarray(q, dtype=float)
    n = np.linalg.norm(q)
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
    quat = np.asarray(observation["sensor_a"], dtype=float).reshape(-1)
    hammer = np.asarray(observation["sensor_b"], dtype=float).reshape(-1)
    nail_read = np.asarray(observation["sensor_c"], dtype=float).reshape(-1)
    goal = np.asarray(observation["sensor_d"], dtype=float).reshape(-1)
    opening = float(np.asarray(observation["sensor_e"], dtype=float).reshape(-1)[0])
    hand = np.asarray(observation["sensor_f"], dtype=float).reshape(-1)

    if "stage" not in memory:
        memory["stage"] = 0
        memory["count"] = 0
        memory["attempt"] = 0
        memory["R0"] = _rot(quat)
        memory["nail0"] = nail_read.copy()
        memory["goal0"] = goal.copy()
        memory["last_open"] = opening

    def go(stage):
        memory["stage"] = stage
        memory["count"] = 0

    goal0 = memory["goal0"]
    nail0 = memory["nail0"]

    # where the head is now
    head = hammer + _rot(quat) @ memory["R0"].T @ np.array([0.16, 0.06, 0.0])

    # where the head should be in x and z; other guesses when a strike missed
    guesses = [
        (goal0[0], goal0[2]),
        (nail0[0], nail0[2]),
        (goal0[0], goal0[2] - 0.02),
        (goal0[0], goal0[2] + 0.02),
        (goal0[0] - 0.03, goal0[2]),
    ]
    aim_x, aim_z = guesses[memory["attempt"] % len(guesses)]

    # the hammer was lost: start again
    if memory["stage"] >= 3:
        rel = hammer - hand
        if np.linalg.norm(rel - memory["rel"]) > 0.08:
            go(0)

    # changes of stage
    if memory["stage"] == 0:
        if np.linalg.norm(hand[:2] - hammer[:2]) < 0.02:
            go(1)
    if memory["stage"] == 1:
        if memory["count"] >= 1 and (abs(hand[2] - (hammer[2] + 0.033)) < 0.012 or memory["count"] >= 6):
            memory["grasp"] = np.array([hammer[0], hammer[1], hammer[2] + 0.033])
            go(2)
    if memory["stage"] == 2:
        steady = abs(opening - memory["last_open"]) < 0.02
        if (memory["count"] >= 3 and steady) or memory["count"] >= 6:
            memory["rel"] = hammer - hand
            memory["y0"] = float(hand[1])
            memory["z0"] = float(hammer[2])
            go(3)
    if memory["stage"] == 3:
        if (abs(head[0] - aim_x) < 0.012 and abs(head[2] - aim_z) < 0.012) or memory["count"] >= 10:
            memory["nail_start"] = float(nail_read[1])
            go(4)
    if memory["stage"] == 4:
        moved = float(nail_read[1]) - memory["nail_start"]
        if memory["count"] >= 8 and moved < 0.015:
            memory["attempt"] += 1
            go(5)
        elif memory["count"] >= 12:
            go(5)
    if memory["stage"] == 5:
        if memory["count"] >= 1 and (hand[1] < memory["y0"] + 0.02 or memory["count"] >= 5):
            go(3)

    stage = memory["stage"]
    ex = float(np.clip(aim_x - head[0], -0.3, 0.3))
    ez = float(np.clip(aim_z - head[2], -0.3, 0.3))

    if stage == 0:
        target = [hammer[0], hammer[1], hammer[2] + 0.10]
        grip = -1.0
    elif stage == 1:
        target = [hammer[0], hammer[1], hammer[2] + 0.033]
        grip = -1.0
    elif stage == 2:
        target = list(memory["grasp"])
        grip = 1.0
    elif stage == 3:
        lifted = hammer[2] - memory["z0"] > 0.025 or memory["count"] >= 3
        target = [hand[0] + ex if lifted else memory["grasp"][0], memory["y0"], hand[2] + ez]
        grip = 1.0
    elif stage == 4:
        target = [hand[0] + ex, goal0[1] + 0.12, hand[2] + ez]
        grip = 1.0
    else:
        target = [hand[0], memory["y0"], hand[2]]
        grip = 1.0

    memory["count"] += 1
    memory["last_open"] = opening
    return [float(target[0]) / SCALE, float(target[1]) / SCALE, float(target[2]) / SCALE, grip]
