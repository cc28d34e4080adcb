"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    OPEN, CLOSE = 1.0, -1.0
    hand = [float(v) for v in observation["sensor_f"]]
    stick = [float(v) for v in observation["sensor_d"]]
    goal = [float(v) for v in observation["sensor_c"]]
    th = [float(v) for v in observation["sensor_e"]]
    qw, qx, qy, qz = [float(v) for v in observation["sensor_b"]]
    axis = [1 - 2 * (qy * qy + qz * qz), 2 * (qx * qy + qw * qz), 2 * (qx * qz - qw * qy)]
    end = [stick[i] + 0.05 * axis[i] for i in range(3)]

    phase = memory.get("phase", 0)
    k = memory.get("k", 0)

    def lim(v, m):
        return max(-m, min(m, v))

    grasp = [stick[0] - 0.02, stick[1]]
    err_xy = max(abs(hand[0] - grasp[0]), abs(hand[1] - grasp[1]))
    gap = end[0] - th[0]
    dist = sum((hand[i] - stick[i]) ** 2 for i in range(3)) ** 0.5

    # changes of phase
    new = phase
    if phase == 0 and k >= 1 and err_xy < 0.022:
        new = 1
    elif phase == 1 and ((hand[2] < 0.07 and err_xy < 0.02) or k >= 6):
        new = 2
    elif phase == 2 and k >= 4:
        new = 3
    elif phase == 3:
        if k >= 5 and stick[2] < 0.03:
            new = 0
        elif stick[2] > 0.06 and abs(end[1] - th[1]) < 0.012 and abs(end[2] - th[2]) < 0.015:
            new = 4
        elif k >= 9:
            new = 4
    elif phase == 4:
        if stick[2] < 0.04 and dist > 0.09:
            new = 0
        elif gap > 0.025:
            new = 5
    elif phase == 5:
        if stick[2] < 0.04 and dist > 0.09:
            new = 0
        elif abs(end[1] - th[1]) > 0.055 or abs(end[2] - th[2]) > 0.075:
            new = 3
    if new != phase:
        phase = new
        k = 0
    memory["phase"] = phase
    memory["k"] = k + 1

    if phase == 0:
        return [grasp[0], grasp[1], 0.12, OPEN]
    if phase == 1:
        return [grasp[0], grasp[1], 0.06, OPEN]
    if phase == 2:
        if k == 0:
            memory["hold"] = [grasp[0], grasp[1]]
        hx, hy = memory.get("hold", grasp)
        return [hx, hy, 0.06, CLOSE]

    dy = th[1] - end[1]
    dz = th[2] - end[2]
    if phase == 3:
        dx = th[0] - 0.07 - end[0]
        return [hand[0] + dx, hand[1] + dy, hand[2] + dz, CLOSE]
    if phase == 4:
        dx = lim(th[0] + 0.045 - end[0], 0.08)
        return [hand[0] + dx, hand[1] + lim(dy, 0.05), hand[2] + lim(dz, 0.05), CLOSE]

    # phase 5: the stick is in the handle; bring the thermos to the goal
    ex = goal[0] - th[0]
    ey = goal[1] - th[1]
    dx = max(ex, 0.035 - gap)
    if gap > 0.0:
        my = ey
    else:
        my = dy
    return [hand[0] + lim(dx, 0.07), hand[1] + lim(my, 0.07), hand[2] + lim(dz, 0.05), CLOSE]
