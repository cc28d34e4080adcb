# Trained by robotrace for shifted/coffee-pull-v3@104: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    scale = [1.21, 1.16, 1.267]
    shift = [0.033, 0.10, -0.0525]
    hand = [float(v) for v in observation["sensor_d"]]
    mug = [float(v) for v in observation["sensor_a"]]
    goal = [float(v) for v in observation["sensor_c"]]
    if "phase" not in memory:
        memory["phase"] = 0  # 0 above, 1 down, 2 close, 3 pull, 4 lift
        memory["n"] = 0
        memory["tries"] = 0
        memory["sx"] = mug[0]
        memory["sy"] = mug[1]
        for i in range(3):
            memory["c%d" % i] = 0.0
            memory["p%d" % i] = hand[i]
            memory["w%d" % i] = hand[i]

    phase = memory["phase"]
    n = memory["n"]
    k = memory["tries"] % 4
    off_x = [-0.005, -0.005, 0.0, -0.01][k]
    off_y = [0.0, -0.012, 0.012, 0.0][k]
    if phase in (0, 4):
        memory["sx"] = mug[0]
        memory["sy"] = mug[1]
    sx = memory["sx"] + off_x
    sy = memory["sy"] + off_y
    wait_y = sy - 0.022
    strayed = ((mug[0] - memory["sx"]) ** 2 + (mug[1] - memory["sy"]) ** 2) ** 0.5
    apart = ((mug[0] - hand[0]) ** 2 + (mug[1] - hand[1]) ** 2) ** 0.5

    # --- small rest of the offset, where the hand is at rest above the mug
    if phase == 0 and n >= 3:
        for i in range(2):
            if abs(hand[i] - memory["p%d" % i]) < 0.008:
                e = hand[i] - memory["w%d" % i]
                e = min(max(e, -0.015), 0.015)
                c = memory["c%d" % i] + 0.4 * e
                memory["c%d" % i] = min(max(c, -0.03), 0.03)

    # --- phase changes
    new = phase
    if phase == 0:
        near = abs(hand[0] - sx) < 0.013 and abs(hand[1] - wait_y) < 0.02
        if hand[2] > 0.14 and (near or n >= 8):
            new = 1
    elif phase == 1:
        if strayed > 0.035 or (n >= 4 and hand[2] > 0.1):
            new = 4
            memory["tries"] += 1
        elif hand[2] < 0.077 or n >= 6:
            new = 2
    elif phase == 2:
        if n >= 1:
            new = 3
    elif phase == 3:
        if n >= 3 and apart > 0.085:
            new = 4
            memory["tries"] += 1
    else:
        if hand[2] > 0.16 or n >= 4:
            new = 0
    if new != phase:
        phase = new
        n = 0
    memory["phase"] = phase
    memory["n"] = n + 1

    # --- where the hand should go
    grip = -1.0
    if phase == 0:
        want = [sx, wait_y, 0.19]
    elif phase == 1:
        want = [sx, sy, 0.055]
    elif phase == 2:
        want = [sx, sy, 0.055]
        grip = 1.0
    elif phase == 3:
        dx = 1.3 * (goal[0] - mug[0])
        dy = 1.3 * (goal[1] - mug[1])
        want = [hand[0] + min(max(dx, -0.08), 0.08), hand[1] + min(max(dy, -0.11), 0.05), 0.065]
        grip = 1.0
    else:
        want = [hand[0], hand[1], 0.22]

    want[0] = min(max(want[0], -0.45), 0.45)
    want[1] = min(max(want[1], 0.42), 0.9)
    want[2] = min(max(want[2], 0.05), 0.45)
    action = []
    for i in range(3):
        memory["p%d" % i] = hand[i]
        memory["w%d" % i] = want[i]
        c = (want[i] - shift[i] - memory["c%d" % i]) / scale[i]
        action.append(min(max(c, -1.9), 1.9))
    action.append(grip)
    return action
