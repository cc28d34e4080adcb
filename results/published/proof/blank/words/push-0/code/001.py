"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Calibration probe: constant commands that differ from (0, 0.6, 0.2) in known amounts."""
    goal = observation["sensor_c"]
    if float(goal[0]) < 0.0:
        return [0.15, 0.6, 0.2, 1.0]
    return [0.0, 0.75, 0.3, -1.0]
