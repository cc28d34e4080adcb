# Trained by robotrace for shifted/sweep-into-v3@105: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_a"]]
    cube = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_d"])
    scale = 0.85  # the hand settles at 0.85 times the command

    def command(x, y, z, grip):
        x = min(max(x, -0.49), 0.49)
        y = min(max(y, 0.41), 0.99)
        z = min(max(z, 0.052), 0.49)
        return [x / scale, y / scale, z / scale, grip]

    phase = memory.get("phase", 0)
    tries = memory.get("tries", 0)
    ex = cube[0] - hand[0]
    ey = cube[1] - hand[1]
    far = max(abs(ex), abs(ey))
    hover_z = cube[2] + 0.10
    grasp_z = cube[2] + 0.042 - 0.005 * min(tries, 2)

    # lost the cube: begin again
    if phase >= 2 and (ex * ex + ey * ey) ** 0.5 > 0.075:
        phase = 0
        memory["closes"] = 0
        memory["tries"] = tries + 1

    # actions come one action late, so each change is asked for a little early
    if phase == 0 and far < 0.05 and hand[2] > cube[2] + 0.075 and opening > 0.8:
        phase = 1
        memory["wait"] = 0
    if phase == 1:
        memory["wait"] = memory.get("wait", 0) + 1
        low = hand[2] - grasp_z < 0.03 or (memory["wait"] > 6 and hand[2] - grasp_z < 0.05)
        if far < 0.018 and low:
            phase = 2
            memory["closes"] = 0
            memory["hold"] = [cube[0], cube[1], grasp_z]
    if phase == 2:
        closes = memory.get("closes", 0)
        if (closes >= 2 and opening < 0.7) or closes >= 4:
            phase = 3
            memory["carry_z"] = memory["hold"][2] + 0.008
    memory["phase"] = phase

    if phase == 0:
        if hand[2] < cube[2] + 0.07 and far > 0.03:
            return command(hand[0], hand[1], hover_z + 0.02, -1.0)
        return command(cube[0], cube[1], hover_z, -1.0)
    if phase == 1:
        return command(cube[0], cube[1], grasp_z, -1.0)
    if phase == 2:
        memory["closes"] = memory.get("closes", 0) + 1
        hold = memory["hold"]
        return command(hold[0], hold[1], hold[2], 1.0)

    # carry: bring the cube, not the hand, to the goal, aiming a little beyond in y
    tx = goal[0] - ex
    ty = goal[1] - ey
    if cube[1] < goal[1] - 0.02:
        ty += 0.05
    return command(tx, ty, memory.get("carry_z", grasp_z), 1.0)
