"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

BASE = (0.0, 0.6, 0.2)
DEV = [(0, 0.2), (0, -0.2), (1, 0.7), (1, 0.5), (1, -0.6), (2, 0.35), (2, 0.08), (2, -0.2), (0, 0.1), (1, 0.6)]
KICK = [(0, 0.35), (0, -0.35), (1, 0.8), (1, 0.4), (1, -0.8), (2, 0.45), (2, 0.0), (2, -0.35)]


def _hash(values, seed):
    s = 0.37 * seed
    for i, v in enumerate(values):
        s = math.sin(s * 3.1 + v * (12.9898 + 7.233 * i) + 0.7 * i) * 43.7585453
    s = abs(s) * 1000.0
    return s - math.floor(s)


def _flat(observation):
    vals = []
    for k in ("sensor_a", "sensor_b", "sensor_d"):
        v = observation.get(k, [0.0, 0.0, 0.0])
        vals.extend([float(v[0]), float(v[1]), float(v[2])])
    return vals


@rt.bundle(trainable=True)
def controller(observation):
    """Probe: targets that depend on the readings; prints them."""
    vals = _flat(observation)
    c = float(observation.get("sensor_c", 0.0))
    coarse = [math.floor((v + 0.03) / 0.12) for v in vals]
    fine = [v * 1.0e4 for v in vals] + [c * 1.0e4]
    target = list(BASE)
    if _hash(fine, 1) < 0.22:
        i, q = KICK[int(_hash(fine, 2) * len(KICK)) % len(KICK)]
    else:
        i, q = DEV[int(_hash(coarse, 3) * len(DEV)) % len(DEV)]
    target[i] = q
    grip = 1.0 if _hash(coarse, 5) < 0.5 else -1.0
    m = [int(round(v * 1000)) for v in vals]
    print("a%d,%d,%d b%d,%d,%d d%d,%d,%d c%.3f" % (tuple(m) + (c,)) + " u%.2f,%.2f,%.2f,%d" % (target[0], target[1], target[2], grip))
    return [target[0], target[1], target[2], grip]
