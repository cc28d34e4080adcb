# Trained by robotrace for shifted/door-open-v3@103: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import math

ANG = math.radians(15.0)
SC = 1.1


def to_action(p, grip):
    c, s = math.cos(ANG) / SC, math.sin(ANG) / SC
    x, y, z = float(p[0]), float(p[1]), float(p[2])
    x = min(max(x, -0.5), 0.5)
    y = min(max(y, 0.36), 0.98)
    z = min(max(z, 0.05), 0.48)
    return [x / SC, c * y + s * z, -s * y + c * z, float(grip)]


# offset of the hand from the handle (x, y), height over the handle, kind
WAYS = [
    (0.01, 0.02, 0.0, "left"),
    (0.01, 0.05, 0.0, "tangent"),
    (0.0, 0.0, 0.03, "grip"),
    (0.05, 0.04, 0.0, "left"),
]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_d"]]
    handle = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_a"]]
    if "h0" not in memory:
        memory["h0"] = list(handle)
        memory["stage"] = "above"
        memory["n"] = 0
        memory["way"] = 0
        memory["hist"] = []
    h0 = memory["h0"]
    hinge = (h0[0] - 0.39, h0[1] + 0.10)
    rx, ry = handle[0] - hinge[0], handle[1] - hinge[1]
    r = math.hypot(rx, ry) or 1.0
    tx, ty = ry / r, -rx / r  # direction in which the handle moves as the door opens
    theta = math.atan2(h0[1] - hinge[1], h0[0] - hinge[0]) - math.atan2(ry, rx)
    theta = min(max(theta, 0.0), 1.6)

    ox, oy, oz, kind = WAYS[memory["way"] % len(WAYS)]
    offx = ox * math.cos(theta) + oy * math.sin(theta)
    offy = -ox * math.sin(theta) + oy * math.cos(theta)
    px, py = handle[0] + offx, handle[1] + offy
    free_grip = -1.0 if kind == "grip" else 1.0

    def go(stage):
        memory["stage"] = stage
        memory["n"] = 0
        memory["hist"] = []

    stage = memory["stage"]
    memory["n"] += 1
    n = memory["n"]

    if stage == "above":
        if (math.hypot(hand[0] - px, hand[1] - py) < 0.03 and hand[2] > handle[2] + 0.1) or n > 8:
            go("down")
    elif stage == "down":
        if abs(hand[2] - handle[2] - oz) < 0.04:
            go("close" if kind == "grip" else "pull")
        elif n > 7:
            memory["way"] += 1
            go("above")
    elif stage == "close":
        if n > 3:
            go("pull")
    elif stage == "pull":
        memory["hist"].append((handle[0], handle[1]))
        hist = memory["hist"]
        if len(hist) > 6:
            a, b = hist[-6], hist[-1]
            if math.hypot(a[0] - b[0], a[1] - b[1]) < 0.015:
                memory["way"] += 1
                go("above")

    stage = memory["stage"]
    if stage == "above":
        return to_action([px, py, handle[2] + 0.2], free_grip)
    if stage == "down":
        return to_action([px, py, handle[2] + oz], free_grip)
    if stage == "close":
        return to_action([px, py, handle[2] + oz], 1.0)
    if kind == "left":
        target = [handle[0] - 0.10, handle[1] - 0.03, handle[2] + oz]
    else:
        target = [px + 0.12 * tx - 0.03, py + 0.12 * ty, handle[2] + oz]
    return to_action(target, 1.0)
