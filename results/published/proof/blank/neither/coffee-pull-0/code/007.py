"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    vec, sca = {}, []
    for k in sorted(observation.keys()):
        v = np.asarray(observation[k], dtype=float).ravel()
        if v.size == 3:
            vec[k] = v
        elif v.size == 1:
            sca.append(float(v[0]))
    b = sca[0] if sca else 1.0
    names = sorted(vec.keys())
    hk = max(names, key=lambda k: vec[k][2])
    rest = [k for k in names if k != hk]
    mk = max(rest, key=lambda k: vec[k][1])
    gk = min(rest, key=lambda k: vec[k][1])
    hand, mug, goal = vec[hk], vec[mk], vec[gk]
    e = hand - mug
    exy = float(np.linalg.norm(e[:2]))
    ez = float(e[2])
    rnd = np.random.rand
    uni = np.random.uniform
    inwin = abs(e[0]) < 0.075 and -0.095 < e[1] < 0.11
    bias = np.array([0.0, 0.03, 0.0])

    if b > 0.7 or rnd() < 0.5:
        opener = 0.0
    else:
        opener = 1.0 if rnd() < 0.5 else -1.0

    around = mug + np.array([uni(-0.05, 0.05), uni(-0.06, 0.08), 0.18])
    gain = np.array([1.0, 1.0, 1.3])
    if ez > 0.085:
        grip = opener
        if inwin and (ez < 0.13 or rnd() < 0.6):
            des = np.array([hand[0], hand[1], mug[2] - 0.02])
            if 0.10 < ez < 0.165:
                r = rnd()
                if r < 0.12:
                    des = around.copy()
                elif r < 0.45:
                    des[0] += uni(-0.02, 0.02)
                    des[1] += uni(-0.045, 0.045)
                    des[2] = hand[2] + 0.005
        elif not inwin and ez < 0.15:
            des = np.array([hand[0], hand[1], mug[2] + 0.22])
        else:
            des = around
            gain = np.array([1.9, 1.9, 1.3])
    elif exy < 0.13:
        grip = 0.8
        d = goal - mug
        dx = np.clip(d[0], -0.03, 0.03)
        if abs(d[1]) < 0.04 or b < 0.75:
            dx = np.clip(d[0], -0.06, 0.06)
        dy = np.clip(d[1], -0.07, 0.07)
        des = np.array([hand[0] + dx, hand[1] + dy, mug[2]])
        gain = np.array([1.5, 1.5, 1.3])
    else:
        grip = opener
        des = np.array([hand[0], hand[1], mug[2] + 0.24])
    act = hand + gain * (des - hand) - bias
    act = np.clip(act, -2.0, 2.0)
    return [float(act[0]), float(act[1]), float(act[2]), float(grip)]
