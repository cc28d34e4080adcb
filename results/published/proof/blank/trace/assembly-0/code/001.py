"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np


def _yaxis(q):
    w, x, y, z = [float(v) for v in q]
    v = np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])
    n = np.linalg.norm(v)
    if n < 1e-6:
        return np.array([-1.0, 0.0, 0.0])
    return v / n


def _to_action(target, effort):
    # map from the wished hand position (as sensed) to the action
    return [float(target[0]), float(target[1]), float(target[2]), float(effort)]


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    g = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    q = np.asarray(observation["sensor_b"], dtype=float)
    w = np.asarray(observation["sensor_c"], dtype=float)
    d = np.asarray(observation["sensor_d"], dtype=float)
    h = np.asarray(observation["sensor_e"], dtype=float)

    ax = _yaxis(q)
    ring = w + 0.13 * ax
    gp = w + 0.02 * ax

    dxy = float(np.linalg.norm(h[:2] - gp[:2]))
    dz = float(h[2] - gp[2])

    # not over the handle: hover, open
    if dxy > 0.025:
        ty = gp[1] + 0.3 * (gp[0] - h[0])
        ty = min(max(ty, gp[1] - 0.08), gp[1] + 0.08)
        return _to_action([gp[0], ty, w[2] + 0.11], -1.0)

    # over the handle: descend, open
    if dz > 0.062:
        return _to_action([gp[0], gp[1], gp[2] + 0.035], -1.0)

    # around the handle: close
    if g > 0.7:
        return _to_action([gp[0], gp[1], gp[2] + 0.035], 1.0)

    # held: carry
    err = d - ring
    exy = float(np.linalg.norm(err[:2]))
    if exy < 0.014:
        return _to_action([h[0] + err[0], h[1] + err[1], h[2] - 0.10], 1.0)
    if exy < 0.02 and ring[2] < d[2] + 0.02:
        return _to_action([h[0] + err[0], h[1] + err[1], h[2] - 0.06], 1.0)
    tz = h[2] + (d[2] + 0.06 - ring[2])
    if ring[2] < d[2] + 0.03:
        return _to_action([h[0], h[1], tz + 0.02], 1.0)
    return _to_action([h[0] + err[0], h[1] + err[1], tz], 1.0)
