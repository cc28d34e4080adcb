"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np


def _to_action(p, grip):
    # undo the measured offsets and scales: where the hand should be -> what to send
    p = [min(max(p[0], -0.49), 0.49), min(max(p[1], 0.41), 0.99), min(max(p[2], 0.055), 0.49)]
    ax = 0.0 + (p[0] - 0.090)
    ay = 0.7 + (p[1] - 0.611) / 1.025
    az = 0.275 + (p[2] - 0.345) / 1.025
    # nominal limits
    ax = min(max(ax, -0.6), 0.6)
    ay = min(max(ay, 0.3), 1.1)
    az = min(max(az, -0.05), 0.6)
    return [float(ax), float(ay), float(az), float(grip)]


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = np.array(observation["sensor_c"], dtype=float)
    handle = np.array(observation["sensor_d"], dtype=float)
    goal = np.array(observation["sensor_a"], dtype=float)

    attempts = [(-0.02, 0.03), (-0.03, -0.06), (0.01, 0.0), (-0.04, 0.06), (0.0, -0.04)]

    last = memory.get("last")
    vel = hand - last if last is not None else np.zeros(3)
    memory["last"] = hand.copy()
    pred = hand + 0.7 * vel  # the action chosen now is carried out one action later

    k = memory.get("attempt", 0)
    dy, dz = attempts[k % len(attempts)]
    phase = memory.get("phase", "approach")

    hx, hy, hz = handle
    yt = hy + dy
    zt = hz + dz

    if phase == "push":
        memory["n"] = memory.get("n", 0) + 1
        if hx > memory["best"] + 0.005:
            memory["best"] = hx
            memory["since"] = 0
        else:
            memory["since"] = memory.get("since", 0) + 1
        missed = hand[0] > hx + 0.05
        if missed or memory["since"] >= 6:
            memory["attempt"] = k + 1
            k = k + 1
            dy, dz = attempts[k % len(attempts)]
            yt = hy + dy
            zt = hz + dz
            phase = "approach"

    if phase == "approach":
        clear = pred[0] < hx - 0.045
        if not clear:
            ty = hy - 0.13
            if pred[1] > hy - 0.09:
                tx = hand[0]
            else:
                tx = hx - 0.08
            target = [tx, ty, zt]
        else:
            target = [hx - 0.075, yt, zt]
            if abs(pred[1] - yt) < 0.045 and abs(pred[2] - zt) < 0.035:
                phase = "push"
                memory["n"] = 0
                memory["since"] = 0
                memory["best"] = hx

    if phase == "push":
        target = [max(goal[0] + 0.14, hand[0] + 0.12), yt, zt]

    memory["phase"] = phase
    return _to_action(target, 1.0)
