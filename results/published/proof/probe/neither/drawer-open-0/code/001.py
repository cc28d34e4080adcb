"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

CENTRE = np.array([0.0, 0.7, 0.275])
LITTLE = np.array([0.15, 0.1, 0.081])


def mm(v):
    return ",".join(str(int(round(1000 * float(x)))) for x in np.ravel(v))


def calibrate(memory):
    hist = memory["hist"]
    names = memory["vec"]
    at = [6, 11, 16, 21]
    spread = {n: float(np.sum(np.std(np.array([h[n] for h in hist]), axis=0))) for n in names}
    hand = max(names, key=lambda n: spread[n])
    others = [n for n in names if n != hand]
    r0 = hist[at[0]][hand]
    A = np.zeros((3, 3))
    for k in range(3):
        A[:, k] = (hist[at[k + 1]][hand] - r0) / LITTLE[k]
    memory["hand"] = hand
    memory["r0"] = r0
    memory["A"] = A
    memory["Ainv"] = np.linalg.pinv(A, rcond=0.05)
    p, q = others
    d = hist[0][p] - hist[0][q]
    axis = int(np.argmax(np.abs(d)))
    if d[axis] > 0:
        memory["handle"], memory["goal"] = p, q
    else:
        memory["handle"], memory["goal"] = q, p
    memory["axis"] = axis
    s = memory["scal"]
    memory["open"] = -1.0
    if s:
        a0 = float(hist[0][s[0]][0])
        a_plus = float(hist[3][s[0]][0])
        a_minus = float(hist[6][s[0]][0])
        if abs(a_plus - a0) < abs(a_minus - a0):
            memory["open"] = 1.0


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    obs = {k: np.array(observation[k], dtype=float).ravel() for k in sorted(observation)}
    if t == 0:
        memory["hist"] = []
        memory["acts"] = []
        memory["vec"] = [k for k in obs if obs[k].size == 3]
        memory["scal"] = [k for k in obs if obs[k].size == 1]
        memory["phase"] = 0
        memory["since"] = 21
    memory["hist"].append(obs)

    act = np.zeros(4)
    if t < 21:
        act[:3] = CENTRE
        if t < 3:
            act[3] = 1.0
        else:
            act[3] = -1.0
        if t >= 6:
            k = (t - 6) // 5
            act[k] += LITTLE[k]
    else:
        if t == 21:
            calibrate(memory)
        hand = obs[memory["hand"]]
        handle = obs[memory["handle"]]
        goal = obs[memory["goal"]]
        up = 2 if memory["axis"] != 2 else 0
        flat = [i for i in range(3) if i != up]
        above = handle.copy()
        above[up] += 0.2
        low = handle.copy()
        low[up] -= 0.02
        waited = t - memory["since"]
        if memory["phase"] == 0 and (np.max(np.abs((hand - handle)[flat])) < 0.02 or waited >= 9):
            memory["phase"], memory["since"] = 1, t
        elif memory["phase"] == 1 and (abs(hand[up] - low[up]) < 0.02 or waited >= 8):
            memory["phase"], memory["since"] = 2, t
            memory["pull"] = goal - handle
        if memory["phase"] == 0:
            target = above
        elif memory["phase"] == 1:
            target = low
        else:
            target = goal + 0.4 * memory["pull"]
            target[up] = goal[up] - 0.02
        act[:3] = CENTRE + memory["Ainv"] @ (target - memory["r0"])
        act[3] = memory["open"]
    act[:3] = np.clip(act[:3], -2.0, 2.0)
    memory["acts"].append(act.copy())
    print(t, " ".join(mm(obs[k]) for k in obs), "act", mm(act))
    if t == 49:
        h = memory["hist"]
        text = "mm; A=%s r0=%s hand=%s handle=%s axis=%d open=%d start=%s end=%s | " % (
            mm(memory["A"]), mm(memory["r0"]), memory["hand"][-1], memory["handle"][-1],
            memory["axis"], memory["open"],
            ";".join(mm(h[0][k]) for k in obs), ";".join(mm(obs[k]) for k in obs))
        text += " ".join("%d:%s" % (i, ";".join(mm(h[i][k]) for k in obs))
                         for i in list(range(1, 49)))
        raise RuntimeError(text)
    return [float(x) for x in act]
