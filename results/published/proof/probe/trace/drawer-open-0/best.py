# Trained by robotrace for shifted/drawer-open-v3@106: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_c"]]
    handle = [float(v) for v in observation["sensor_d"]]
    goal = [float(v) for v in observation["sensor_b"]]
    t = memory.get("t", 0)
    memory["t"] = t + 1
    if t == 0:
        memory["start"] = hand
        memory["s"] = 1.0
        memory["o"] = [0.0, 0.0]
        memory["phase"] = "approach"
        memory["n"] = 0
        memory["depth"] = 0.02
    # sign of action x on robot y, from the first motion
    if t in (1, 2) and memory["s"] > 0 and hand[1] < memory["start"][1] - 0.02:
        memory["s"] = -1.0
    s = memory["s"]
    o = memory["o"]

    # robot x = -action y + o0, robot y = s * action x + o1; correct o when settled
    if t >= 4 and "a" in memory:
        prev = memory["hand"]
        moved = max(abs(hand[0] - prev[0]), abs(hand[1] - prev[1]))
        if moved < 0.008 and memory.get("hold", 0) >= 1:
            a = memory["a"]
            o = [hand[0] + a[1], hand[1] - s * a[0]]
            o = [max(-0.6, min(0.6, v)) for v in o]
            memory["o"] = o
            memory["hold"] = 0
        else:
            memory["hold"] = memory.get("hold", 0) + 1

    ex = handle[0] - hand[0]
    ey = handle[1] - hand[1]
    phase = memory["phase"]

    if phase == "approach" and abs(ex) < 0.025 and abs(ey) < 0.03 and hand[2] > handle[2]:
        phase = "descend"
        memory["n"] = 0
    if phase == "descend":
        memory["n"] += 1
        if hand[2] < handle[2] + 0.02 or memory["n"] > 6:
            phase = "pull"
            memory["n"] = 0
    elif phase == "pull":
        memory["n"] += 1
        if ey > 0.1:  # slipped off the handle: once more, deeper
            phase = "approach"
            memory["n"] = 0
            memory["depth"] = min(0.045, memory["depth"] + 0.015)
    memory["phase"] = phase

    if phase == "approach":
        want = [handle[0], handle[1], handle[2] + 0.12]
        if hand[2] < handle[2] + 0.07:
            want[0], want[1] = hand[0], hand[1]
    elif phase == "descend":
        want = [handle[0], handle[1], handle[2] - memory["depth"]]
    else:
        want = [handle[0], goal[1] - 0.12, handle[2] - memory["depth"]]

    ax = s * (want[1] - o[1])
    ay = -(want[0] - o[0])

    if t >= 28 and phase == "approach" and max(abs(ex), abs(ey)) > 0.1:
        probes = [(0.5, -0.3), (-0.5, -0.3), (0.5, 0.3), (-0.5, 0.3), (0.0, 0.0)]
        ax, ay = probes[min(4, (t - 28) // 4)]

    ax = max(-1.2, min(1.2, ax))
    ay = max(-1.2, min(1.2, ay))
    memory["a"] = [ax, ay]
    memory["hand"] = hand
    return [ax, ay, want[2], -1.0]
