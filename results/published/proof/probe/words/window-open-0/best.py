# Trained by robotrace for shifted/window-open-v3@108: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_c"]]
    handle = [float(v) for v in observation["sensor_d"]]
    goal = [float(v) for v in observation["sensor_a"]]

    t = memory.get("t", 0)
    memory["t"] = t + 1
    if t == 0:
        memory["phase"] = "side"
        memory["n"] = 0
        memory["try"] = 0
        memory["sign"] = 1.0
        memory["y0"] = hand[1]
        memory["best"] = handle[0]
        memory["stuck"] = 0

    # offsets of the hand from the handle: y, z, and how far to the left to start
    tries = [(-0.01, -0.04, -0.09), (-0.03, -0.07, -0.09), (0.01, 0.03, -0.09), (0.03, 0.0, -0.10)]
    dy, dz, dx = tries[memory["try"] % len(tries)]

    # sign of y: tested with action y = 0.5 in the first three actions
    if t == 3:
        memory["sign"] = -1.0 if hand[1] > memory["y0"] + 0.04 else 1.0

    def go(phase):
        memory["phase"] = phase
        memory["n"] = 0
        memory["stuck"] = 0
        memory["best"] = handle[0]

    # transitions
    if t >= 3:
        phase = memory["phase"]
        if phase == "side":
            ready = hand[0] < handle[0] - 0.065 and hand[2] < handle[2] + dz + 0.06
            if ready or memory["n"] >= 8:
                go("forward")
        elif phase == "forward":
            if abs(hand[1] - (handle[1] + dy)) < 0.025 or memory["n"] >= 8:
                go("push")
            elif memory["n"] == 4 and hand[1] < 0.45:
                memory["sign"] = -memory["sign"]
        elif phase == "push":
            if handle[0] > memory["best"] + 0.003:
                memory["best"] = handle[0]
                memory["stuck"] = 0
            else:
                memory["stuck"] += 1
            if hand[0] > handle[0] + 0.06 or memory["stuck"] >= 7:
                memory["try"] += 1
                go("back")
        elif phase == "back":
            if hand[1] < handle[1] - 0.14 or memory["n"] >= 5:
                go("side")
        dy, dz, dx = tries[memory["try"] % len(tries)]

    phase = memory["phase"]
    memory["n"] += 1

    # target of the hand in its own frame
    left = handle[0] + dx
    z = handle[2] + dz
    if phase == "side":
        target = [left, handle[1] - 0.17, z]
    elif phase == "forward":
        target = [left, handle[1] + dy, z]
    elif phase == "push":
        target = [max(goal[0] + 0.1, hand[0] + 0.2), handle[1] + dy, z]
    else:
        target = [hand[0], handle[1] - 0.2, z]

    low = [-0.5, 0.4, 0.05]
    high = [0.5, 1.0, 0.5]
    target = [min(max(target[i], low[i]), high[i]) for i in range(3)]

    # undo the offset of the action
    x = target[0] - 0.09
    if t < 3:
        y = 0.5
    else:
        y = 0.7 + memory["sign"] * (target[1] - 0.61)
    zc = target[2] - 0.07
    return [x, y, zc, 1.0]
