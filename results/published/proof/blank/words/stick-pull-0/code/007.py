"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

CLOSE = -1.0
OPEN = 1.0
HOME = (0.2, 0.6)  # where the thermos stands at the start


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    h = np.array(observation["sensor_f"], dtype=float)
    st = np.array(observation["sensor_d"], dtype=float)
    q = np.array(observation["sensor_b"], dtype=float)
    th = np.array(observation["sensor_e"], dtype=float)
    g = np.array(observation["sensor_c"], dtype=float)
    a = float(np.ravel(observation["sensor_a"])[0])

    w, i, j, k = q / max(1e-9, np.linalg.norm(q))
    ax = np.array([1 - 2 * (j * j + k * k), 2 * (i * j + w * k), 2 * (i * k - w * j)])
    end = st + 0.05 * ax

    gp = st + np.array([-0.015, 0.0, 0.0])
    dxy = float(np.linalg.norm(h[:2] - gp[:2]))
    dz = h[2] - st[2]
    de = end - h

    near = dxy < 0.035 and dz < 0.07
    held = near and a < 0.72
    ahead = float(end[0] - th[0])
    dy = abs(float(end[1] - th[1]))
    dzt = abs(float(end[2] - th[2]))
    e = g[:2] - th[:2]
    z_in = float(th[2] - de[2])
    moved = th[0] > 0.215
    edge = th[1] - de[1] < 0.355
    sy = float(np.sign(e[1]))
    lean = 0.0 if edge else 0.006 * sy
    y_in = float(th[1] + lean - de[1])
    tight = (g[0] - HOME[0]) - abs(g[1] - HOME[1]) < 0.035

    if held:
        if dzt < 0.06 and dy < (0.055 if edge else 0.04) and ahead > (0.008 if moved else 0.012):
            if e[0] < -0.036 and abs(e[1]) < 0.03:
                # too far in x, y about right: press the stick down on the ring, draw back gently, make y exact
                ly = float(e[1]) + 0.012 * sy if abs(e[1]) > 0.006 else 0.0
                if end[2] - th[2] < -0.015:
                    lx = -0.03
                else:
                    lx = 0.013 - ahead
                zt = z_in - 0.055
                return [float(h[0] + lx), float(h[1] + ly), float(zt), CLOSE]
            # in the handle: pull at full speed in both axes, y is done first
            if e[0] < 0.0:
                lx = 0.015 - ahead
            elif tight and abs(e[1]) > 0.035 and e[0] - abs(e[1]) < 0.02:
                # as far in y as in x: give y the lead
                lx = 0.05
            elif abs(e[1]) > 0.035:
                lx = float(e[0]) + 0.04
            else:
                lx = max(float(e[0]) + 0.04, 0.12)
            if abs(e[1]) < 0.02:
                # y is right: keep the stick there
                ly = float(g[1] - end[1])
            else:
                ly = float(e[1]) + 0.02 * sy
            return [float(h[0] + lx), float(h[1] + ly), z_in, CLOSE]
        if moved and not edge and dzt < 0.06 and dy < 0.018 and ahead > -0.03:
            # the thermos runs ahead and the stick is lined up with the ring: after it
            return [float(h[0] + 0.2), float(th[1] - de[1]), z_in, CLOSE]
        if st[2] < 0.03:
            # first lift, gently: the fingers may still be closing
            return [float(h[0]), float(h[1]), float(h[2] + 0.04), CLOSE]
        if st[2] < 0.05:
            # lift
            return [float(h[0]), float(h[1]), z_in, CLOSE]
        off = abs(float(end[1] - th[1] - lean))
        if off > (0.05 if edge else 0.010) or dzt > 0.02:
            # align left of the handle
            return [float(th[0] - 0.05 - de[0]), y_in, z_in, CLOSE]
        # insert, slow at the touch, leaning a little to the goal's side
        return [float(th[0] + 0.030 - de[0]), y_in, z_in, CLOSE]
    if dxy < 0.02 and dz < 0.052:
        # close
        return [float(gp[0]), float(gp[1]), float(st[2] + 0.04), CLOSE]
    # approach from above, through a funnel
    z = st[2] + 0.038 + float(np.clip((dxy - 0.015) * 4.0, 0.0, 0.09))
    return [float(gp[0]), float(gp[1]), float(z), OPEN]
