"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


def _mm(v):
    try:
        return [int(round(1000 * float(q))) for q in v]
    except TypeError:
        return [int(round(1000 * float(v)))]


def _flat(observation):
    out = []
    for k in sorted(observation):
        v = observation[k]
        try:
            out.extend(float(q) for q in v)
        except TypeError:
            out.append(float(v))
    return out


_SHIFT = [
    (0.0, 0.0, 0.0),
    (0.1, 0.0, 0.0),
    (-0.1, 0.0, 0.0),
    (0.0, 0.1, 0.0),
    (0.0, -0.1, 0.0),
    (0.0, 0.0, 0.1),
    (0.0, 0.0, -0.1),
    (0.0, 0.0, 0.0),
]


@rt.bundle(trainable=True)
def controller(observation):
    """Identify the robot: targets picked from the readings' last digits; prints action and readings."""
    s = 0.0
    for j, q in enumerate(_flat(observation)):
        s += (1.37 + 0.71 * j) * q
    h = int(abs(s) * 1e5)
    d = _SHIFT[h % 8]
    g = 1.0 if (h // 8) % 2 else -1.0
    a = [0.0 + d[0], 0.6 + d[1], 0.2 + d[2], g]
    parts = []
    for k in sorted(observation):
        parts.append(k[-1] + " " + ",".join(str(q) for q in _mm(observation[k])))
    print("; ".join(parts) + " -> " + ",".join("%g" % q for q in a))
    return a
