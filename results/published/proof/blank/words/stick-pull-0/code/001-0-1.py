"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


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
    held = near and a < 0.8
    inserted = (end[0] > th[0] + 0.01 and abs(end[1] - th[1]) < 0.04 and abs(end[2] - th[2]) < 0.06)

    if held:
        grip = 1.0
        if inserted:
            name = "pull"
            e = g[:2] - th[:2]
            ne = float(np.linalg.norm(e))
            s = e + (0.04 * e / ne if ne > 1e-6 else 0.0)
            p = np.array([h[0] + s[0], h[1] + s[1], th[2] - de[2]])
        elif st[2] < 0.05:
            name = "lift"
            p = np.array([h[0], h[1], th[2] - de[2]])
        elif abs(end[1] - th[1]) > 0.012 or abs(end[2] - th[2]) > 0.02:
            name = "align"
            p = np.array([th[0] - 0.05 - de[0], th[1] - de[1], th[2] - de[2]])
        else:
            name = "insert"
            p = np.array([th[0] + 0.07 - de[0], th[1] - de[1], th[2] - de[2]])
    elif dxy < 0.02 and dz < 0.052:
        name = "close"
        grip = 1.0
        p = np.array([gp[0], gp[1], st[2] + 0.04])
    else:
        name = "approach"
        grip = -1.0
        p = np.array([gp[0], gp[1], st[2] + 0.038 + float(np.clip((dxy - 0.015) * 4.0, 0.0, 0.09))])

    print(name, "h", *[round(float(v), 3) for v in h], "a", round(a, 2), "st", *[round(float(v), 3) for v in st],
          "th", *[round(float(v), 3) for v in th[:2]], "->", *[round(float(v), 3) for v in p])
    return [float(p[0]), float(p[1]), float(p[2]), grip]
