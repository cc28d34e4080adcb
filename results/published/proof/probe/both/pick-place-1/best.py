# Trained by robotrace for shifted/pick-place-v3@102: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

PLAY = 0.02


def _command(memory, hand, want):
    """Absolute target that brings the hand to `want` in spite of the play of each axis."""
    if "eff" not in memory:
        memory["eff"] = [float(v) for v in hand]
        memory["cmd"] = [float(v) for v in hand]
        memory["bias"] = [0.0, 0.0, 0.0]
        memory["same"] = [0, 0, 0]
        memory["want"] = [float(v) for v in want]
        memory["last_hand"] = [float(v) for v in hand]
    eff, cmd, bias = memory["eff"], memory["cmd"], memory["bias"]
    low = (-0.5, 0.4, 0.05)
    high = (0.5, 1.0, 0.5)
    for i in range(3):
        w = min(max(float(want[i]), low[i]), high[i])
        if abs(w - memory["want"][i]) < 0.004:
            memory["same"][i] += 1
        else:
            memory["same"][i] = 0
        memory["want"][i] = w
        still = abs(float(hand[i]) - memory["last_hand"][i]) < 0.003
        err = w - float(hand[i])
        if memory["same"][i] >= 2 and still and 0.006 < abs(err) < 0.05:
            bias[i] = min(max(bias[i] + 0.6 * err, -0.04), 0.04)
        goal = min(max(w + bias[i], low[i]), high[i])
        if goal > eff[i] + 0.003:
            cmd[i] = goal + PLAY
        elif goal < eff[i] - 0.003:
            cmd[i] = goal - PLAY
        eff[i] = min(max(eff[i], cmd[i] - PLAY), cmd[i] + PLAY)
        memory["last_hand"][i] = float(hand[i])
    return [float(c) for c in cmd]


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    goal = np.array(observation["sensor_a"], dtype=float).reshape(-1)
    hand = np.array(observation["sensor_b"], dtype=float).reshape(-1)
    puck = np.array(observation["sensor_c"], dtype=float).reshape(-1)
    opening = float(np.array(observation["sensor_d"], dtype=float).reshape(-1)[0])

    if "phase" not in memory:
        memory["phase"] = 0
        memory["n"] = 0
        memory["tries"] = 0
        memory["near"] = 0
        memory["k"] = 0
        memory["last_opening"] = opening

    shifts = [(0.0, 0.0), (0.02, 0.0), (-0.02, 0.0), (0.0, 0.02), (0.0, -0.02)]
    sx, sy = shifts[memory["tries"] % len(shifts)]
    over = np.array([puck[0] + sx, puck[1] + sy])
    off = np.abs(hand[:2] - over)

    def enter(phase):
        memory["phase"] = phase
        memory["n"] = 0

    # changes of phase
    if memory["phase"] == 0:
        tol = 0.014 if memory["n"] < 10 else 0.025
        if off[0] < tol and off[1] < tol and opening > 0.8:
            enter(1)
    elif memory["phase"] == 1:
        if off[0] > 0.04 or off[1] > 0.04:
            enter(0)
        elif hand[2] < puck[2] + 0.048 or memory["n"] >= 8:
            enter(2)
    elif memory["phase"] == 2:
        settled = abs(opening - memory["last_opening"]) < 0.04
        if (memory["n"] >= 2 and settled) or memory["n"] >= 4:
            memory["hold"] = [float(v) for v in (hand - puck)]
            enter(3)
    elif memory["phase"] == 3:
        if memory["n"] >= 2 and np.linalg.norm(hand - puck) > 0.09:
            memory["tries"] += 1
            memory["near"] = 0
            sx, sy = shifts[memory["tries"] % len(shifts)]
            over = np.array([puck[0] + sx, puck[1] + sy])
            off = np.abs(hand[:2] - over)
            enter(0)

    # what to do in the phase
    if memory["phase"] == 0:
        grip = -1.0
        want = np.array([over[0], over[1], puck[2] + 0.11])
        if hand[2] < puck[2] + 0.075 and max(off[0], off[1]) > 0.02:
            want[:2] = hand[:2]  # first up, clear of the puck
    elif memory["phase"] == 1:
        grip = -1.0
        want = np.array([over[0], over[1], puck[2] + 0.035])
    elif memory["phase"] == 2:
        grip = 1.0
        if memory["n"] == 0:
            memory["spot"] = [float(over[0]), float(over[1]), float(puck[2] + 0.035)]
        want = np.array(memory["spot"])
    else:
        grip = 1.0
        others = [
            (0.0, 0.0, 0.0),
            (-2.0 * goal[0], 0.0, 0.0),
            (0.0, 0.0, 0.08),
            (0.0, 0.08, 0.0),
            (0.0, -0.08, 0.0),
            (0.08, 0.0, 0.0),
            (-0.08, 0.0, 0.0),
            (0.0, 0.0, -0.08),
        ]
        place = goal + np.array(others[memory["k"] % len(others)])
        if np.linalg.norm(puck - place) < 0.04:
            memory["near"] += 1
            if memory["near"] >= 3:
                memory["near"] = 0
                memory["k"] += 1
                place = goal + np.array(others[memory["k"] % len(others)])
        want = place + np.array(memory["hold"])

    memory["n"] += 1
    memory["last_opening"] = opening
    target = _command(memory, hand, want)
    return [target[0], target[1], target[2], grip]
