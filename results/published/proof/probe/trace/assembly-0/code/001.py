"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    OPEN, CLOSE = 1.0, -1.0  # the gripper's sense is inverted on this robot
    hand = [float(v) for v in observation["sensor_e"]]
    wrench = [float(v) for v in observation["sensor_c"]]
    goal = [float(v) for v in observation["sensor_d"]]
    qw, qx, qy, qz = [float(v) for v in observation["sensor_b"]]
    try:
        opening = float(observation["sensor_a"])
    except TypeError:
        opening = float(observation["sensor_a"][0])

    # wrench's own y axis in the robot's frame
    ya = [2 * (qx * qy - qw * qz), 1 - 2 * (qx * qx + qz * qz), 2 * (qy * qz + qw * qx)]
    ring = [wrench[i] + 0.13 * ya[i] for i in range(3)]
    grasp = [wrench[i] + 0.02 * ya[i] for i in range(3)]

    def clip(v, lo, hi):
        return max(lo, min(hi, v))

    def out(x, y, z, g):
        return [clip(x, -0.5, 0.5), clip(y, 0.4, 1.0), clip(z, 0.05, 0.5), g]

    def go(s):
        memory["stage"] = s
        memory["n"] = 0

    if "stage" not in memory:
        go("above")
    prev_open = memory.get("prev_open", 1.0)
    prev_ring = memory.get("prev_ring", ring)
    memory["prev_open"] = opening
    memory["prev_ring"] = list(ring)
    ring_speed = max(abs(ring[i] - prev_ring[i]) for i in range(2))

    ex = grasp[0] - hand[0]
    ey = grasp[1] - hand[1]
    dx = goal[0] - ring[0]
    dy = goal[1] - ring[1]
    dist = (dx * dx + dy * dy) ** 0.5

    # the wrench was lost: take it again
    if memory["stage"] in ("lift", "carry", "lower"):
        gap = sum((hand[i] - wrench[i]) ** 2 for i in range(3)) ** 0.5
        if gap > 0.10:
            go("above")

    if memory["stage"] == "release" and memory["n"] >= 5:
        go("above")

    if memory["stage"] == "above":
        if abs(ex) < 0.02 and abs(ey) < 0.02 and opening > 0.8:
            go("down")
        else:
            memory["n"] += 1
            return out(grasp[0], grasp[1], max(0.12, grasp[2] + 0.10), OPEN)

    if memory["stage"] == "down":
        low = hand[2] < max(grasp[2] + 0.03, 0.05) + 0.012
        near = abs(ex) < 0.012 and abs(ey) < 0.012
        if (low and near) or memory["n"] >= 6:
            go("grip")
            memory["hold"] = [grasp[0], grasp[1]]
        else:
            memory["n"] += 1
            return out(grasp[0], grasp[1], grasp[2] + 0.03, OPEN)

    if memory["stage"] == "grip":
        n = memory["n"]
        if (n >= 3 and abs(opening - prev_open) < 0.03) or n >= 6:
            go("lift")
            memory["hold"] = [hand[0], hand[1]]
        else:
            memory["n"] += 1
            return out(memory["hold"][0], memory["hold"][1], max(grasp[2] + 0.03, 0.05), CLOSE)

    high = goal[2] + 0.055  # the ring's height while it is carried

    if memory["stage"] == "lift":
        if ring[2] > goal[2] + 0.025 or memory["n"] >= 10:
            go("carry")
        else:
            memory["n"] += 1
            dz = clip(high - ring[2], -0.1, 0.12)
            return out(memory["hold"][0], memory["hold"][1], hand[2] + dz, CLOSE)

    if memory["stage"] == "carry":
        if dist < 0.012 and ring_speed < 0.015 and ring[2] > goal[2]:
            go("lower")
        else:
            memory["n"] += 1
            dz = clip(high - ring[2], -0.1, 0.1)
            sx = clip(dx, -0.1, 0.1)
            sy = clip(dy, -0.1, 0.1)
            if ring[2] < goal[2] + 0.015 and dist > 0.02:
                sx, sy = 0.0, 0.0  # too low to come over the peg: first up
            return out(hand[0] + sx, hand[1] + sy, hand[2] + dz, CLOSE)

    if memory["stage"] == "lower":
        if dist > 0.035 and ring[2] > goal[2] - 0.01:
            go("carry")
            dz = clip(high - ring[2], -0.1, 0.1)
            return out(hand[0], hand[1], hand[2] + dz, CLOSE)
        if memory["n"] >= 7 and dist < 0.02:
            go("release")
        else:
            memory["n"] += 1
            return out(hand[0] + dx, hand[1] + dy, hand[2] - 0.08, CLOSE)

    # release: let the ring fall over the peg
    memory["n"] += 1
    up = 0.0 if memory["n"] <= 2 else 0.08
    return out(hand[0], hand[1], hand[2] + up, OPEN)
