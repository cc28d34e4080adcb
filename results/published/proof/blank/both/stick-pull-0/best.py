# Trained by robotrace for shifted/stick-pull-v3@107: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    a = float(np.ravel(observation["sensor_a"])[0])
    q = np.array(observation["sensor_b"], dtype=float)
    h = np.array(observation["sensor_f"], dtype=float)
    stick = np.array(observation["sensor_d"], dtype=float)
    th = np.array(observation["sensor_e"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)
    close, opn = -1.0, 1.0      # the gripper's sense is reversed; actions act one action late

    w, qx, qy, qz = q / max(np.linalg.norm(q), 1e-9)
    axis = np.array([1 - 2 * (qy * qy + qz * qz), 2 * (qx * qy + w * qz), 2 * (qx * qz - w * qy)])
    end = stick + 0.05 * axis

    rel = stick - h
    rel_end = end - h
    held = stick[2] > 0.028 and np.linalg.norm(rel[:2]) < 0.06 and -0.09 < rel[2] < 0.0

    if held:
        g = close
        d_end = end - th
        if d_end[0] > 0.02 and abs(d_end[1]) < 0.06 and abs(d_end[2]) < 0.06:
            # in the handle: pull the thermos to the goal
            e = goal - th
            e[2] = 0.0
            d = np.linalg.norm(e)
            target = h + e + 0.05 * e / max(d, 1e-6)
            target[2] = th[2] - rel_end[2]
        elif (abs(d_end[1]) < 0.015 and abs(d_end[2]) < 0.02) or (d_end[0] > -0.04 and abs(d_end[1]) < 0.03 and abs(d_end[2]) < 0.04):
            # in line with the handle: insert
            target = np.array([th[0] + 0.10, th[1], th[2]]) - rel_end
        else:
            # lift and bring in line, left of the handle
            target = np.array([th[0] - 0.06, th[1], th[2]]) - rel_end
    else:
        gx, gy = stick[0] - 0.015, stick[1]
        ex, ey = abs(h[0] - gx), abs(h[1] - gy)
        if ex < 0.03 and ey < 0.025 and h[2] < 0.1 and a < 0.8:
            # the fingers have closed: lift gently
            target = np.array([gx, gy, h[2] + 0.04])
            g = close
        elif ex < 0.025 and ey < 0.025:
            # down, and close near the table
            target = np.array([gx, gy, 0.055])
            g = close if h[2] < 0.085 else opn
        elif h[2] < 0.09 and (ex > 0.04 or ey > 0.03):
            target = np.array([h[0], h[1], 0.14])
            g = opn
        else:
            target = np.array([gx, gy, 0.12])
            g = opn

    return [float(target[0]), float(target[1]), float(target[2]), float(g)]
