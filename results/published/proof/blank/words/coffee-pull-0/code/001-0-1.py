"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    mug = [float(v) for v in observation["sensor_a"]]
    goal = [float(v) for v in observation["sensor_c"]]
    h = [float(v) for v in observation["sensor_d"]]
    b = float(observation["sensor_b"])

    if goal[0] > 0.05:
        a = [0.10, 0.40, 0.30, -1.0]
        ph = "P1"
    elif goal[0] > 0.035:
        a = [-0.10, 0.45, 0.12, 1.0]
        ph = "P2"
    else:
        dx = mug[0] - h[0]
        dy = mug[1] - h[1]
        d = (dx * dx + dy * dy) ** 0.5
        low = h[2] < 0.085
        if low and d < 0.09:
            ph = "pull"
            tg = [h[0] + goal[0] - mug[0], h[1] + goal[1] - mug[1], 0.06]
            g = 1.0
        elif d < 0.04 or (h[2] < 0.16 and d < 0.055):
            ph = "down"
            tg = [mug[0], mug[1], 0.05]
            g = -1.0
        else:
            ph = "over"
            tg = [mug[0], mug[1], 0.20]
            g = -1.0
        off = [0.03, 0.17, 0.0]
        gain = [0.7, 0.7, 0.5]
        a = [tg[i] - off[i] + gain[i] * (tg[i] - h[i]) for i in range(3)]
        a.append(g)
    print("%s h %d %d %d g%d m %d %d a %d %d %d" % (
        ph, round(h[0] * 1000), round(h[1] * 1000), round(h[2] * 1000), round(b * 100),
        round(mug[0] * 1000), round(mug[1] * 1000),
        round(a[0] * 1000), round(a[1] * 1000), round(a[2] * 1000)))
    return [float(a[0]), float(a[1]), float(a[2]), float(a[3])]
