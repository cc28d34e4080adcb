"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    vec, sca = {}, {}
    for k in sorted(observation.keys()):
        v = np.asarray(observation[k], dtype=float).ravel()
        if v.size == 3:
            vec[k] = v
        elif v.size == 1:
            sca[k] = float(v[0])
    names = sorted(vec.keys())
    hk = max(names, key=lambda k: vec[k][2])
    rest = [k for k in names if k != hk]
    mk = max(rest, key=lambda k: vec[k][1])
    gk = min(rest, key=lambda k: vec[k][1])
    hand, mug, goal = vec[hk], vec[mk], vec[gk]
    exy = float(np.linalg.norm((hand - mug)[:2]))
    ez = float(hand[2] - mug[2])
    if ez > 0.075:
        grip = -1.0
        if exy > 0.03 + 0.1 * max(0.0, 0.18 - ez):
            phase = "above"
            des = mug + np.array([-0.005, 0.0, 0.18])
        else:
            phase = "down"
            des = mug + np.array([-0.005, 0.0, 0.05])
    elif exy > 0.08:
        phase = "rise"
        grip = -1.0
        des = hand + np.array([0.0, -0.03, 0.2])
    else:
        phase = "pull"
        grip = 0.8
        d = goal - mug
        des = hand + np.clip(d, -0.08, 0.08)
        des[2] = mug[2] + 0.05
    act = hand + 1.3 * (des - hand)
    act = np.clip(act, -2.0, 2.0)
    print(phase, " ".join(k[-1] + str(np.round(vec[k], 3).tolist()) for k in names),
          "b", [round(s, 3) for s in sca.values()], "act", np.round(act, 3).tolist(), grip)
    return [float(act[0]), float(act[1]), float(act[2]), float(grip)]
