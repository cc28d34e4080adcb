"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

SCALE = 1.1  # the hand goes to SCALE times the commanded target
HEAD = np.array([0.16, 0.06, 0.0])  # head from hammer_pos at the start


def rotation(q):
    q = np.array(q, dtype=float)
    q = q / max(np.linalg.norm(q), 1e-9)
    w, x, y, z = q
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ])


def mm(v):
    return ",".join(str(int(round(1000 * float(q)))) for q in np.ravel(v))


def command(target, grip):
    t = np.array(target, dtype=float)
    t = np.clip(t, [-0.5, 0.4, 0.05], [0.5, 1.0, 0.5])
    return [float(t[0] / SCALE), float(t[1] / SCALE), float(t[2] / SCALE), float(grip)]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    hand = np.array(observation["sensor_f"], dtype=float)
    hammer = np.array(observation["sensor_b"], dtype=float)
    goal = np.array(observation["sensor_d"], dtype=float)
    quat = np.array(observation["sensor_a"], dtype=float)
    opening = float(np.ravel(observation["sensor_e"])[0])
    nail = goal - np.array([0.0, 0.10, 0.0])

    if t == 0:
        memory["phase"] = 0
        memory["since"] = 0
        memory["r0"] = rotation(quat)
        memory["log"] = []
        memory["prev"] = hand.copy()
        memory["opening"] = opening
    log = memory["log"]
    speed = float(np.linalg.norm(hand - memory["prev"]))
    memory["prev"] = hand.copy()
    closing = abs(opening - memory["opening"])
    memory["opening"] = opening

    def snap(name):
        log.append("%s%d f%s b%s a%s e%s c%s" % (
            name, t, mm(hand), mm(hammer), mm(quat), mm(opening), mm(observation["sensor_c"])))

    def go(phase):
        snap("P%d@" % phase)
        memory["phase"] = phase
        memory["since"] = t

    # where the head is, seen from the hand
    turned = rotation(quat) @ memory["r0"].T @ HEAD
    offset = hammer + turned - hand

    # change of phase
    p, n = memory["phase"], t - memory["since"]
    if p == 0 and n >= 1 and (np.linalg.norm((hand - hammer)[:2]) < 0.012 or n >= 6):
        memory["take"] = hammer.copy()
        go(1)
    elif p == 1 and n >= 2 and ((hand[2] < 0.062 and speed < 0.01) or n >= 6):
        go(2)
    elif p == 2 and n >= 3 and (closing < 0.015 or n >= 6):
        memory["offset"] = offset.copy()
        memory["y"] = float(hand[1])
        go(3)
    elif p == 3:
        err = (nail - memory["offset"] - hand)[[0, 2]]
        if n >= 3 and ((np.max(np.abs(err)) < 0.012 and speed < 0.015) or n >= 12):
            go(4)
    p, n = memory["phase"], t - memory["since"]

    if p == 4 and n in (2, 4, 7):
        snap("S")
    if t >= 49:
        snap("E")
        raise RuntimeError(" | ".join(log))

    if p == 0:
        return command([hammer[0], hammer[1], 0.13], -1.0)
    if p == 1:
        return command([memory["take"][0], memory["take"][1], 0.05], -1.0)
    if p == 2:
        return command([memory["take"][0], memory["take"][1], 0.05], 1.0)
    if p == 3:
        if n >= 2 and speed < 0.02:
            memory["offset"] = offset.copy()
        want = nail - memory["offset"]
        return command([want[0], memory["y"], want[2]], 1.0)
    want = nail - memory["offset"]
    return command([want[0], want[1] + 0.25, want[2]], 1.0)
