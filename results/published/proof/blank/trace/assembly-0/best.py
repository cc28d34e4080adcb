# Trained by robotrace for shifted/assembly-v3@110: optoprime, score feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def _yaxis(q):
    w, x, y, z = [float(v) for v in q]
    v = np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])
    n = np.linalg.norm(v)
    if n < 1e-6:
        return np.array([-1.0, 0.0, 0.0])
    return v / n


def _to_action(target, close):
    # measured: effort +1 opens, -1 closes; positions as told
    return [float(target[0]), float(target[1]), float(target[2]), -1.0 if close else 1.0]


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    g = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    q = np.asarray(observation["sensor_b"], dtype=float)
    w = np.asarray(observation["sensor_c"], dtype=float)
    d = np.asarray(observation["sensor_d"], dtype=float)
    h = np.asarray(observation["sensor_e"], dtype=float)

    ax = _yaxis(q)
    ring = w + 0.13 * ax
    gp = w + 0.022 * ax

    dxy = float(np.linalg.norm(h[:2] - gp[:2]))
    dz = float(h[2] - gp[2])
    lifted = w[2] > 0.04 and gp[2] > 0.035

    holding = g < 0.64 and dz < 0.075 and dxy < 0.045

    if not holding:
        # not over the handle: hover, open
        if dxy > 0.02 and not (dz < 0.055 and dxy < 0.03):
            return _to_action([gp[0], gp[1], gp[2] + 0.10], False)
        # over the handle with the fingers not yet open: wait above, open
        if g < 0.85 and dz > 0.06:
            return _to_action([gp[0], gp[1], gp[2] + 0.10], False)
        # over the handle: descend, open
        if dz > 0.048:
            return _to_action([gp[0], gp[1], gp[2] + 0.03], False)
        # around the handle: close
        return _to_action([gp[0], gp[1], gp[2] + 0.035], True)

    # fingers still closing: lift softly or not at all
    if not lifted and g > 0.46:
        up = min(max((0.64 - g) * 0.25, 0.0), 0.04)
        return _to_action([h[0], h[1], h[2] + up], True)

    # held: carry
    err = d - ring
    exy = float(np.linalg.norm(err[:2]))
    if exy < 0.014:
        return _to_action([h[0] + err[0], h[1] + err[1], h[2] - 0.10], True)
    if exy < 0.02 and ring[2] < d[2] + 0.02:
        return _to_action([h[0] + err[0], h[1] + err[1], h[2] - 0.06], True)
    tz = h[2] + (d[2] + 0.06 - ring[2])
    if ring[2] < d[2] + 0.03:
        return _to_action([h[0], h[1], tz + 0.02], True)
    return _to_action([h[0] + err[0], h[1] + err[1], tz], True)
