# Trained by robotrace for shifted/pick-place-v3@102: optoprime, score feedback, the language model claude-file-backed, iteration 2.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_b"]]
    puck = [float(v) for v in observation["sensor_c"]]
    goal = [float(v) for v in observation["sensor_a"]]
    opening = float(observation["sensor_d"])

    play = 0.02
    stage = memory.get("stage", "reach")
    off = memory.get("off", [0.0, 0.0, 0.0])
    extra = memory.get("extra", [0.0, 0.0, 0.0])
    last = memory.get("last", None)

    def go(want, boost):
        command = []
        for i in range(3):
            err = want[i] - hand[i]
            if err > 0.002:
                off[i] = play
            elif err < -0.002:
                off[i] = -play
            # standing still short of the wanted place: push a little more
            if last is not None and abs(err) > 0.006 and abs(hand[i] - last[i]) < 0.002:
                extra[i] += 0.006 if err > 0 else -0.006
                extra[i] = max(-0.05, min(0.05, extra[i]))
            elif extra[i] * err < 0:
                extra[i] = 0.0
            c = want[i] + off[i] + extra[i]
            if boost and abs(err) > 0.05:
                c += boost if err > 0 else -boost
            command.append(c)
        command[0] = max(-0.58, min(0.58, command[0]))
        command[1] = max(0.32, min(1.08, command[1]))
        command[2] = max(-0.04, min(0.58, command[2]))
        return command

    d = [hand[i] - puck[i] for i in range(3)]

    # the puck was lost on the way: start again
    if stage == "carry":
        far = (d[0] ** 2 + d[1] ** 2 + (d[2] - 0.045) ** 2) ** 0.5
        if far > 0.06:
            stage = "reach"
            extra[:] = [0.0, 0.0, 0.0]

    grip_z = puck[2] + 0.043
    if stage == "reach":
        if abs(d[0]) < 0.013 and abs(d[1]) < 0.012 and hand[2] < grip_z + 0.01 and opening > 0.8:
            stage = "close"
            memory["n"] = 0
            memory["opening"] = opening

    if stage == "close":
        n = memory.get("n", 0)
        change = abs(opening - memory.get("opening", opening))
        if (n >= 2 and change < 0.03) or n >= 5:
            stage = "carry"
            extra[:] = [0.0, 0.0, 0.0]
        memory["n"] = n + 1
        memory["opening"] = opening

    if stage == "reach":
        if abs(d[0]) < 0.025 and abs(d[1]) < 0.02:
            z = grip_z
        elif hand[2] < puck[2] + 0.07 and abs(d[0]) < 0.03 and abs(d[1]) < 0.025:
            z = grip_z  # already down around the puck
        else:
            z = puck[2] + 0.09
        command = go([puck[0], puck[1], z], 0.0)
        grip = -1.0
    elif stage == "close":
        command = memory.get("command", None)
        if command is None:
            command = go([puck[0], puck[1], grip_z], 0.0)
        grip = 1.0
    else:
        command = go([goal[i] + d[i] for i in range(3)], 0.03)
        grip = 1.0

    memory["stage"] = stage
    memory["off"] = off
    memory["extra"] = extra
    memory["last"] = hand
    memory["command"] = list(command)
    return [command[0], command[1], command[2], grip]
