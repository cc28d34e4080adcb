"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    a = float(np.ravel(observation["sensor_a"])[0])
    h = np.array(observation["sensor_f"], dtype=float)
    stick = np.array(observation["sensor_d"], dtype=float)
    th = np.array(observation["sensor_e"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    close, opn = 1.0, -1.0

    rel = stick - h
    end_x = stick[0] + 0.05
    held = stick[2] > 0.028 and np.linalg.norm(rel[:2]) < 0.05 and -0.09 < rel[2] < 0.0

    if held:
        dy = stick[1] - th[1]
        dz = stick[2] - th[2]
        g = close
        if end_x > th[0] + 0.02 and abs(dy) < 0.04 and abs(dz) < 0.06:
            # in the handle: pull the thermos to the goal
            e = goal - th
            e[2] = 0.0
            d = np.linalg.norm(e)
            target = h + e + 0.05 * e / max(d, 1e-6)
            target[2] = th[2] - rel[2]
        elif (abs(dy) < 0.015 and abs(dz) < 0.02) or (end_x > th[0] - 0.04 and abs(dy) < 0.03 and abs(dz) < 0.04):
            # in line with the handle: insert
            target = np.array([th[0] + 0.05, th[1], th[2]]) - rel
        else:
            # lift and bring in line, left of the handle
            target = np.array([th[0] - 0.13, th[1], th[2]]) - rel
    else:
        gx, gy = stick[0] - 0.015, stick[1]
        err = np.hypot(h[0] - gx, h[1] - gy)
        if a < 0.93 and err < 0.03 and h[2] < 0.09:
            # closing: creep up slowly, so that the fingers have time
            target = np.array([gx, gy, h[2] + 0.006])
            g = close
        elif err < 0.02:
            # down
            target = np.array([gx, gy, 0.05])
            g = close if h[2] < 0.064 else opn
        elif h[2] < 0.1 and err > 0.03:
            target = np.array([h[0], h[1], 0.14])
            g = opn
        else:
            target = np.array([gx, gy, 0.13])
            g = opn

    return [float(target[0]), float(target[1]), float(target[2]), float(g)]
