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
        memory["phase"] = 0
        memory["attempt"] = 0
        memory["since"] = 0
        memory["start_x"] = handle[0]

    # (y, z) of the hand relative to the handle, one pair an attempt
    tries = [(-0.01, 0.02), (0.0, -0.04), (-0.04, -0.01), (0.015, 0.05), (-0.03, -0.08)]
    dy, dz = tries[memory["attempt"] % len(tries)]
    left_x = handle[0] - 0.10
    front_y = handle[1] - 0.14
    push_y = handle[1] + dy
    push_z = handle[2] + dz

    memory["since"] += 1
    phase = memory["phase"]

    def go(p):
        memory["phase"] = p
        memory["since"] = 0
        return p

    if phase == 3:  # retreat in front of the handle
        if hand[1] < front_y + 0.04 or memory["since"] > 6:
            phase = go(0)
    if phase == 0:  # to the left of the handle, still in front of it
        if (hand[0] < left_x + 0.035 and abs(hand[2] - push_z) < 0.05) or memory["since"] > 12:
            phase = go(1)
    if phase == 1:  # in along y
        if abs(hand[1] - push_y) < 0.025 or memory["since"] > 7:
            phase = go(2)
            memory["start_x"] = handle[0]
            memory["last_x"] = hand[0]
            memory["still"] = 0
    if phase == 2:  # push toward +x
        if memory["since"] > 2 and abs(hand[0] - memory["last_x"]) < 0.006:
            memory["still"] += 1
        else:
            memory["still"] = 0
        memory["last_x"] = hand[0]
        missed = hand[0] > handle[0] + 0.06
        if missed or memory["still"] >= 5:
            memory["attempt"] += 1
            phase = go(3)

    if phase == 0:
        target = [left_x, front_y, push_z]
    elif phase == 1:
        target = [left_x, push_y, push_z]
    elif phase == 2:
        target = [max(goal[0], handle[0]) + 0.12, push_y, push_z]
    else:
        target = [hand[0], front_y, hand[2]]

    # undo the offset and the gain of the actions
    ax = target[0] - 0.09
    ay = 0.7 + (target[1] - 0.61) / 1.03
    az = 0.275 + (target[2] - 0.345) / 1.03
    # keep within the limits of the robot's own frame
    ax = min(max(ax, -0.59), 0.40)
    ay = min(max(ay, 0.50), 1.08)
    az = min(max(az, -0.01), 0.42)
    return [ax, ay, az, 1.0]
