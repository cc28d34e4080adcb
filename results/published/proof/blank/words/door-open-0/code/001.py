"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Exploration: a constant action that depends on the case; shows the map from action to hand."""
    d = observation["sensor_d"]
    b = observation["sensor_b"]
    c = float(observation["sensor_c"])
    hx = float(b[0]) > 0.245
    hy = float(b[1]) > 0.695
    if hx and hy:
        a = [0.12, 0.57, 0.17, 1.0]
    elif hx:
        a = [0.15, 0.53, 0.23, 1.0]
    elif hy:
        a = [-0.08, 0.62, 0.25, -1.0]
    else:
        a = [-0.05, 0.57, 0.15, -1.0]
    print("hand %.3f %.3f %.3f c %.3f act %s" % (d[0], d[1], d[2], c, a))
    return a
