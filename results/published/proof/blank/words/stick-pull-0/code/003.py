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
    ahead = end[0] - th[0]
    dy = abs(end[1] - th[1])
    dzt = abs(end[2] - th[2])
    e = g[:2] - th[:2]
    z_in = float(th[2] - de[2])

    if held:
        if ahead > 0.0 and dy < 0.05 and dzt < 0.06:
            if e[0] < 0.0:
                # the thermos is past the goal in x: stay in the handle, mend y
                return [float(h[0] + 0.03 - ahead), float(h[1] + np.clip(1.5 * e[1], -0.1, 0.1)), z_in, CLOSE]
            if ahead > 0.035:
                # pull along the straight line to the goal
                u = e / max(1e-6, float(np.max(np.abs(e))))
                return [float(h[0] + 0.16 * u[0]), float(h[1] + 0.16 * u[1]), z_in, CLOSE]
            # in the handle, not deep: further in, and lean gently to the goal's side
            return [float(h[0] + 0.07 - ahead + 0.03), float(h[1] + np.clip(0.5 * e[1], -0.03, 0.03)), z_in, CLOSE]
        if st[2] < 0.03:
            # first lift, gently: the fingers may still be closing
            return [float(h[0]), float(h[1]), float(h[2] + 0.04), CLOSE]
        if st[2] < 0.05:
            # lift
            return [float(h[0]), float(h[1]), z_in, CLOSE]
        tol = 0.013 if th[1] - de[1] > 0.355 else 0.03
        if dy > tol or dzt > 0.02:
            # align left of the handle
            return [float(th[0] - 0.05 - de[0]), float(th[1] - de[1]), z_in, CLOSE]
        # insert
        return [float(th[0] + 0.07 - de[0]), float(th[1] - de[1]), z_in, CLOSE]
    if dxy < 0.02 and dz < 0.052:
        # close
        return [float(gp[0]), float(gp[1]), float(st[2] + 0.04), CLOSE]
    # approach from above, through a funnel
    z = st[2] + 0.038 + float(np.clip((dxy - 0.015) * 4.0, 0.0, 0.09))
    return [float(gp[0]), float(gp[1]), float(z), OPEN]
