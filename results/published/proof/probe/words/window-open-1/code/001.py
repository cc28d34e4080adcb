"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_c"]]
    handle = [float(v) for v in observation["sensor_d"]]
    goal = [float(v) for v in observation["sensor_a"]]

    t = memory.get("t", 0)
    memory["t"] = t + 1
    if t == 0:
        memory["phase"] = 0
        memory["age"] = 0
        memory["attempt"] = 0
        memory["sy"] = 1.0
        memory["flipped"] = False
        memory["still"] = 0
        memory["prev"] = list(hand)
        memory["prev_handle"] = handle[0]
        memory["last_dy"] = None

    prev = memory["prev"]
    # height and depth relative to the handle, one pair for each attempt
    tries = [(-0.08, -0.03), (0.03, -0.02), (-0.03, -0.01), (0.05, 0.0), (-0.06, 0.0)]
    dz, dy = tries[memory["attempt"] % len(tries)]

    # sign of y: nominal, unless the hand clearly goes elsewhere
    last_dy = memory["last_dy"]
    if not memory["flipped"] and last_dy is not None and 2 <= t <= 10:
        moved = abs(hand[1] - prev[1])
        over = hand[1] > last_dy + 0.05
        short = t >= 5 and moved < 0.004 and hand[1] < last_dy - 0.05
        if over or short:
            memory["sy"] = -1.0
            memory["flipped"] = True

    phase = memory["phase"]
    memory["age"] += 1

    # 0: to the left of the handle, in front of it; 1: in along y; 2: push
    if phase == 0 and hand[0] < handle[0] - 0.05:
        phase = 1
        memory["age"] = 0
    if phase == 0 and memory["age"] > 14:
        phase = 1
        memory["age"] = 0
    if phase == 1:
        near = (abs(hand[1] - (handle[1] + dy)) < 0.025
                and abs(hand[2] - (handle[2] + dz)) < 0.03)
        if near or memory["age"] > 8:
            phase = 2
            memory["age"] = 0
            memory["still"] = 0
    elif phase == 2:
        if abs(hand[0] - prev[0]) < 0.004 and abs(handle[0] - memory["prev_handle"]) < 0.002:
            memory["still"] += 1
        else:
            memory["still"] = 0
        if hand[0] > handle[0] + 0.06 or memory["still"] >= 4:
            phase = 0
            memory["age"] = 0
            memory["still"] = 0
            memory["attempt"] += 1
            dz, dy = tries[memory["attempt"] % len(tries)]
    memory["phase"] = phase

    if phase == 0:
        want = [handle[0] - 0.08, handle[1] - 0.13, handle[2] + dz]
        if hand[0] > handle[0] - 0.05 and hand[1] > handle[1] - 0.09:
            want[0] = hand[0]  # back out first, then to the side
    elif phase == 1:
        want = [handle[0] - 0.08, handle[1] + dy, handle[2] + dz]
    else:
        want = [max(hand[0] + 0.2, goal[0] + 0.05), handle[1] + dy, handle[2] + dz]

    want[0] = min(max(want[0], -0.5), 0.5)
    want[1] = min(max(want[1], 0.4), 0.95)
    want[2] = min(max(want[2], 0.06), 0.45)

    memory["prev"] = list(hand)
    memory["prev_handle"] = handle[0]
    memory["last_dy"] = want[1]

    # undo the measured shift of the actions
    ax = want[0] - 0.09
    ay = 0.7 + memory["sy"] * (want[1] - 0.61)
    az = 0.275 + (want[2] - 0.345) / 1.025
    ax = min(max(ax, -0.6), 0.6)
    ay = min(max(ay, 0.3), 1.1)
    az = min(max(az, -0.05), 0.6)
    return [ax, ay, az, 1.0]
