# Trained by robotrace for shifted/assembly-v3@110: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    m = memory
    opening = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    q = np.asarray(observation["sensor_b"], dtype=float).reshape(-1)
    wrench = np.asarray(observation["sensor_c"], dtype=float).reshape(-1)
    goal = np.asarray(observation["sensor_d"], dtype=float).reshape(-1)
    hand = np.asarray(observation["sensor_e"], dtype=float).reshape(-1)

    q = q / max(1e-9, float(np.linalg.norm(q)))
    w, x, y, z = q
    yaxis = np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])
    ring = wrench + 0.13 * yaxis

    if "t" not in m:
        m["t"] = 0
        m["phase"] = "approach"
        m["n"] = 0
        m["sign"] = [1.0, 1.0]      # x, y
        m["grip"] = -1.0            # command = grip * (+1 close, -1 open)
        m["grip_flip"] = 0
        m["axis_flip"] = [-10, -10]
        m["start"] = hand.copy()
        m["hand"] = hand.copy()
        m["ring"] = ring.copy()
        m["open"] = opening
    t = m["t"]
    hand_move = float(np.linalg.norm(hand - m["hand"]))
    ring_move = float(np.linalg.norm(ring[:2] - m["ring"][:2]))
    open_move = abs(opening - m["open"])

    def go(name):
        m["phase"] = name
        m["n"] = 0

    grasp = wrench + yaxis * 0.02   # a little inside the free end of the handle
    close = -1.0
    target = hand.copy()

    # ---- signs, found while approaching
    if m["phase"] == "approach":
        for i in range(2):
            e0 = abs(grasp[i] - m["start"][i])
            e1 = abs(grasp[i] - hand[i])
            if t > 0 and e1 > e0 + 0.03 and t - m["axis_flip"][i] >= 7 and t < 20:
                m["sign"][i] = -m["sign"][i]
                m["axis_flip"][i] = t
        if opening < 0.7 and t - m["grip_flip"] >= 4:
            m["grip"] = -m["grip"]
            m["grip_flip"] = t

    # ---- changes of phase
    if m["phase"] == "approach":
        ready = abs(hand[0] - grasp[0]) < 0.025 and abs(hand[1] - grasp[1]) < 0.02
        if ready and t >= 3 and (opening > 0.85 or m["n"] > 14):
            go("descend")
    if m["phase"] == "descend":
        low = hand[2] < wrench[2] + 0.052
        stalled = m["n"] >= 4 and hand_move < 0.004
        if low or stalled:
            go("close")
    if m["phase"] == "close":
        if m["n"] >= 2 and opening < 0.85 and open_move < 0.03:
            go("carry")
        elif m["n"] >= 7:
            if opening > 0.85:
                m["grip"] = -m["grip"]
                m["n"] = 0
            else:
                go("carry")
    if m["phase"] == "carry":
        if hand[2] > wrench[2] + 0.12 and wrench[2] < 0.05:
            # the wrench was left behind
            go("approach")
            m["start"] = hand.copy()
            m["grip_flip"] = t
        elif (abs(ring[0] - goal[0]) < 0.012 and abs(ring[1] - goal[1]) < 0.012
              and ring[2] > goal[2] + 0.005 and ring_move < 0.02):
            go("lower")
    if m["phase"] == "lower":
        if m["n"] >= 6:
            go("carry")

    # ---- targets
    phase = m["phase"]
    if phase == "approach":
        target = np.array([grasp[0], grasp[1], 0.14])
        close = -1.0
    elif phase == "descend":
        target = np.array([grasp[0], grasp[1], wrench[2] + 0.035])
        close = -1.0
    elif phase == "close":
        if m["n"] == 0:
            m["at"] = hand.copy()
        target = np.array([m["at"][0], m["at"][1], 0.055])
        close = 1.0
    elif phase == "carry":
        close = 1.0
        if m["n"] == 0:
            m["at"] = hand.copy()
        offset = hand - ring
        want = goal + np.array([0.0, 0.0, 0.05])
        target = want + offset
        if ring[2] < 0.045:
            target[0], target[1] = m["at"][0], m["at"][1]
        elif ring[2] < goal[2] + 0.02 and ring[1] < goal[1] - 0.05:
            target[1] = goal[1] - 0.11 + offset[1]
        target[2] = min(target[2], 0.45)
    elif phase == "lower":
        close = 1.0
        target = goal + (hand - ring)
        target[2] = hand[2] + (goal[2] - 0.06 - ring[2])

    m["n"] += 1
    m["t"] = t + 1
    m["hand"] = hand.copy()
    m["ring"] = ring.copy()
    m["open"] = opening

    tx = float(np.clip(target[0], -0.5, 0.5))
    ty = float(np.clip(target[1], 0.4, 1.0))
    tz = float(np.clip(target[2], 0.05, 0.5))
    return [m["sign"][0] * tx, 0.7 + m["sign"][1] * (ty - 0.7), tz, float(m["grip"] * close)]
