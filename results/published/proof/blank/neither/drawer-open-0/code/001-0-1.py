"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math
import numpy as np


def _flat(v):
    return [float(q) for q in np.atleast_1d(np.asarray(v, dtype=float)).ravel()]


@rt.bundle(trainable=True)
def controller(observation):
    """Measuring run: varied targets as a function of the readings; prints both."""
    vals = []
    parts = []
    for k in sorted(observation.keys()):
        f = _flat(observation[k])
        vals += f
        parts.append(k[-1] + ":" + ",".join(str(int(round(1000 * q))) for q in f))
    s = 0.0
    for i, v in enumerate(vals):
        s += v * (i + 1.37) * 977.13

    def u(j):
        r = math.sin(s * (1.0 + 0.31 * j) + 12.9898 * j) * 43758.5453
        return r - math.floor(r)

    x = -0.5 + 1.0 * u(1)
    if u(2) < 0.75:
        y = 0.35 + 0.65 * u(3)
    else:
        y = -1.0 + 1.3 * u(3)
    if u(4) < 0.75:
        z = 0.05 + 0.45 * u(5)
    else:
        z = -0.5 + 0.55 * u(5)
    g = 1.0 if u(6) < 0.5 else -1.0
    act = [round(x, 2), round(y, 2), round(z, 2), g]
    print(" ".join(parts) + " > " + ",".join(str(int(round(100 * q))) for q in act[:3])
          + ("+" if g > 0 else "-"))
    return [float(q) for q in act]
