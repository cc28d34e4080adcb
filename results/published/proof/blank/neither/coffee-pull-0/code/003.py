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
    rnd = np.random.rand
    openg = 0.0 if b > 0.7 else -1.0
    trust_reading = goal[0] > 0.0

    if trust_reading:
        gain = 2.6
        near, far, hover = 0.03 + 0.03 * rnd(), 0.09, 0.18
        go_down = exy < near
        stay_down = exy < 0.075
        top = 0.14
    else:
        gain = 1.0
        far, hover = 0.15, 0.22
        go_down = exy < 0.12 and rnd() < 0.25
        stay_down = exy < 0.15
        top = 0.18

    if ez > top:
        mode = "down" if go_down else "above"
    elif ez > 0.085:
        mode = "down" if stay_down else "above"
        if mode == "down" and ez < 0.13 and rnd() < 0.3:
            mode = "pull"
    else:
        mode = "pull" if exy < far else "above"

    d = goal - mug
    if mode == "above":
        grip = openg
        if ez < 0.1:
            des = np.array([hand[0], hand[1], mug[2] + hover])
        else:
            des = mug + np.array([0.0, 0.0, hover])
    elif mode == "down":
        grip = openg
        des = mug + np.array([0.0, 0.0, -0.01])
        if ez < 0.135 and rnd() < 0.4:
            des[:2] = des[:2] + np.random.uniform(-0.02, 0.02, 2)
            des[2] = mug[2] + 0.1
    else:
        grip = 0.8
        if trust_reading:
            step = 0.05 if b > 0.75 else 0.08
            des = hand + np.clip(d, -step, step)
        else:
            des = mug + np.clip(d, -0.10, 0.10)
        des[2] = mug[2] + 0.02
    act = hand + gain * (des - hand)
    if trust_reading:
        act[2] = hand[2] + 1.5 * (des[2] - hand[2])
    act = np.clip(act, -2.0, 2.0)
    return [float(act[0]), float(act[1]), float(act[2]), float(grip)]
