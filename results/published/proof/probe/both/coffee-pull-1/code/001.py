"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    probe = [0.08, 0.42, 0.17]
    known_cmd = [0.0, 0.7, 0.275]
    known_hand = [0.03, 0.912, 0.296]
    hand = [float(v) for v in observation["sensor_d"]]
    mug = [float(v) for v in observation["sensor_a"]]
    goal = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_b"])
    t = memory.get("t", 0)
    memory["t"] = t + 1

    # --- probe: one settled point in free space, and the gripper's sense
    if t == 0:
        memory["close"] = 1.0
    if t == 3:
        memory["close"] = 1.0 if opening < 0.9 else -1.0
    if t < 3:
        return [probe[0], probe[1], probe[2], 1.0]
    close = memory["close"]
    if t < 6:
        return [probe[0], probe[1], probe[2], -close]
    if t == 6:
        for i in range(3):
            s = (known_hand[i] - hand[i]) / (known_cmd[i] - probe[i])
            if s < 0.5 or s > 2.0:
                s = 1.0
            memory["s%d" % i] = s
            memory["o%d" % i] = hand[i] - s * probe[i]
            memory["p%d" % i] = hand[i]
            memory["w%d" % i] = hand[i]
        memory["phase"] = 0  # 0 above, 1 down, 2 close, 3 pull, 4 lift
        memory["n"] = 0
        memory["tries"] = 0

    off_y = [0.0, -0.03, 0.025, -0.015][memory["tries"] % 4]
    spot = [mug[0] - 0.005, mug[1] + off_y]
    flat = ((hand[0] - spot[0]) ** 2 + (hand[1] - spot[1]) ** 2) ** 0.5
    moved = [abs(hand[i] - memory["p%d" % i]) for i in range(3)]

    # --- what offset remains, where the hand is at rest away from its place
    phase = memory["phase"]
    n = memory["n"]
    if phase in (0, 1) and n >= 2:
        for i in range(3):
            if moved[i] < 0.012:
                e = hand[i] - memory["w%d" % i]
                e = min(max(e, -0.02), 0.02)
                memory["o%d" % i] += 0.4 * e

    # --- phase changes
    new = phase
    if phase == 0:
        if hand[2] > 0.14 and (flat < 0.02 or (flat < 0.04 and n >= 4) or n >= 8):
            new = 1
    elif phase == 1:
        if hand[2] < 0.075:
            new = 2
        elif n >= 4 and hand[2] > 0.1:
            new = 4
            memory["tries"] += 1
        elif n >= 6:
            new = 2
    elif phase == 2:
        if n >= 3:
            new = 3
    elif phase == 3:
        if n >= 3 and (mug[1] - hand[1] > 0.09 or abs(mug[0] - hand[0]) > 0.1):
            new = 4
            memory["tries"] += 1
    else:
        if hand[2] > 0.15 or n >= 4:
            new = 0
    if new != phase:
        phase = new
        n = 0
    memory["phase"] = phase
    memory["n"] = n + 1

    # --- where the hand should go
    grip = -close
    if phase == 0:
        want = [spot[0], spot[1], 0.19]
    elif phase == 1:
        want = [spot[0], spot[1], 0.055]
    elif phase == 2:
        want = [spot[0], min(spot[1], hand[1] + 0.01), 0.055]
        grip = close
    elif phase == 3:
        dx = 1.3 * (goal[0] - mug[0])
        dy = 1.3 * (goal[1] - mug[1])
        want = [hand[0] + min(max(dx, -0.08), 0.08), hand[1] + min(max(dy, -0.09), 0.05), 0.065]
        grip = close
    else:
        want = [hand[0], hand[1], 0.2]

    want[0] = min(max(want[0], -0.45), 0.45)
    want[1] = min(max(want[1], 0.42), 0.82)
    want[2] = min(max(want[2], 0.05), 0.45)
    action = []
    for i in range(3):
        memory["p%d" % i] = hand[i]
        memory["w%d" % i] = want[i]
        c = (want[i] - memory["o%d" % i]) / memory["s%d" % i]
        action.append(min(max(c, -1.9), 1.9))
    action.append(float(grip))
    return action
