"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    SCALE = 0.8
    PLAY = 0.008
    OPEN, CLOSE = 1.0, -1.0
    Z_HIGH, Z_LOW = 0.100, 0.058

    opening = float(observation["sensor_a"])
    puck = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    hand = [float(v) for v in observation["sensor_d"]]

    if "out" not in memory:
        memory["out"] = list(hand)
        memory["last_u"] = list(hand)
        memory["state"] = "approach"
        memory["n"] = 0
        memory["aim"] = [puck[0], puck[1]]

    state = memory["state"]
    memory["n"] += 1
    n = memory["n"]

    def go(new):
        memory["state"] = new
        memory["n"] = 0
        return new

    err = max(abs(puck[0] - hand[0]), abs(puck[1] - hand[1]))

    # transitions (a command is carried out one action later)
    if state == "approach":
        if err < 0.045 and hand[2] > 0.085 and opening > 0.85:
            state = go("descend")
    elif state == "descend":
        if err > 0.06:
            state = go("approach")
        elif hand[2] < 0.135 and (err < 0.025 or n >= 4):
            state = go("close")
    elif state == "close":
        if hand[2] < 0.085 and opening < 0.75:
            state = go("drag")
        elif n >= 5:
            state = go("drag")
    elif state == "drag":
        lost = err > 0.055 or (opening < 0.33 and err > 0.03)
        if n >= 2 and lost:
            state = go("approach")

    # desired hand position in the robot's frame
    if state == "approach":
        grip = OPEN
        if hand[2] < 0.08 or opening < 0.8:
            # open and rise first
            want = [hand[0], hand[1], Z_HIGH + 0.01]
        else:
            want = [puck[0], puck[1], Z_HIGH]
        memory["aim"] = [puck[0], puck[1]]
    elif state == "descend":
        grip = OPEN
        memory["aim"] = [puck[0], puck[1]]
        want = [puck[0], puck[1], Z_LOW]
    elif state == "close":
        grip = CLOSE
        want = [memory["aim"][0], memory["aim"][1], Z_LOW]
    else:
        grip = CLOSE
        dx = goal[0] - puck[0]
        dy = goal[1] - puck[1]
        dist = (dx * dx + dy * dy) ** 0.5
        ext = 0.04 / dist if dist > 0.02 else 0.0
        offx = max(-0.03, min(0.03, hand[0] - puck[0]))
        offy = max(-0.03, min(0.03, hand[1] - puck[1]))
        want = [goal[0] + offx + ext * dx, goal[1] + offy + ext * dy, Z_LOW]

    # undo play and scale
    low = [-0.5, 0.4, 0.05]
    high = [0.5, 1.0, 0.5]
    action = []
    for i in range(3):
        out = memory["out"][i]
        d = want[i]
        if d > out + 0.001:
            u = d + PLAY
        elif d < out - 0.001:
            u = d - PLAY
        else:
            u = memory["last_u"][i]
        u = max(low[i], min(high[i], u))
        memory["last_u"][i] = u
        memory["out"][i] = max(u - PLAY, min(u + PLAY, out))
        action.append(u / SCALE)
    action.append(grip)
    return action
