"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math
import random

START = (0.0045, 0.4003, 0.1957)


@rt.bundle(trainable=True)
def controller(observation):
    """A measurement: hold one target, report where the hand comes to rest."""
    hand = [float(q) for q in observation["sensor_c"]]
    goal = [float(q) for q in observation["sensor_a"]]
    handle = [float(q) for q in observation["sensor_d"]]
    try:
        opening = float(observation["sensor_b"])
    except TypeError:
        opening = float(observation["sensor_b"][0])
    sx = 1.0 if int(round(goal[0] * 1e4)) % 2 else -1.0
    sz = 1.0 if int(round(goal[1] * 1e4)) % 2 else -1.0
    action = [0.42 * sx, -0.45, 0.48 * sz, 1.0]
    moved = math.sqrt(sum((h - s) ** 2 for h, s in zip(hand, START)))
    if moved > 0.12:
        fine = sum(int(abs(q) * 1e10) for q in hand) % 9973
        fine += int(random.random() * 1e6)
        if fine % 12 == 0:
            raise RuntimeError(
                "u %.2f,%.2f,%.2f hand %.4f,%.4f,%.4f grip %.3f handle %.3f,%.3f,%.3f goal %.3f,%.3f"
                % (action[0], action[1], action[2], hand[0], hand[1], hand[2], opening,
                   handle[0], handle[1], handle[2], goal[0], goal[1])
            )
    return action
