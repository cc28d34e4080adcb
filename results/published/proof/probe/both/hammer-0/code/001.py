"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

GAIN = 1.1  # the hand goes to GAIN * target


def _rot(q):
    q = np.array(q, dtype=float)
    n = np.linalg.norm(q)
    if n < 1e-6:
        return np.eye(3)
    w, x, y, z = q / n
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])


HEAD = np.array([0.16, 0.06, 0.0])
TRIES = [(0.0, 0.0), (0.04, -0.02), (-0.02, 0.0), (0.0, 0.02), (0.02, 0.0), (0.0, -0.02)]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_f"], dtype=float)
    ham = np.array(observation["sensor_b"], dtype=float)
    quat = np.array(observation["sensor_a"], dtype=float)
    nail = np.array(observation["sensor_c"], dtype=float)
    goal = np.array(observation["sensor_d"], dtype=float)
    opening = float(np.ravel(observation["sensor_e"])[0])

    if "phase" not in memory:
        memory["phase"] = "reach"
        memory["n"] = 0
        memory["try"] = 0
        memory["q0"] = [float(v) for v in quat]
        memory["nail_y0"] = float(nail[1])
        memory["prev"] = opening

    off = _rot(quat) @ _rot(memory["q0"]).T @ HEAD
    off = HEAD + np.clip(off - HEAD, -0.05, 0.05)
    head = ham + off
    nail_y = goal[1] - 0.10 + (nail[1] - memory["nail_y0"])

    def go(phase):
        memory["phase"] = phase
        memory["n"] = 0

    def out(target, grip):
        memory["n"] += 1
        memory["prev"] = opening
        t = np.array(target, dtype=float) / GAIN
        return [float(t[0]), float(t[1]), float(t[2]), float(grip)]

    # a lost hammer: grasp it again
    if memory["phase"] in ("lift", "push", "back"):
        if np.linalg.norm(ham - hand) > 0.13 and memory["n"] > 1:
            go("reach")

    if memory["phase"] == "reach":
        d = ham - hand
        zlow = max(ham[2] + 0.040, 0.055)
        near = abs(d[1]) < 0.02 and abs(d[0]) < 0.03
        if abs(d[0]) < 0.012 and abs(d[1]) < 0.012 and abs(hand[2] - zlow) < 0.012 and memory["n"] > 1:
            memory["hold"] = [float(ham[0]), float(ham[1]), float(zlow)]
            go("close")
        elif memory["n"] > 14 and near:
            memory["hold"] = [float(hand[0]), float(hand[1]), float(hand[2])]
            go("close")
        else:
            z = zlow if near else max(ham[2] + 0.10, 0.125)
            return out([ham[0], ham[1], z], -1.0)

    if memory["phase"] == "close":
        n = memory["n"]
        if n >= 4 or (n >= 2 and abs(opening - memory["prev"]) < 0.03):
            memory["y0"] = float(hand[1])
            go("lift")
        else:
            return out(memory["hold"], 1.0)

    if memory["phase"] == "back":
        if hand[1] < 0.50 or memory["n"] > 7:
            memory["y0"] = float(hand[1])
            go("lift")
        else:
            return out([hand[0], 0.42, hand[2]], 1.0)

    if memory["phase"] == "lift":
        dx, dz = TRIES[memory["try"] % len(TRIES)]
        ex = goal[0] + dx - head[0]
        ez = goal[2] + dz - head[2]
        tx = hand[0] + ex
        tz = hand[2] + ez
        if (abs(ex) < 0.015 and abs(ez) < 0.012) or memory["n"] > 9:
            memory["aim"] = [float(tx), float(tz)]
            go("push")
        else:
            ty = min(memory["y0"], hand[1] + (nail_y - 0.07 - head[1]))
            return out([tx, ty, tz], 1.0)

    # push
    tx, tz = memory["aim"]
    if memory["n"] > 9 or hand[1] > 0.88:
        memory["try"] += 1
        go("back")
        return out([hand[0], 0.42, hand[2]], 1.0)
    return out([tx, 1.0, tz], 1.0)
