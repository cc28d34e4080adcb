"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

SCALE = 1.1  # the hand goes to 1.1 times the commanded position


def _qmul(a, b):
    w1, x1, y1, z1 = a
    w2, x2, y2, z2 = b
    return np.array([
        w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
        w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
        w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
        w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
    ])


def _conj(q):
    return np.array([q[0], -q[1], -q[2], -q[3]])


def _rotate(q, v):
    p = np.array([0.0, v[0], v[1], v[2]])
    return _qmul(_qmul(q, p), _conj(q))[1:]


def _command(x, y, z, grip):
    x = float(np.clip(x, -0.5, 0.5))
    y = float(np.clip(y, 0.4, 1.0))
    z = float(np.clip(z, 0.05, 0.5))
    return [x / SCALE, y / SCALE, z / SCALE, float(grip)]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_f"], dtype=float)
    hammer = np.array(observation["sensor_b"], dtype=float)
    quat = np.array(observation["sensor_a"], dtype=float)
    nail = np.array(observation["sensor_c"], dtype=float)
    goal = np.array(observation["sensor_d"], dtype=float)
    quat = quat / max(float(np.linalg.norm(quat)), 1e-6)

    if "stage" not in memory:
        memory["stage"] = "over"
        memory["n"] = 0
        memory["q0"] = quat
        memory["nail0"] = nail
        memory["try"] = 0
        memory["y0"] = float(hammer[1])

    def go(stage):
        memory["stage"] = stage
        memory["n"] = 0

    # where the head is now
    head = hammer + _rotate(_qmul(quat, _conj(memory["q0"])), [0.16, 0.06, 0.0])

    # where the head should hit (x, z)
    nail0 = memory["nail0"]
    aims = [
        (goal[0], goal[2]),
        (nail0[0], nail0[2]),
        (0.5 * (goal[0] + nail0[0]), 0.5 * (goal[2] + nail0[2])),
        (goal[0], goal[2] + 0.02),
    ]
    aim = aims[memory["try"] % len(aims)]
    ex = float(aim[0] - head[0])
    ez = float(aim[1] - head[2])

    grasp_x = float(hammer[0]) - 0.02
    grasp_y = float(hammer[1])

    # transitions
    for _ in range(6):
        stage = memory["stage"]
        n = memory["n"]
        if stage == "over":
            near = abs(hand[0] - grasp_x) < 0.03 and abs(hand[1] - grasp_y) < 0.02
            if (near and hand[2] < 0.19) or n >= 10:
                go("down")
                continue
        elif stage == "down":
            if hand[2] < 0.078 or n >= 5:
                memory["gx"] = grasp_x
                memory["gy"] = grasp_y
                go("close")
                continue
        elif stage == "close":
            if n >= 2:
                memory["hold"] = hammer - hand
                memory["y0"] = float(hand[1])
                go("align")
                continue
        elif stage == "align":
            if n >= 2 and hammer[2] < 0.06 and hand[2] > 0.13:
                go("over")
                continue
            if (abs(ex) < 0.02 and abs(ez) < 0.015) or n >= 9:
                memory["best"] = float(hand[1])
                memory["stall"] = 0
                go("push")
                continue
        elif stage == "push":
            if float(np.linalg.norm((hammer - hand) - memory["hold"])) > 0.09:
                memory["try"] += 1
                go("over")
                continue
            if n > 0:
                if hand[1] > memory["best"] + 0.004:
                    memory["best"] = float(hand[1])
                    memory["stall"] = 0
                else:
                    memory["stall"] += 1
            if memory["stall"] >= 5:
                memory["try"] += 1
                go("back")
                continue
        elif stage == "back":
            if hand[1] < memory["y0"] + 0.04 or n >= 7:
                go("align")
                continue
        break

    stage = memory["stage"]
    memory["n"] += 1

    if stage == "over":
        return _command(grasp_x, grasp_y, 0.12, -1.0)
    if stage == "down":
        return _command(grasp_x, grasp_y, 0.055, -1.0)
    if stage == "close":
        return _command(memory["gx"], memory["gy"], 0.058, 1.0)
    if stage == "align":
        tx = hand[0] + np.clip(ex, -0.25, 0.25)
        tz = hand[2] + np.clip(ez, -0.15, 0.15)
        return _command(tx, memory["y0"], tz, 1.0)
    if stage == "push":
        tx = hand[0] + np.clip(ex, -0.05, 0.05)
        tz = hand[2] + np.clip(ez, -0.05, 0.05)
        return _command(tx, 0.95, tz, 1.0)
    # back
    return _command(hand[0], memory["y0"], hand[2], 1.0)
