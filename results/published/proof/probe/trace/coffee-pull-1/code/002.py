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
        m["off"] = np.array([0.032, 0.21, 0.022])  # hand reached minus action given
        m["off0"] = m["off"].copy()
        m["stage"] = "over"
        m["age"] = 0
        m["close"] = 1.0
        m["tries"] = 0
        m["last"] = hand.copy()
        m["want"] = None
        m["rel"] = np.zeros(3)
        m["b0"] = opening
        m["flipped"] = False
        m["grasped"] = False

    moved = np.abs(hand - m["last"])
    shifts = [0.0, 0.015, -0.015, 0.03, -0.03]
    dy = shifts[m["tries"] % len(shifts)]
    over = np.array([mug[0] - 0.005, mug[1] + dy])
    err = hand[:2] - over

    def go(stage):
        m["stage"] = stage
        m["age"] = 0

    # correct the offsets where the hand has come to rest off its target
    if m["want"] is not None and m["t"] >= 2 and m["age"] >= 2 and m["stage"] != "close":
        for i in range(3):
            if m["stage"] == "pull" and i == 2:
                continue
            e = hand[i] - m["want"][i]
            if moved[i] < 0.02 and abs(e) > 0.004:
                m["off"][i] += float(np.clip(0.6 * e, -0.04, 0.04))
        m["off"] = np.clip(m["off"], m["off0"] - 0.3, m["off0"] + 0.3)

    # stage changes
    if m["stage"] == "over":
        near = abs(err[0]) < 0.02 and abs(err[1]) < 0.015 and max(moved[:2]) < 0.025
        late = m["age"] > 12 and abs(err[0]) < 0.035 and abs(err[1]) < 0.03
        if m["age"] >= 1 and (near or late) and hand[2] > 0.14:
            go("down")
    elif m["stage"] == "down":
        z = hand[2] - mug[2]
        if z < 0.07 or (m["age"] >= 5 and z < 0.095):
            m["b0"] = opening
            m["flipped"] = False
            go("close")
        elif m["age"] >= 7:
            m["tries"] += 1
            go("over")
    elif m["stage"] == "close":
        fell = m["b0"] - opening
        if m["age"] >= 2 and fell > 0.015:
            m["rel"] = hand - mug
            m["grasped"] = True
            go("pull")
        elif m["age"] >= 2 and not m["flipped"]:
            m["flipped"] = True
            m["close"] = -m["close"]
            m["age"] = 0
            m["b0"] = max(m["b0"], opening)
        elif m["age"] >= 2:
            m["close"] = 1.0
            m["rel"] = hand - mug
            go("pull")
    elif m["stage"] == "pull":
        slip = np.linalg.norm((hand - mug)[:2] - m["rel"][:2])
        if (m["age"] >= 3 and slip > 0.06) or m["age"] >= 16:
            m["tries"] += 1
            go("over")

    # where the hand should be
    dy = shifts[m["tries"] % len(shifts)]
    over = np.array([mug[0] - 0.005, mug[1] + dy])
    open_effort = 0.0 if m["tries"] == 0 else -m["close"]
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
        want = np.array([hand[0], hand[1], mug[2] + 0.055])
        if m["age"] > 0 and m["want"] is not None:
            want = m["want"].copy()
        grip = m["close"]
    else:
        want = np.array([goal[0] + m["rel"][0], goal[1] + m["rel"][1] - 0.02, mug[2] + 0.06])
        want[2] = min(max(goal[2] + m["rel"][2], 0.05), 0.1)
        grip = m["close"]

    action = want - m["off"]
    m["want"] = want
    m["last"] = hand.copy()
    m["age"] += 1
    m["t"] += 1
    return [float(action[0]), float(action[1]), float(action[2]), float(grip)]
