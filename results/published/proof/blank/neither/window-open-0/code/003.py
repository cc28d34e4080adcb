"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

START = (0.0045, 0.4003, 0.1957)


@rt.bundle(trainable=True)
def controller(observation):
    """A measurement: find what drives y, and where the hand comes to rest."""
    hand = [float(q) for q in observation["sensor_c"]]
    handle = [float(q) for q in observation["sensor_d"]]
    try:
        opening = float(observation["sensor_b"])
    except TypeError:
        opening = float(observation["sensor_b"][0])
    moved = math.sqrt(sum((h - s) ** 2 for h, s in zip(hand, START)))
    low = hand[1] < 0.43
    may_report = False
    if opening >= 0.6:
        mode = "A"
        u = [0.2, 0.65, 0.2]
        grip = -1.0
        if low and moved > 0.1:
            grip = 1.0
        elif not low and hand[1] > 0.45:
            may_report = True
    else:
        grip = 1.0
        may_report = True
        if hand[2] > 0.42:
            mode = "C"
            u = [0.2, -0.65, -0.65]
        else:
            mode = "B"
            u = [0.2, -0.65, 0.2]
    if may_report:
        fine = sum(int(abs(q) * 1e10) for q in hand) % 9973
        if fine % 14 == 0:
            raise RuntimeError(
                "%s u %.2f,%.2f,%.2f hand %.4f,%.4f,%.4f grip %.3f handle %.3f,%.3f"
                % (mode, u[0], u[1], u[2], hand[0], hand[1], hand[2], opening, handle[0], handle[1])
            )
    return u + [grip]
