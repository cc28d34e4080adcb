"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import random
import math

TARGETS = [
    [0.0, 0.6, 0.2],
    [0.2, 0.6, 0.2],
    [-0.2, 0.6, 0.2],
    [0.0, 0.8, 0.2],
    [0.0, 0.45, 0.2],
    [0.0, 0.6, 0.35],
    [0.0, 0.6, 0.08],
    [0.0, -0.6, 0.2],
    [0.6, 0.0, 0.2],
    [-0.6, 0.0, 0.2],
    [0.0, 0.2, 0.6],
]


def _flat(v):
    try:
        return [float(q) for q in v]
    except TypeError:
        return [float(v)]


@rt.bundle(trainable=True)
def controller(observation):
    """A measuring run: test targets chosen from the observation alone, all sensors printed."""
    vals = {k: _flat(observation[k]) for k in sorted(observation.keys())}
    vecs = [v for v in vals.values() if len(v) == 3]
    s = [sum(v[i] for v in vecs) for i in range(3)]
    cell = [int(math.floor(q / 0.08)) for q in s]
    fine = sum(int(abs(q) * 1e6) for q in s)
    r = (random.random() + (fine % 9973) / 9973.0) % 1.0
    if r < 0.25:
        k = int(r / 0.25 * len(TARGETS)) % len(TARGETS)
    else:
        k = (3 * cell[0] + 5 * cell[1] + 7 * cell[2]) % len(TARGETS)
    act = TARGETS[k] + [1.0 if k % 2 else -1.0]
    line = " ".join(key[-1] + " " + ",".join("%.3f" % q for q in v) for key, v in vals.items())
    line += " | u " + ",".join("%g" % q for q in act)
    print(line)
    if random.random() < 0.012:
        raise RuntimeError(line)
    return act
