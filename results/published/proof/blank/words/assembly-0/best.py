# Trained by robotrace for shifted/assembly-v3@110: optoprime, facts feedback, the language model claude-file-backed, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def y_axis(q):
    w, x, y, z = q
    return np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])


CLOSE = -1.0


def act(d, effort):
    d = np.clip(np.asarray(d, dtype=float), [-0.49, 0.41, 0.051], [0.49, 0.99, 0.45])
    return [float(d[0]), float(d[1]), float(d[2]), float(effort)]


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    a = float(np.asarray(observation["sensor_a"], dtype=float).reshape(-1)[0])
    q = np.asarray(observation["sensor_b"], dtype=float)
    w = np.asarray(observation["sensor_c"], dtype=float)
    g = np.asarray(observation["sensor_d"], dtype=float)
    h = np.asarray(observation["sensor_e"], dtype=float)

    d = y_axis(q)
    ring = w + 0.13 * d
    grasp = w + 0.02 * d
    dxy = float(np.linalg.norm(h[:2] - grasp[:2]))
    dz = float(h[2] - w[2])
    near = dxy < 0.04 and dz < 0.085
    held = near and a < 0.85

    if not held:
        effort = 0.0 if a > 0.9 else -CLOSE
        if dxy > 0.03 and dz < 0.06:
            # too low beside it: up first
            return act([h[0], h[1], w[2] + 0.12], effort)
        if dxy > 0.06:
            # far away: go above the handle
            return act([grasp[0], grasp[1], w[2] + 0.09], effort)
        if dxy > 0.02 and dz > 0.07:
            # above it, not yet exactly
            return act([grasp[0], grasp[1], w[2] + 0.08], effort)
        if dz > 0.050:
            # straight down
            return act([grasp[0], grasp[1], w[2] + 0.034], effort)
        # around the handle: close
        return act([grasp[0], grasp[1], w[2] + 0.034], CLOSE)

    e = g[:2] - ring[:2]
    err = float(np.linalg.norm(e))
    if err < 0.013 or (err < 0.025 and ring[2] < g[2] + 0.02):
        # ring over the peg: down
        return act([h[0] + e[0], h[1] + e[1], h[2] + (g[2] - 0.07) - ring[2]], CLOSE)
    up = (g[2] + 0.05) - ring[2]
    if ring[2] > g[2] + 0.022:
        # high enough: over the peg
        return act([h[0] + e[0], h[1] + e[1], h[2] + up], CLOSE)
    if w[2] < 0.03 and a > 0.6:
        # still closing: lift gently
        return act([h[0], h[1], h[2] + 0.03], CLOSE)
    if w[2] > 0.06 and err > 0.08:
        # lift, and come nearer, but not to the peg
        e = e * (1 - 0.08 / err)
        return act([h[0] + e[0], h[1] + e[1], h[2] + max(up, 0.06)], CLOSE)
    # lift straight
    return act([h[0], h[1], h[2] + max(up, 0.06)], CLOSE)
