"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import zlib
import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Measuring run: the action is drawn from a generator seeded with the observation; all is printed."""
    raw = b"".join(
        np.ascontiguousarray(np.asarray(observation[k], dtype=float)).tobytes()
        for k in sorted(observation.keys())
    )
    rng = np.random.RandomState(zlib.crc32(raw) & 0x7FFFFFFF)

    a = float(np.asarray(observation.get("sensor_a", 1.0), dtype=float).ravel()[0])
    is_open = a > 0.6
    base = np.array([0.1, 0.5, 0.25]) if is_open else np.array([-0.05, 0.7, 0.35])
    grip = -1.0 if is_open else 1.0
    if rng.rand() < 0.13:
        grip = -grip

    target = base.copy()
    u = rng.rand()
    i = rng.randint(3)
    if u < 0.30:
        target[i] += 0.2 if rng.rand() < 0.5 else -0.2
    elif u < 0.40:
        target[i] = -target[i]

    parts = []
    for k in sorted(observation.keys()):
        v = np.asarray(observation[k], dtype=float).ravel()
        s = 100.0 if v.size == 4 else 1000.0
        parts.append(k.replace("sensor_", "") + " " + " ".join("%d" % round(q * s) for q in v))
    print("|".join(parts) + " -> %.2f %.2f %.2f %+d" % (target[0], target[1], target[2], grip))
    return [float(target[0]), float(target[1]), float(target[2]), float(grip)]
