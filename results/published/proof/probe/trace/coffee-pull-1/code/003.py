"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    hand = np.array(observation["sensor_d"], dtype=float).reshape(-1)[:3]
    mug = np.array(observation["sensor_a"], dtype=float).reshape(-1)[:3]
    goal = np.array(observation["sensor_c"], dtype=float).reshape(-1)[:3]
    opening = float(np.array(observation["sensor_b"], dtype=float).reshape(-1)[0])

    if "t" not in m:
        m["t"] = 0
        m["off0"] = np.array([0.029, 0.203, 0.0])  # hand reached minus action given
        m["off"] = m["off0"].copy()
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

    # small corrections of the offsets where the hand rests off its target
    if m["want"] is not None and m["t"] >= 2 and m["age"] >= 2 and m["stage"] in ("over", "down"):
        for i in range(3):
            if m["stage"] == "over" and i == 1:
                continue  # the fingers may touch the machine here
            if m["stage"] == "down" and i == 2:
                continue
            e = hand[i] - m["want"][i]
            if moved[i] < 0.012 and 0.002 < abs(e) < 0.03:
                m["off"][i] += float(np.clip(0.5 * e, -0.01, 0.01))
        m["off"] = np.clip(m["off"], m["off0"] - 0.02, m["off0"] + 0.02)

    # stage changes
    err = hand[:2] - above()
    if m["stage"] == "over":
        near = abs(err[0]) < 0.008 and -0.022 < err[1] < 0.014 and max(moved[:2]) < 0.035
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
        if (m["age"] >= 3 and slip > 0.05) or m["age"] >= 12:
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
        want = np.array([goal[0] + m["rel"][0], goal[1] + m["rel"][1] - 0.04, 0.055])
        grip = 0.8

    action = want - m["off"]
    m["want"] = want
    m["last"] = hand.copy()
    m["age"] += 1
    m["t"] += 1
    return [float(action[0]), float(action[1]), float(action[2]), float(grip)]
