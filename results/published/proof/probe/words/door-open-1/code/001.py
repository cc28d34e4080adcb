"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import math

GAIN = 1.1
REST_A = (0.0, 0.7, 0.275)
REST_P = (0.0, 0.665, 0.495)
OFFS = [(0.01, 0.025), (0.0, 0.045), (-0.02, 0.03), (0.02, 0.01)]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_d"]]
    handle = [float(v) for v in observation["sensor_b"]]
    t = memory.get("t", 0)
    memory["t"] = t + 1
    if t == 0:
        memory["h0"] = handle
        memory["p0"] = hand
    if t < 5:
        memory["last_hand"] = hand
        return [0.15, 0.6, 0.55, 1.0]
    if t == 5:
        p0 = memory["p0"]
        sx = 1.0 if hand[0] > p0[0] else -1.0
        sy = 1.0 if hand[1] < p0[1] + 0.01 else -1.0
        sz = 1.0 if hand[2] > p0[2] + 0.06 else -1.0
        m = [GAIN * sx, GAIN * sy, GAIN * sz]
        memory["m"] = m
        memory["c"] = [REST_P[i] - m[i] * REST_A[i] for i in range(3)]
        memory["stage"] = "over"
        memory["n"] = 0
        memory["try"] = 0
    m = memory["m"]
    c = memory["c"]
    h0 = memory["h0"]
    dx, dy = OFFS[memory["try"] % len(OFFS)]
    stage = memory["stage"]

    over = [handle[0] + dx, handle[1] + dy, handle[2] + 0.17]
    if stage == "over":
        err = max(abs(hand[0] - over[0]), abs(hand[1] - over[1]))
        if memory["n"] >= 3 and hand[2] > handle[2] + 0.1 and (err < 0.015 or memory["n"] > 10):
            stage = "down"
            memory["n"] = 0
    elif stage == "down":
        if hand[2] < handle[2] + 0.025 or memory["n"] > 7:
            stage = "pull"
            memory["n"] = 0
    elif stage == "pull":
        away = math.hypot(hand[0] - handle[0], hand[1] - handle[1])
        if memory["n"] >= 4 and away > 0.11:
            stage = "over"
            memory["n"] = 0
            memory["try"] += 1
    memory["stage"] = stage

    if stage == "over":
        # small correction of the offsets once the hand stands still in free space
        last = memory["last_hand"]
        la = memory.get("last_a")
        if la is not None and memory["n"] >= 5:
            for i in range(3):
                if abs(hand[i] - last[i]) < 0.004 and not (i == 2 and hand[2] > 0.48):
                    e = hand[i] - (m[i] * la[i] + c[i])
                    c[i] += max(-0.05, min(0.05, 0.7 * e))
        target = list(over)
        far = max(abs(hand[0] - over[0]), abs(hand[1] - over[1])) > 0.03
        if far and hand[2] < handle[2] + 0.1:
            target[0], target[1] = hand[0], hand[1]
            target[2] = handle[2] + 0.25
    elif stage == "down":
        target = [handle[0] + dx, handle[1] + dy, handle[2]]
    else:
        hinge = (h0[0] - 0.3435, h0[1] + 0.077)
        rx, ry = handle[0] - hinge[0], handle[1] - hinge[1]
        r = math.hypot(rx, ry) + 1e-6
        tx, ty = ry / r, -rx / r
        target = [handle[0] + 0.15 * tx, handle[1] + 0.15 * ty, handle[2]]
    memory["n"] += 1
    memory["last_hand"] = hand
    a = [max(-2.0, min(2.0, (target[i] - c[i]) / m[i])) for i in range(3)]
    memory["last_a"] = a
    return [a[0], a[1], a[2], 1.0]
