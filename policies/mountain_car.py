"""MountainCar: push to the right where the car is faster than a switching curve of its position says, else to the left.

So the run-up begins as late, and no later, than the hill needs.
"""

import robotrace as rt

BACK, FORTH = 0, 2  # what an action may be; 1 pushes neither way
MIDDLE = -0.5  # metres: the valley's lowest point, about
CURVE = rt.node(
    (-0.001712, 0.04749, 0.03836, -0.1241), trainable=True, name="CURVE", bounds=(-1.0, 1.0)
)  # of x, 1 up to x^3


@rt.bundle(trainable=True)
def push(x, speed, curve):
    """Return the way to push: by the speed at which the car switches at x metres from the middle."""
    a, b, c, d = curve
    return FORTH if speed > a + x * (b + x * (c + x * d)) else BACK


def controller(observation):
    """Return [push]: 0 to the left, 1 none, 2 to the right."""
    return [push(float(observation["position"]) - MIDDLE, float(observation["velocity"]), CURVE)]
