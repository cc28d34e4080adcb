"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import numpy as np

XS = [-0.25, 0.0, 0.25, 0.5]
YS = [0.2, 0.5, 0.65, 0.8]
ZS = [0.15, 0.25, 0.4, 0.3]
GS = [-1.0, 1.0]


def _mm(v):
    return [int(round(1000.0 * float(q))) for q in np.atleast_1d(np.asarray(v, dtype=float)).ravel()]


@rt.bundle(trainable=True)
def controller(observation):
    """Calibration run without memory: pseudo-random targets, readings printed."""
    parts = [_mm(observation[k]) for k in sorted(observation.keys())]
    h = 12345
    for p in parts:
        for q in p:
            h = (h * 1103515245 + (q + 5000) * 2654435761 + 12345) % 2305843009213693951
    h ^= h >> 29
    i, j, k, g = h % 4, (h // 7) % 4, (h // 31) % 4, (h // 131) % 2
    action = [XS[i], YS[j], ZS[k], GS[g]]
    print("|".join(",".join(str(q) for q in p) for p in parts)
          + " > " + ",".join("%g" % q for q in action))
    return action
