# Trained by robotrace for shifted/coffee-pull-v3@104: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    mug = np.array(observation["sensor_a"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    hand = np.array(observation["sensor_d"], dtype=float)
    opening = float(np.array(observation["sensor_b"]).reshape(-1)[0])

    t = memory.get("t", 0)
    memory["t"] = t + 1
    if t == 0:
        memory["B"] = [0.032, 0.22, 0.023]   # hand reached minus commanded
        memory["B0"] = [0.032, 0.22, 0.023]
        memory["prev"] = hand.tolist()
        memory["stage"] = 0
        memory["n"] = 0
        memory["sense"] = 0
        memory["k"] = 0
        memory["kn"] = 0
        memory["hold"] = hand.tolist()
        memory["mug0"] = mug.tolist()
    B = np.array(memory["B"], dtype=float)
    B0 = np.array(memory["B0"], dtype=float)
    speed = np.abs(hand - np.array(memory["prev"], dtype=float))
    memory["prev"] = hand.tolist()

    # sense of the gripper, from a short +1 at the start
    if memory["sense"] == 0:
        if t >= 1 and opening < 0.93:
            memory["sense"] = 1       # +1 closes
        elif t >= 6:
            memory["sense"] = -1      # -1 closes
    sense = memory["sense"]

    def enter(s):
        memory["stage"] = s
        memory["n"] = 0
        memory["hold"] = hand.tolist()
        memory["mug0"] = mug.tolist()

    # changes of stage
    memory["n"] += 1
    n = memory["n"]
    stage = memory["stage"]
    dxy = float(np.linalg.norm(hand[:2] - mug[:2]))
    if stage == 0:
        fine = dxy < 0.018 and speed[:2].max() < 0.03
        coarse = n > 14 and dxy < 0.05
        if (fine or coarse) and t >= 6 and (opening > 0.85 or n > 16):
            enter(1)
    elif stage == 1:
        if hand[2] < 0.085 or n > 8:
            enter(2)
    elif stage == 2:
        if n > 2:
            enter(3)
    elif stage == 3:
        moved = float(np.linalg.norm(mug[:2] - np.array(memory["mug0"])[:2]))
        if (n > 8 and moved < 0.015) or (n > 4 and dxy > 0.12):
            enter(4)
    elif stage == 4:
        if hand[2] > 0.18 or n > 5:
            enter(0)
    stage = memory["stage"]
    hold = np.array(memory["hold"], dtype=float)

    learn = np.array([True, True, True])
    if stage == 0:
        want = np.array([mug[0], mug[1], 0.20])
        close = False
    elif stage == 1:
        want = np.array([mug[0], mug[1], 0.06])
        close = False
    elif stage == 2:
        want = np.array([hold[0], hold[1], 0.06])
        learn[:] = False
        close = True
    elif stage == 3:
        offsets = [(0.0, 0.0), (0.0, -0.07), (-0.07, 0.0), (0.07, 0.0), (0.0, 0.07)]
        off = offsets[memory["k"] % len(offsets)]
        d = goal[:2] + np.array(off) - mug[:2]
        size = float(np.linalg.norm(d))
        memory["kn"] += 1
        if size < 0.03 or (memory["k"] > 0 and memory["kn"] > 6):
            memory["k"] += 1
            memory["kn"] = 0
        if 1e-6 < size < 0.12 and memory["k"] == 0:
            d = d / size * 0.12
        want = np.array([hand[0] + d[0], hand[1] + d[1], 0.065])
        learn[:] = False
        close = True
    else:
        want = np.array([hold[0], hold[1], 0.21])
        learn[:2] = False
        close = False

    # feedback: correct the offset while the hand is slow and still off
    if t >= 3:
        for i in range(3):
            if learn[i] and speed[i] < 0.025:
                B[i] += float(np.clip(0.35 * (hand[i] - want[i]), -0.03, 0.03))
        if stage == 3 and memory["n"] > 3 and speed[:2].max() < 0.01:
            B[:2] -= np.clip(0.3 * (want[:2] - hand[:2]), -0.03, 0.03)
        B = np.clip(B, B0 - 0.3, B0 + 0.3)
    memory["B"] = B.tolist()

    # gripper
    if sense == 0:
        grip = 1.0 if t < 2 else 0.0
    else:
        grip = float(sense if close else -sense)

    a = want - B
    return [float(np.clip(a[0], -0.6, 0.6)), float(np.clip(a[1], 0.0, 1.1)),
            float(np.clip(a[2], -0.1, 0.6)), grip]
