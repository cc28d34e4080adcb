"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

SCALE = 1.1


def _rot(q, v):
    q = np.asarray(q, dtype=float)
    n = float(np.linalg.norm(q))
    if n < 1e-6:
        return np.asarray(v, dtype=float)
    q = q / n
    w = q[0]
    u = q[1:]
    v = np.asarray(v, dtype=float)
    return v + 2.0 * np.cross(u, np.cross(u, v) + w * v)


def _act(x, y, z, grip):
    x = min(max(float(x), -0.5), 0.5)
    y = min(max(float(y), 0.35), 1.05)
    z = min(max(float(z), 0.0), 0.5)
    return [x / SCALE, y / SCALE, z / SCALE, float(grip)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.asarray(observation["sensor_f"], dtype=float)
    ham = np.asarray(observation["sensor_b"], dtype=float)
    quat = np.asarray(observation["sensor_a"], dtype=float)
    goal = np.asarray(observation["sensor_d"], dtype=float)
    opening = float(np.asarray(observation["sensor_e"]).reshape(-1)[0])

    rel = ham - hand
    held = (opening < 0.85 and abs(rel[0]) < 0.07 and abs(rel[1]) < 0.045
            and -0.075 < rel[2] < 0.03)

    if held:
        head = ham + _rot(quat, [0.16, 0.06, 0.0])
        ex = goal[0] - head[0]
        ez = goal[2] - head[2]
        err = max(abs(ex), abs(ez))
        # lift gently first
        if ham[2] < 0.06:
            return _act(hand[0], hand[1], hand[2] + 0.06, 1.0)
        cx = min(max(1.3 * ex, -0.1), 0.1)
        cz = min(max(1.3 * ez, -0.08), 0.08)
        if err < 0.015 or (head[1] > 0.56 and err < 0.045):
            # drive the nail
            return _act(hand[0] + cx, hand[1] + 0.35, hand[2] + cz, 1.0)
        # align the head in front of the nail
        return _act(hand[0] + cx, 0.45, hand[2] + cz, 1.0)

    # not held: approach with the gripper open
    grip = -1.0 if opening < 0.9 else 0.0
    exy = max(abs(rel[0]), abs(rel[1]))
    if exy < 0.03 and hand[2] < ham[2] + 0.042:
        return _act(ham[0], ham[1], 0.04, 1.0)      # close
    if exy < 0.02 or (exy < 0.035 and hand[2] < 0.11):
        return _act(ham[0], ham[1], 0.04, grip)     # descend
    return _act(ham[0], ham[1], 0.15, grip)         # above the hammer
