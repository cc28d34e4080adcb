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
    exy = float(np.linalg.norm((hand - mug)[:2]))
    ez = float(hand[2] - mug[2])

    if goal[0] > 0.033:
        gain, bias = 1.8, np.array([0.11, 0.07, 0.0])
    elif goal[0] < -0.033:
        gain, bias = 1.8, np.array([-0.11, 0.07, 0.0])
    else:
        gain, bias = 1.4, np.array([0.0, 0.02, 0.0])

    if ez > 0.085:
        grip = 0.0 if b > 0.7 else -1.0
        limit = 0.065 if ez > 0.15 else 0.09
        if exy > limit:
            if ez < 0.12:
                des = np.array([hand[0], hand[1], mug[2] + 0.18])
            else:
                des = mug + np.array([-0.005, 0.0, 0.18])
        else:
            des = mug + np.array([-0.005, 0.0, 0.0])
            if 0.10 < ez < 0.16 and np.random.rand() < 0.25:
                des[0] += np.random.uniform(-0.01, 0.01)
                des[1] += np.random.uniform(-0.025, 0.025)
                des[2] = hand[2] + 0.02
    elif exy > 0.10:
        grip = -1.0 if b < 0.7 else 0.0
        des = hand + np.array([0.0, -0.02, 0.15])
    else:
        grip = 0.8
        step = 0.05 if b > 0.75 else 0.09
        d = np.clip(goal - mug, -step, step)
        if b > 0.75:
            d[0] = np.clip(d[0], -0.02, 0.02)
            if np.random.rand() < 0.3:
                d = d * 0.0
        des = hand + d
        des[2] = mug[2] + 0.02
    act = hand + gain * (des - hand) - bias
    act = np.clip(act, -2.0, 2.0)
    return [float(act[0]), float(act[1]), float(act[2]), float(grip)]
