# Trained by robotrace for shifted/coffee-pull-v3@104: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    mug = np.array(observation["sensor_a"], dtype=float).reshape(-1)[:3]
    goal = np.array(observation["sensor_c"], dtype=float).reshape(-1)[:3]
    hand = np.array(observation["sensor_d"], dtype=float).reshape(-1)[:3]
    opening = float(np.array(observation["sensor_b"], dtype=float).reshape(-1)[0])
    t = memory.get("t", 0)
    memory["t"] = t + 1
    last = np.array(memory.get("last_hand", hand.tolist()))
    vel = hand - last
    memory["last_hand"] = hand.tolist()

    # ---- calibration in free space
    if t <= 17:
        est = (hand + 0.3 * vel).tolist()
        if t == 5:
            memory["h0"] = est
            memory["b0"] = opening
            memory["dy"] = 0.08 if hand[1] < 0.58 else -0.08
        elif t == 9:
            memory["h1"] = est
            memory["b1"] = opening
        elif t == 13:
            memory["h2"] = est
        elif t == 17:
            memory["h3"] = est
    if t < 5:
        return [0.0, 0.36, 0.275, -1.0]
    dy = memory["dy"]
    if t < 9:
        return [0.1, 0.36, 0.275, 1.0]
    if t < 13:
        return [0.1, 0.36 + dy, 0.275, -1.0]
    if t < 17:
        return [0.1, 0.36 + dy, 0.2, -1.0]
    if t == 17:
        h0, h1, h2, h3 = [np.array(memory[k]) for k in ("h0", "h1", "h2", "h3")]
        M = np.stack([(h1 - h0) / 0.1, (h2 - h1) / dy, (h3 - h2) / (-0.075)], axis=1)
        if h0[1] < 0.42:  # perhaps at the set-point's limit
            M[:, 1] = [0.0, 1.0, 0.0]
        M[np.abs(M) < 0.03] = 0.0
        if not np.all(np.isfinite(M)) or abs(np.linalg.det(M)) < 0.1 or np.abs(M).max() > 3.5:
            M = np.eye(3)
        c = h3 - M @ np.array([0.1, 0.36 + dy, 0.2])
        memory["M"] = M.tolist()
        memory["c"] = c.tolist()
        close = 1.0
        if memory["b1"] > memory["b0"] - 0.05 and memory["b0"] < 0.7:
            close = -1.0
        memory["close"] = close
        memory["stage"] = "above"
        memory["since"] = 0
        memory["tries"] = 0
        memory["trim"] = [0.0, 0.0, 0.0]

    M = np.array(memory["M"])
    c = np.array(memory["c"])
    close = memory["close"]
    stage = memory["stage"]
    since = memory["since"]
    tries = memory["tries"]
    shift = [0.0, 0.012, -0.012, 0.0][tries % 4]
    over = np.array([mug[0] - 0.005, mug[1] - 0.005 + shift, 0.06 if tries == 0 else 0.05])
    above = np.array([mug[0] - 0.005, mug[1] - 0.03, 0.2])

    # ---- change of stage
    new = stage
    if stage == "rise":
        if hand[2] > 0.16 or since >= 4:
            new = "above"
    elif stage == "above":
        if (np.abs(hand - above)[:2].max() < 0.02 and abs(hand[2] - above[2]) < 0.04) or since >= 6:
            new = "down"
    elif stage == "down":
        if (hand[2] < over[2] + 0.02 and np.abs(hand - over)[:2].max() < 0.02) or since >= 5:
            new = "close"
    elif stage == "close":
        if since >= 3:
            new = "pull"
    elif stage == "pull":
        if hand[1] < mug[1] - 0.075 and since >= 2:
            new = "rise"
            tries += 1
            memory["tries"] = tries
    if new != stage:
        stage = new
        since = 0
        memory["stage"] = stage
        memory["trim"] = [0.0, 0.0, 0.0] if stage in ("rise", "pull") else memory["trim"]
    memory["since"] = since + 1

    # ---- what to aim at
    grip = -close
    if stage == "rise":
        target = np.array([mug[0], mug[1] - 0.12, 0.22])
    elif stage == "above":
        target = above
    elif stage == "down":
        target = over
    elif stage == "close":
        target = np.array(memory.get("hold", over.tolist()))
        grip = close
    else:
        target = np.array([goal[0], goal[1] - 0.03, 0.06])
        grip = close
    if stage == "down":
        memory["hold"] = over.tolist()

    # ---- a small correction where the hand has come to rest off the aim
    trim = np.array(memory["trim"])
    if stage in ("above", "down") and since >= 2:
        err = target - hand
        slow = np.abs(vel) < 0.012
        trim = np.clip(trim + np.where(slow, 0.5 * err, 0.0), -0.03, 0.03)
        memory["trim"] = trim.tolist()

    a = np.linalg.solve(M, target + trim - c)
    a = np.clip(a, -2.0, 2.0)
    return [float(a[0]), float(a[1]), float(a[2]), float(grip)]
