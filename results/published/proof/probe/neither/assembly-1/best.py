# Trained by robotrace for shifted/assembly-v3@110: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

PROBES = [
    [0.0, 0.70, 0.20, -1.0],
    [0.12, 0.62, 0.32, -1.0],
    [-0.10, 0.66, 0.34, 1.0],
    [0.05, 0.80, 0.32, 1.0],
]
HOLD = 4
EXTRA = [-0.7, -0.3, -0.5, 0.4, 1.1, 0.9]


def fit_axis(samples, i):
    """Robust fit h_i = k * a_j + o; returns (score, j, k, o, n)."""
    best = (-1.0, None, 0.0, 0.0, 0)
    for j in range(3):
        for p in range(len(samples)):
            for q in range(p):
                ap, hp = samples[p]
                aq, hq = samples[q]
                da = ap[j] - aq[j]
                dh = hp[i] - hq[i]
                if abs(da) < 0.03 or abs(dh) < 0.01:
                    continue
                k = dh / da
                o = hp[i] - k * ap[j]
                res = [abs(k * a[j] + o - h[i]) for a, h in samples]
                good = [r for r in res if r < 0.015]
                score = len(good) - sum(good) / 0.05
                if score > best[0]:
                    best = (score, j, k, o, len(good))
    return best


def fit_model(samples):
    model = [fit_axis(samples, i) for i in range(3)]
    ok = all(m[4] >= 3 for m in model) and len(set(m[1] for m in model)) == 3
    return model, ok


def own_y(q):
    """Candidates of the wrench's own y axis: quaternion as wxyz and as xyzw."""
    out = []
    n = float(np.linalg.norm(q))
    if n < 1e-6:
        return out
    q = np.asarray(q, float) / n
    for w, x, y, z in ((q[0], q[1], q[2], q[3]), (q[3], q[0], q[1], q[2])):
        out.append(np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)]))
    return out


def decide(observation, memory):
    t = memory["t"]
    vec = {n: np.array(observation[n], float).ravel() for n in ("sensor_c", "sensor_d", "sensor_e")}
    a_s = float(np.array(observation["sensor_a"]).ravel()[0])
    quat = np.array(observation["sensor_b"], float).ravel()
    if t == 0:
        memory["first"] = {n: v.copy() for n, v in vec.items()}
        memory["a0"] = a_s
        memory["travel"] = {n: 0.0 for n in vec}
        memory["last"] = {n: v.copy() for n, v in vec.items()}
        memory["raw"] = []
        memory["phase"] = "probe"
        cand = own_y(quat)
        memory["qi"] = int(np.argmin([c[0] for c in cand])) if cand else 0
        memory["qok"] = bool(cand and cand[memory["qi"]][0] < -0.7)
    for n, v in vec.items():
        memory["travel"][n] += float(np.abs(v - memory["last"][n]).sum())
        memory["last"][n] = v.copy()

    # ---- probing
    if memory["phase"] == "probe":
        n_base = len(PROBES) * HOLD
        if t > 0 and t % HOLD == 0:
            memory["raw"].append((np.array(memory["sent"][:3]), {n: v.copy() for n, v in vec.items()}, a_s))
        if t < n_base:
            return list(PROBES[t // HOLD])
        if t % HOLD == 0:
            hand = max(memory["travel"], key=lambda n: memory["travel"][n])
            memory["hand"] = hand
            others = [n for n in vec if n != hand]
            f = memory["first"]
            goal = max(others, key=lambda n: f[n][2])
            memory["goal"] = goal
            memory["wrench"] = [n for n in others if n != goal][0]
            a_neg = memory["raw"][1][2]
            a_pos = memory["raw"][3][2]
            a0 = memory["a0"]
            memory["close"] = 1.0 if abs(a_pos - a0) >= abs(a_neg - a0) else -1.0
            samples = [(a, v[hand]) for a, v, _ in memory["raw"]]
            model, ok = fit_model(samples)
            print("FIT", t, hand, goal, "close", memory["close"], "ok", ok,
                  [(m[1], round(m[2], 3), round(m[3], 3), m[4]) for m in model])
            memory["model"] = model
            k = t // HOLD - len(PROBES)
            if ok or k >= 5:
                memory["phase"] = "above"
                memory["n"] = 0
            else:
                used = [m[1] for m in model if m[4] >= 3]
                probe = [0.0, 0.7, 0.3, -1.0]
                for m in model:
                    pass
                for j in range(3):
                    if j not in used:
                        probe[j] = EXTRA[k % len(EXTRA)] + 0.05 * j
                memory["probe"] = probe
        if memory["phase"] == "probe":
            return list(memory["probe"])

    # ---- doing the task
    hand = vec[memory["hand"]]
    wrench = vec[memory["wrench"]]
    goal = vec[memory["goal"]]
    close = memory["close"]
    direction = np.array([-1.0, 0.0, 0.0])
    if memory["qok"]:
        cand = own_y(quat)
        if cand:
            direction = cand[memory["qi"]]
    ring = wrench + 0.13 * direction
    grasp = wrench + 0.02 * direction
    ph = memory["phase"]
    n = memory["n"]

    def go(name):
        memory["phase"] = name
        memory["n"] = 0

    if ph == "above":
        if (np.abs(hand[:2] - grasp[:2]).max() < 0.012 and n >= 1) or n >= 9:
            go("down")
    elif ph == "down":
        if (hand[2] < wrench[2] + 0.045 and n >= 2) or n >= 5:
            go("close")
            memory["hold"] = grasp.copy()
            memory["wz0"] = wrench[2]
    elif ph == "close":
        if n >= 3:
            go("lift")
    elif ph == "lift":
        if wrench[2] > goal[2] + 0.03:
            go("carry")
        elif n >= 5 and wrench[2] < memory["wz0"] + 0.02:
            go("above")
    elif ph == "carry":
        if (np.abs(ring[:2] - goal[:2]).max() < 0.01 and n >= 1) or n >= 8:
            go("lower")
    elif ph == "lower":
        if n >= 5:
            go("drop")
    ph = memory["phase"]
    memory["n"] += 1

    grip = close
    if ph == "above":
        target = np.array([grasp[0], grasp[1], wrench[2] + 0.12])
        grip = -close
    elif ph == "down":
        target = np.array([grasp[0], grasp[1], wrench[2] + 0.03])
        grip = -close
    elif ph == "close":
        h = memory["hold"]
        target = np.array([h[0], h[1], memory["wz0"] + 0.03])
    elif ph == "lift":
        h = memory["hold"]
        target = np.array([h[0], h[1], goal[2] + 0.06 + 0.05])
    else:
        e = goal - ring
        dz = (goal[2] + 0.06 - wrench[2]) if ph == "carry" else (goal[2] - 0.06 - wrench[2])
        target = np.array([hand[0] + e[0], hand[1] + e[1], hand[2] + dz])
        if ph == "drop":
            grip = -close
    action = [0.0, 0.7, 0.275, float(grip)]
    for i, m in enumerate(memory["model"]):
        if m[1] is not None and abs(m[2]) > 1e-3:
            action[m[1]] = float(np.clip((target[i] - m[3]) / m[2], -2, 2))
    return action


def controller(observation, memory):
    t = memory.get("t", 0)
    memory["t"] = t
    action = [float(v) for v in decide(observation, memory)]
    memory["sent"] = action
    print(t, memory.get("phase"),
          {n: np.round(np.array(observation[n], float), 3).tolist() for n in sorted(observation)},
          [round(v, 3) for v in action])
    memory["t"] = t + 1
    return action
