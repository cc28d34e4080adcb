# Trained by robotrace for shifted/hammer-v3@101: optoprime, score feedback, the language model claude-file-backed, iteration 1.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np

SCALE = 1.1


def _rot(q, v):
    q = np.asarray(q, dtype=float)
    n = np.linalg.norm(q)
    if n < 1e-6:
        return np.asarray(v, dtype=float)
    q = q / n
    w, u = q[0], q[1:]
    v = np.asarray(v, dtype=float)
    return v + 2.0 * np.cross(u, np.cross(u, v) + w * v)


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.asarray(observation["sensor_f"], dtype=float)
    ham = np.asarray(observation["sensor_b"], dtype=float)
    quat = np.asarray(observation["sensor_a"], dtype=float)
    goal = np.asarray(observation["sensor_d"], dtype=float)
    opening = float(np.asarray(observation["sensor_e"]).reshape(-1)[0])

    d = hand - ham
    near_xy = abs(d[0]) < 0.035 and abs(d[1]) < 0.03
    closing = near_xy and (d[2] < 0.055 or (opening < 0.93 and d[2] < 0.09))

    target = hand.copy()
    if closing:
        effort = 1.0
        if opening > 0.88 or d[2] > 0.075:
            # wait for the fingers to close round the handle
            target = np.array([ham[0], ham[1], max(ham[2], 0.02) + 0.04])
        else:
            head = ham + _rot(quat, [0.16, 0.06, 0.0])
            ex = goal[0] - head[0]
            ez = goal[2] - head[2]
            nail_y = goal[1] - 0.10
            engaged = head[1] > nail_y - 0.06 and abs(ex) < 0.05 and abs(ez) < 0.05
            aligned = abs(ex) < 0.02 and abs(ez) < 0.02
            target[0] = hand[0] + ex
            target[2] = hand[2] + ez
            if aligned or engaged:
                target[1] = 0.98
            else:
                target[1] = hand[1] + (nail_y - 0.11 - head[1])
                if ham[2] < 0.05:
                    # first lift, gently
                    target[0] = hand[0]
                    target[1] = hand[1]
                    target[2] = hand[2] + 0.05
    else:
        effort = 0.0 if opening > 0.9 else -1.0
        err = float(np.hypot(d[0], d[1]))
        if err < 0.015:
            z = max(ham[2], 0.02) + 0.035
        elif err < 0.03 and d[2] < 0.10:
            z = max(ham[2], 0.02) + 0.04
        else:
            z = max(ham[2], 0.02) + 0.11
        target = np.array([ham[0], ham[1], z])

    cmd = target / SCALE
    return [float(cmd[0]), float(cmd[1]), float(cmd[2]), float(effort)]
