# Trained by robotrace for shifted/coffee-pull-v3@104: optoprime, score feedback, the language model claude-file-backed, iteration 4.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

SCALE = np.array([1.25, 1.26, 1.25])
OFF = np.array([0.031, 0.0575, -0.05])  # hand at rest = OFF + SCALE * action


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    hand = np.array(observation["sensor_d"], dtype=float).reshape(-1)[:3]
    mug = np.array(observation["sensor_a"], dtype=float).reshape(-1)[:3]
    goal = np.array(observation["sensor_c"], dtype=float).reshape(-1)[:3]

    if "t" not in m:
        m["t"] = 0
        m["fix"] = np.zeros(3)
        m["stage"] = "over"
        m["age"] = 0
        m["tries"] = 0
        m["last"] = hand.copy()
        m["want"] = None
        m["rel"] = np.zeros(3)

    moved = np.abs(hand - m["last"])
    shifts = [0.0, 0.0, 0.008, -0.008]

    def go(stage):
        m["stage"] = stage
        m["age"] = 0

    def above():
        dy = shifts[m["tries"] % len(shifts)]
        return np.array([mug[0] + 0.001, mug[1] + dy])

    # small corrections in x and z where the hand rests off its target
    if m["want"] is not None and m["t"] >= 2 and m["age"] >= 2 and m["stage"] == "over":
        for i in (0, 2):
            e = hand[i] - m["want"][i]
            if moved[i] < 0.01 and 0.002 < abs(e) < 0.03:
                m["fix"][i] += float(np.clip(0.5 * e, -0.006, 0.006))
        m["fix"] = np.clip(m["fix"], -0.015, 0.015)

    # stage changes
    err = hand[:2] - above()
    if m["stage"] == "over":
        near = abs(err[0]) < 0.008 and -0.024 < err[1] < 0.014 and max(moved[:2]) < 0.05
        late = m["age"] > 8 and abs(err[0]) < 0.02 and abs(err[1]) < 0.035
        if m["age"] >= 1 and (near or late) and hand[2] > 0.14:
            go("down")
    elif m["stage"] == "down":
        z = hand[2] - mug[2]
        if (z < 0.07 and m["age"] >= 2) or (m["age"] >= 4 and z < 0.095):
            m["rel"] = hand - mug
            go("close" if m["tries"] % 2 == 1 else "pull")
        elif m["age"] >= 7:
            m["tries"] += 1
            go("over")
    elif m["stage"] == "close":
        if m["age"] >= 2:
            m["rel"] = hand - mug
            go("pull")
    elif m["stage"] == "pull":
        slip = np.linalg.norm((hand - mug)[:2] - m["rel"][:2])
        if (m["age"] >= 3 and slip > 0.05) or m["age"] >= 22:
            m["tries"] += 1
            go("over")

    # where the hand should be
    over = above()
    open_effort = 0.0 if m["tries"] == 0 else -1.0
    stage = m["stage"]
    if stage == "over":
        want = np.array([over[0], over[1], mug[2] + 0.2])
        if hand[2] < 0.14 and np.linalg.norm(hand[:2] - over) > 0.02:
            want[:2] = hand[:2]
        grip = open_effort
    elif stage == "down":
        want = np.array([over[0], over[1], mug[2] + 0.055])
        grip = open_effort
    elif stage == "close":
        want = np.array([over[0], over[1], mug[2] + 0.055])
        if m["age"] > 0 and m["want"] is not None:
            want = m["want"].copy()
        grip = 1.0
    else:
        dx = goal[0] - mug[0]
        side = np.sign(dx) * max(0.0, abs(dx) - 0.03)  # sideways way that is needed
        most = 0.0 if m["age"] < 1 else (0.01 if m["age"] < 3 else 0.02)
        if m["age"] >= 8:
            most = 0.025
        lead = float(np.clip(side, -most, most))
        past = 0.04 if abs(dx) < 0.045 else 0.01
        want = np.array([mug[0] + 0.001 + lead, goal[1] + m["rel"][1] - past, 0.055])
        grip = 0.8

    action = (want - m["fix"] - OFF) / SCALE
    m["want"] = want
    m["last"] = hand.copy()
    m["age"] += 1
    m["t"] += 1
    return [float(action[0]), float(action[1]), float(action[2]), float(grip)]
