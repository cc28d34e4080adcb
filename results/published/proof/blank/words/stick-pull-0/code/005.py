"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

CLOSE = -1.0
OPEN = 1.0


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

    if held:
        if dzt < 0.06 and dy < (0.055 if edge else 0.04) and ahead > 0.008:
            # in the handle: pull along the line to the goal, y a little stronger for the ring's slack
            v = np.array([float(e[0]), float(e[1] + 0.015 * np.sign(e[1]))])
            u = v / max(1e-6, float(np.max(np.abs(v))))
            if e[0] < 0.0:
                lx = 0.015 - ahead
            else:
                lx = max(0.16 * float(u[0]), 0.03)
            ly = 0.18 * float(u[1])
            if abs(e[1]) < 0.02:
                # y is right: keep the stick there
                ly = float(g[1] - end[1])
            return [float(h[0] + lx), float(h[1] + ly), z_in, CLOSE]
        if moved and not edge and dzt < 0.06 and dy < 0.03 and ahead > -0.03:
            # the thermos runs ahead: after it
            return [float(h[0] + 0.2), float(th[1] - de[1]), z_in, CLOSE]
        if st[2] < 0.03:
            # first lift, gently: the fingers may still be closing
            return [float(h[0]), float(h[1]), float(h[2] + 0.04), CLOSE]
        if st[2] < 0.05:
            # lift
            return [float(h[0]), float(h[1]), z_in, CLOSE]
        tol = 0.05 if edge else 0.012
        if dy > tol or dzt > 0.02:
            # align left of the handle
            return [float(th[0] - 0.05 - de[0]), float(th[1] - de[1]), z_in, CLOSE]
        # insert, slow at the touch
        return [float(th[0] + 0.028 - de[0]), float(th[1] - de[1]), z_in, CLOSE]
    if dxy < 0.02 and dz < 0.052:
        # close
        return [float(gp[0]), float(gp[1]), float(st[2] + 0.04), CLOSE]
    # approach from above, through a funnel
    z = st[2] + 0.038 + float(np.clip((dxy - 0.015) * 4.0, 0.0, 0.09))
    return [float(gp[0]), float(gp[1]), float(z), OPEN]
