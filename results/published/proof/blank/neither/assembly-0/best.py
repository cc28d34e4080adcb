# Trained by robotrace for shifted/assembly-v3@110: optoprime, score feedback, the language model claude-file-backed, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import math
import random

OPEN = 1.0
CLOSE = -1.0


def _vec(v):
    return [float(q) for q in v]


def _txt(v):
    return ",".join(str(int(round(1000 * q))) for q in v)


def _cap(d, lim):
    return max(-lim, min(lim, d))


def controller(observation):
    """Grasp the handle, lift, carry the ring over the peg, lower it; decided from the observation alone."""
    try:
        a = float(observation["sensor_a"])
    except TypeError:
        a = float(observation["sensor_a"][0])
    qw, qx, qy, qz = _vec(observation["sensor_b"])
    w = _vec(observation["sensor_c"])
    g = _vec(observation["sensor_d"])
    h = _vec(observation["sensor_e"])

    n = qw * qw + qx * qx + qy * qy + qz * qz
    n = n if n > 1e-9 else 1.0
    ya = [2.0 * (qx * qy - qw * qz) / n, 1.0 - 2.0 * (qx * qx + qz * qz) / n, 2.0 * (qy * qz + qw * qx) / n]
    ring = [w[i] + 0.13 * ya[i] for i in range(3)]
    p = [w[i] + 0.025 * ya[i] for i in range(3)]      # where to grasp

    def info(tag):
        return (tag + " hand " + _txt(h) + "; a " + _txt([a]) + "; w " + _txt(w) + "; q " + _txt([qw, qx, qy, qz])
                + "; g " + _txt(g) + "; ring " + _txt(ring))

    ex, ey = g[0] - ring[0], g[1] - ring[1]
    dist = math.hypot(ex, ey)
    if dist < 0.015 and ring[2] < g[2] - 0.02:
        raise RuntimeError(info("on the peg, not solved:"))

    near = math.hypot(h[0] - p[0], h[1] - p[1])
    above = h[2] - p[2]

    # --- held: lift, carry, lower
    if near < 0.04 and above < 0.08 and a < 0.68:
        off = h[2] - ring[2]
        if w[2] < 0.035 and dist > 0.03:
            return [h[0], h[1], h[2] + 0.03, CLOSE]
        need = g[2] + 0.035
        if dist < 0.018:
            return [h[0] + ex, h[1] + ey, g[2] - 0.04 + off, CLOSE]
        if ring[2] >= need:
            return [h[0] + _cap(ex, 0.07), h[1] + _cap(ey, 0.07), g[2] + 0.065 + off, CLOSE]
        if dist < 0.03:
            return [h[0] + ex, h[1] + ey, h[2], CLOSE]
        tz = h[2] + _cap(g[2] + 0.07 + off - h[2], 0.08)
        if w[2] < 0.05:
            return [h[0], h[1], tz, CLOSE]
        f = max(0.0, 1.0 - 0.11 / dist)
        return [h[0] + _cap(ex * f, 0.07), h[1] + _cap(ey * f, 0.07), tz, CLOSE]

    # --- at the handle: close
    if near < 0.025 and (above < 0.055 or (above < 0.075 and a < 0.9)):
        if a > 0.9 and random.random() < 0.006:
            raise RuntimeError(info("closing, still open:"))
        return [p[0], p[1], p[2] + 0.035, CLOSE]

    # --- above the handle: down
    if near < 0.025:
        if a < 0.85:
            return [p[0], p[1], max(h[2], p[2] + 0.09), OPEN]
        return [p[0], p[1], p[2] + 0.035, OPEN]

    # --- elsewhere: to a point above the handle
    return [p[0], p[1], p[2] + 0.11, OPEN]
