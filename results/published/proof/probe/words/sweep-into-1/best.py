# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    scale = 0.85  # hand position reached = scale * commanded position
    hand = [float(v) for v in observation["sensor_a"]]
    cube = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_d"])

    phase = memory.get("phase", "reach")
    count = memory.get("count", 0)
    last = memory.get("opening", opening)
    memory["opening"] = opening

    dx = hand[0] - cube[0]
    dy = hand[1] - cube[1]
    dist = (dx * dx + dy * dy) ** 0.5
    grasp_z = max(cube[2] + 0.04, 0.055)

    # transitions
    if phase == "reach":
        if dist < 0.02 and abs(hand[2] - grasp_z) < 0.014 and opening > 0.8:
            phase, count = "close", 0
    elif phase == "close":
        count += 1
        still = opening < 0.9 and abs(opening - last) < 0.02
        if (count >= 3 and still) or count >= 6:
            phase, count = "carry", 0
            memory["carry_z"] = max(hand[2], 0.105) + 0.012
    elif phase == "carry":
        count += 1
        if dist > 0.07 and count >= 3:
            phase, count = "reach", 0

    # targets, as positions of the hand
    if phase == "reach":
        grip = -1.0
        if dist < 0.022 and opening > 0.8:
            z = grasp_z
        elif dist < 0.03 and hand[2] < grasp_z + 0.03:
            z = grasp_z
        else:
            z = max(cube[2] + 0.1, 0.165)
        target = [cube[0], cube[1], z]
    elif phase == "close":
        grip = 1.0
        target = [cube[0], cube[1], grasp_z]
        if count == 0:
            memory["grasp"] = list(target)
        target = memory.get("grasp", target)
    else:
        grip = 1.0
        target = [goal[0], goal[1] + 0.03, memory.get("carry_z", 0.125)]

    memory["phase"] = phase
    memory["count"] = count
    return [target[0] / scale, target[1] / scale, target[2] / scale, grip]
