# Trained by robotrace for shifted/door-open-v3@103: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import math

GAIN = 1.1
CA = math.cos(math.radians(15.0))
SA = math.sin(math.radians(15.0))
BEHIND = [0.028, 0.045, 0.07, 0.1, 0.02]


def to_action(p):
    """The action that brings the hand to p (undo scale 1.1 and 15 degrees about x)."""
    x, y, z = p
    y = max(0.31, min(1.09, y))
    z = max(-0.04, min(0.59, z))
    x = max(-0.59, min(0.59, x))
    a = [x / GAIN, (CA * y + SA * z) / GAIN, (-SA * y + CA * z) / GAIN]
    return [max(-2.0, min(2.0, v)) for v in a]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_d"]]
    handle = [float(v) for v in observation["sensor_b"]]
    t = memory.get("t", 0)
    memory["t"] = t + 1
    if t == 0:
        memory["h0"] = handle
        memory["stage"] = "over"
        memory["n"] = 0
        memory["try"] = 0
        memory["last_hand"] = hand
        memory["past"] = []
    h0 = memory["h0"]
    stage = memory["stage"]
    speed = max(abs(hand[i] - memory["last_hand"][i]) for i in range(2))

    # direction in which the handle moves when the door opens
    hinge = (h0[0] - 0.3725, h0[1] + 0.102)
    rx, ry = handle[0] - hinge[0], handle[1] - hinge[1]
    r = math.hypot(rx, ry) + 1e-6
    tx, ty = ry / r, -rx / r
    d = BEHIND[memory["try"] % len(BEHIND)]
    bx, by = handle[0] - d * tx, handle[1] - d * ty
    err = max(abs(hand[0] - bx), abs(hand[1] - by))

    if stage == "over":
        if memory["n"] >= 2 and hand[2] > handle[2] + 0.09 and ((err < 0.02 and speed < 0.025) or memory["n"] > 9):
            stage = "down"
            memory["n"] = 0
    elif stage == "down":
        if hand[2] < handle[2] + 0.03 or memory["n"] > 5:
            stage = "pull"
            memory["n"] = 0
            memory["past"] = []
    elif stage == "pull":
        past = memory["past"]
        past.append((handle[0], handle[1]))
        away = math.hypot(hand[0] - handle[0], hand[1] - handle[1])
        stuck = len(past) >= 7 and math.hypot(past[-1][0] - past[-6][0], past[-1][1] - past[-6][1]) < 0.01
        if memory["n"] >= 3 and (away > max(0.11, d + 0.05) or stuck):
            stage = "over"
            memory["n"] = 0
            memory["try"] += 1
            d = BEHIND[memory["try"] % len(BEHIND)]
            bx, by = handle[0] - d * tx, handle[1] - d * ty
            err = max(abs(hand[0] - bx), abs(hand[1] - by))
    memory["stage"] = stage

    if stage == "over":
        target = [bx, by, handle[2] + 0.16]
        if memory["try"] > 0 and err > 0.03 and hand[2] < handle[2] + 0.1:
            target = [hand[0], hand[1], handle[2] + 0.25]
    elif stage == "down":
        target = [bx, by, handle[2] - 0.02]
    else:
        target = [handle[0] + 0.15 * tx, handle[1] + 0.15 * ty, handle[2] - 0.02]
    memory["n"] += 1
    memory["last_hand"] = hand
    a = to_action(target)
    return [a[0], a[1], a[2], 1.0]
