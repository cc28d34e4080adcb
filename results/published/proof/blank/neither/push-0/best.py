# Trained by robotrace for shifted/push-v3@109: optoprime, score feedback, the language model claude-file-backed, iteration 6.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np

SCALE = np.array([0.80, 0.80, 0.80])
ZERO = np.array([0.010, 0.006, 0.008])
GAIN = 0.6
OPEN, CLOSE = 1.0, -1.0


def _policy(h, p, q, a):
    dx, dy = abs(h[0] - p[0]), abs(h[1] - p[1])
    d = float(np.hypot(dx, dy))
    if h[2] > 0.085:
        if dx > 0.02 or dy > 0.025:
            return [p[0], p[1], 0.14], OPEN
        return [p[0], p[1], 0.045], OPEN
    if d > 0.055:
        return [h[0], h[1], 0.2], OPEN
    if a > 0.9:
        return [p[0], p[1], 0.045], CLOSE
    e = (q - p)[:2]
    n = float(np.hypot(e[0], e[1])) + 1e-6
    step = 0.04 if a > 0.72 else 0.3
    k = min(1.0, step / n)
    return [h[0] + k * e[0], h[1] + k * e[1], 0.045], CLOSE


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    a = float(np.ravel(observation["sensor_a"])[0])
    p, q, h = [np.asarray(observation[k], dtype=float).reshape(3)
               for k in ("sensor_b", "sensor_c", "sensor_d")]
    t, g = _policy(h, p, q, a)
    t = np.array(t, dtype=float)
    u = (t - ZERO) / SCALE + GAIN * (t - h)
    u = np.clip(u, -2.0, 2.0)
    return [float(u[0]), float(u[1]), float(u[2]), g]
