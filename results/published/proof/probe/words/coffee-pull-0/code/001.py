"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    mug = np.array(observation["sensor_a"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    hand = np.array(observation["sensor_d"], dtype=float)
    opening = float(np.array(observation["sensor_b"]).reshape(-1)[0])
    t = memory.get("t", 0)
    memory["t"] = t + 1
    trace = memory.setdefault("trace", [])
    trace.append((hand, opening))

    base = np.array([0.0, 0.4, 0.2])
    delta = [0.1, 0.1, 0.08]
    ends = [8, 14, 20, 26]
    grips = [-1.0, 1.0, -1.0, 1.0]

    if t < ends[-1]:
        stage = 0
        while t >= ends[stage]:
            stage += 1
        c = base.copy()
        for i in range(stage):
            c[i] += delta[i]
        action = [float(c[0]), float(c[1]), float(c[2]), grips[stage]]
        if t == 0:
            return action
        d = hand - trace[-2][0]
        k = int(np.argmax(np.abs(d)))
        if abs(d[k]) < 0.006:
            return action  # still
        if k == 0 and d[k] > 0:
            return action  # moved to +x
        if k == 0:
            return action  # moved to -x
        if k == 1 and d[k] > 0:
            return action  # moved to +y
        if k == 1:
            return action  # moved to -y
        if d[k] > 0:
            return action  # moved to +z
        return action  # moved to -z

    if "jinv" not in memory:
        # observation at t = ends[i] is what came of stage i
        p = [trace[e][0] for e in ends]
        b = [trace[e][1] for e in ends]
        J = np.zeros((3, 3))
        for i in range(3):
            J[:, i] = (p[i + 1] - p[i]) / delta[i]
        memory["jinv"] = np.linalg.pinv(J, rcond=0.15)
        memory["p"] = p[3]
        memory["c"] = base + np.array(delta)
        low = 0.5 * (b[0] + b[2])
        high = 0.5 * (b[1] + b[3])
        memory["close"] = 1.0 if high <= low else -1.0
        memory["phase"] = 0
        memory["since"] = t
        memory["bias"] = np.zeros(3)
        memory["phases"] = []
        memory["summary"] = " ".join(
            "%d:%d,%d,%d,%d" % ((e,) + tuple(int(round(1000 * v)) for v in trace[e][0]) + (int(round(100 * trace[e][1])),))
            for e in ends)

    close = memory["close"]
    waited = t - memory["since"]
    above = np.array([mug[0], mug[1] - 0.01, mug[2] + 0.17])
    down = np.array([mug[0], mug[1] - 0.01, mug[2] + 0.065])
    if memory["phase"] == 0 and (np.max(np.abs(hand - above)) < 0.025 or waited >= 8):
        memory["phase"], memory["since"], waited = 1, t, 0
    if memory["phase"] == 1 and ((hand[2] < mug[2] + 0.085 and waited >= 1) or waited >= 5):
        memory["phase"], memory["since"], waited = 2, t, 0
    if memory["phase"] == 2 and waited >= 3:
        memory["phase"], memory["since"], waited = 3, t, 0
    phase = memory["phase"]
    memory["phases"].append(phase)

    if phase == 0:
        want, grip = above, -close
    elif phase == 1:
        want, grip = down, -close
    elif phase == 2:
        want, grip = down, close
    else:
        want = np.array([hand[0] + goal[0] - mug[0], hand[1] + goal[1] - mug[1], 0.075])
        grip = close
    if phase < 3:
        memory["bias"] = np.clip(memory["bias"] + 0.2 * np.clip(want - hand, -0.03, 0.03), -0.05, 0.05)
    c = memory["c"] + memory["jinv"].dot(want + memory["bias"] - memory["p"])
    c = np.clip(c, -2.0, 2.0)
    action = [float(c[0]), float(c[1]), float(c[2]), grip]

    if t >= 49:
        text = "ends(mm) " + memory["summary"] + " close %d" % int(close)
        text += " phases " + "".join(str(v) for v in memory["phases"])
        text += " mug %d,%d,%d" % tuple(int(round(1000 * v)) for v in mug)
        text += " trace(cm,b%) " + " ".join(
            "%d,%d,%d,%d" % (tuple(int(round(100 * v)) for v in h) + (int(round(100 * o)),))
            for h, o in trace)
        print(text)
        raise RuntimeError(text)
    if phase == 0:
        return action
    if phase == 1:
        return action
    if phase == 2:
        return action
    return action
