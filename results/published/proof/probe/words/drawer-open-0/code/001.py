"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

BASES = [(0.6, 0.0, 0.275), (-0.6, 0.0, 0.275), (0.4, -0.4, 0.275),
         (-0.4, -0.4, 0.275), (0.0, -0.6, 0.275)]
LOW = np.array([-0.5, 0.4, 0.05])
HIGH = np.array([0.5, 1.0, 0.5])
# dy of the hand over the handle, height of the hand, effort while pulling
TRIES = [(0.0, 0.07, -1.0), (0.02, 0.06, -1.0), (0.0, 0.07, 1.0), (0.035, 0.07, -1.0), (-0.015, 0.06, 1.0)]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_c"], dtype=float).reshape(3)
    handle = np.array(observation["sensor_d"], dtype=float).reshape(3)
    goal = np.array(observation["sensor_b"], dtype=float).reshape(3)
    m = memory
    if "phase" not in m:
        m["phase"] = "probe"
        m["base"] = 0
        m["probe"] = 0
        m["n"] = 0
        m["prev"] = hand.copy()
        m["points"] = []
        m["try"] = 0
        m["cmd"] = np.array(BASES[0])
        m["handle0"] = handle.copy()
    moved = float(np.max(np.abs(hand - m["prev"])))
    m["prev"] = hand.copy()

    if m["phase"] == "probe":
        if m["n"] >= 4 and (moved < 0.003 or m["n"] >= 6):
            at_limit = (abs(hand[0]) > 0.485 or hand[1] < 0.415 or hand[1] > 0.985
                        or hand[2] < 0.06 or hand[2] > 0.485)
            m["n"] = 0
            if m["probe"] == 0 and at_limit and m["base"] + 1 < len(BASES):
                m["base"] += 1
                m["cmd"] = np.array(BASES[m["base"]])
            else:
                m["points"].append((m["cmd"].copy(), hand.copy()))
                m["probe"] += 1
                step = np.zeros(3)
                if m["probe"] == 1:
                    step[1] = 0.1
                elif m["probe"] == 2:
                    step[2] = -0.07
                elif m["probe"] == 3:
                    step[0] = 0.08 if BASES[m["base"]][0] >= 0 else -0.08
                if m["probe"] <= 3:
                    m["cmd"] = m["cmd"] + step
                else:
                    fit(m)
                    m["phase"] = "hover"
        if m["phase"] == "probe":
            m["n"] += 1
            return act(m["cmd"], -1.0)

    dy, zt, pull_grip = TRIES[m["try"] % len(TRIES)]
    over = handle + np.array([0.0, dy, 0.0])

    if m["phase"] == "hover":
        far = float(np.max(np.abs(hand[:2] - over[:2])))
        if far < 0.02 and m["n"] >= 1:
            m["phase"] = "down"
            m["n"] = 0
        else:
            if m["n"] >= 4 and moved < 0.003:
                # settled elsewhere than meant: correct the zero
                m["b"] = hand - m["A"] @ m["cmd"]
            m["n"] += 1
            target = np.array([over[0], over[1], 0.25])
            return go(m, target, -1.0)

    if m["phase"] == "down":
        if m["n"] >= 1 and (hand[2] < zt + 0.03 or m["n"] >= 6):
            m["phase"] = "close" if pull_grip > 0 else "pull"
            m["n"] = 0
        else:
            m["n"] += 1
            target = np.array([over[0], over[1], zt - 0.01])
            return go(m, target, -1.0)

    if m["phase"] == "close":
        if m["n"] >= 3:
            m["phase"] = "pull"
            m["n"] = 0
        else:
            m["n"] += 1
            target = np.array([over[0], over[1], zt])
            return go(m, target, 1.0)

    # pull
    if m["n"] == 0:
        m["handle0"] = handle.copy()
    lost = handle[1] - hand[1] > 0.13
    if m["n"] >= 3 and (lost or m["n"] >= 9):
        m["try"] += 1
        m["phase"] = "hover"
        m["n"] = 1
        # straight up first
        return go(m, np.array([hand[0], hand[1], 0.28]), -1.0)
    m["n"] += 1
    target = np.array([goal[0], max(goal[1] - 0.13, 0.4), zt])
    return go(m, target, pull_grip)


def fit(m):
    pts = m["points"]
    A = np.zeros((3, 3))
    for k, axis in ((1, 1), (2, 2), (3, 0)):
        da = pts[k][0][axis] - pts[k - 1][0][axis]
        A[:, axis] = (pts[k][1] - pts[k - 1][1]) / da
    s = np.linalg.svd(A, compute_uv=False)
    if s[-1] < 0.25 or s[0] > 4.0:
        sign = 1.0 if BASES[m["base"]][0] >= 0 else -1.0
        A = np.array([[0.0, -1.0, 0.0], [sign, 0.0, 0.0], [0.0, 0.0, 1.0]])
    m["A"] = A
    m["b"] = np.mean([h - A @ a for a, h in pts], axis=0)
    m["n"] = 0


def go(m, target, grip):
    target = np.clip(target, LOW + 0.003, HIGH - 0.003)
    m["cmd"] = np.clip(np.linalg.solve(m["A"], target - m["b"]), -2.0, 2.0)
    return act(m["cmd"], grip)


def act(cmd, grip):
    return [float(cmd[0]), float(cmd[1]), float(cmd[2]), float(grip)]
