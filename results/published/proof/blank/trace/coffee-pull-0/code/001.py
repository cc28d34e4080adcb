"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Calibration sweep: the hand's height (then its x) serves as the clock."""
    hand = observation["sensor_d"]
    hx, hy, hz = float(hand[0]), float(hand[1]), float(hand[2])
    if hz < 0.25:
        return [0.0, 0.4, hz + 0.02, -1.0]
    if hz < 0.30:
        return [0.0, 0.3, hz + 0.02, 1.0]
    if hz < 0.36:
        return [0.1, 0.3, hz + 0.02, -1.0]
    if hz < 0.42:
        return [0.1, 0.45, hz + 0.02, 1.0]
    if abs(hx) < 0.18:
        return [0.2, 0.4, 0.45, -1.0]
    if abs(hx) < 0.35:
        return [hx + 0.01, 0.5, 0.45, 1.0]
    return [0.4, 0.35, 0.45, -1.0]
