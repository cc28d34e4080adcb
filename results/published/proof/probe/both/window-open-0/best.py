# Trained by robotrace for shifted/window-open-v3@108: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_c"]]
    handle = [float(v) for v in observation["sensor_d"]]
    goal = [float(v) for v in observation["sensor_a"]]

    # measured: the hand ends at the action's target plus this
    offset = (0.09, -0.09, 0.07)
    # ways to push: y and z of the hand relative to the handle, grip
    ways = [
        (-0.03, -0.07, 1.0),
        (-0.02, 0.03, -1.0),
        (-0.01, -0.03, 1.0),
        (-0.05, 0.0, -1.0),
    ]

    mode = memory.get("mode", "side")
    n = memory.get("n", 0)  # actions spent in this mode
    tries = memory.get("tries", 0)
    dy, dz, grip = ways[tries % len(ways)]

    side_x = max(handle[0] - 0.08, -0.48)
    front_y = max(handle[1] - 0.15, 0.41)
    near_y = handle[1] + dy
    low_z = max(handle[2] + dz, 0.07)

    # change of mode
    if mode == "side" and (hand[0] < handle[0] - 0.05 or n >= 9):
        mode, n = "in", 0
    if mode == "in" and ((hand[1] > near_y - 0.03 and abs(hand[2] - low_z) < 0.03) or n >= 8):
        mode, n = "push", 0
        memory["best_x"] = hand[0]
        memory["still"] = 0
    if mode == "push" and n >= 1:
        if hand[0] > memory["best_x"] + 0.005:
            memory["best_x"] = hand[0]
            memory["still"] = 0
        else:
            memory["still"] += 1
        if hand[0] > handle[0] + 0.10 or memory["still"] >= 5:
            mode, n = "back", 0
            memory["back_x"] = hand[0]
            memory["tries"] = tries + 1
    if mode == "back" and n >= 1 and (hand[1] < front_y + 0.03 or n >= 5):
        mode, n = "side", 0

    if mode == "side":
        target = [side_x, front_y, low_z]
    elif mode == "in":
        target = [side_x, near_y, low_z]
    elif mode == "push":
        target = [min(max(goal[0], handle[0]) + 0.15, 0.5), near_y, low_z]
    else:
        target = [memory.get("back_x", hand[0]), front_y, hand[2]]

    memory["mode"] = mode
    memory["n"] = n + 1

    action = [target[i] - offset[i] for i in range(3)]
    return [action[0], action[1], action[2], grip]
