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
    inserted = (end[0] > th[0] + 0.01 and abs(end[1] - th[1]) < 0.04 and abs(end[2] - th[2]) < 0.06)

    if held:
        if inserted:
            # pull: move the hand by what the thermos lacks, a little more against friction
            e = g[:2] - th[:2]
            ne = float(np.linalg.norm(e))
            s = e + (0.04 * e / ne if ne > 1e-6 else 0.0)
            return [float(h[0] + s[0]), float(h[1] + s[1]), float(th[2] - de[2]), CLOSE]
        if st[2] < 0.03:
            # first lift, gently: the fingers may still be closing
            return [float(h[0]), float(h[1]), float(h[2] + 0.04), CLOSE]
        if st[2] < 0.05:
            # lift
            return [float(h[0]), float(h[1]), float(th[2] - de[2]), CLOSE]
        if abs(end[1] - th[1]) > 0.012 or abs(end[2] - th[2]) > 0.02:
            # align left of the handle
            return [float(th[0] - 0.05 - de[0]), float(th[1] - de[1]), float(th[2] - de[2]), CLOSE]
        # insert
        return [float(th[0] + 0.07 - de[0]), float(th[1] - de[1]), float(th[2] - de[2]), CLOSE]
    if dxy < 0.02 and dz < 0.052:
        # close
        return [float(gp[0]), float(gp[1]), float(st[2] + 0.04), CLOSE]
    # approach from above, through a funnel
    z = st[2] + 0.038 + float(np.clip((dxy - 0.015) * 4.0, 0.0, 0.09))
    return [float(gp[0]), float(gp[1]), float(z), OPEN]
