"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["sensor_d"]]
    puck = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_a"])

    dx = puck[0] - hand[0]
    dy = puck[1] - hand[1]
    dxy = math.hypot(dx, dy)

    low = hand[2] < 0.085
    if low and dxy < 0.05:
        # around the puck: close and drag to the goal
        grip = 1.0
        limit = 0.04 if opening > 0.8 else 0.15
        gx = goal[0] - puck[0]
        gy = goal[1] - puck[1]
        n = math.hypot(gx, gy)
        f = min(1.0, limit / n) if n > 1e-6 else 0.0
        want = [hand[0] + gx * f, hand[1] + gy * f, 0.055]
        k = 0.0
    elif dxy < 0.025 or (dxy < 0.035 and hand[2] < 0.12):
        # above the puck: go down, open
        grip = -1.0
        want = [puck[0], puck[1], 0.05]
        k = 0.5
    else:
        # go to a place above the puck, open
        grip = -1.0
        want = [puck[0], puck[1], 0.13]
        k = 0.5

    target = [w + k * (w - h) for w, h in zip(want, hand)]
    # undo the (assumed) scale of the actions
    return [target[0] / 0.82, target[1] / 0.81, target[2] / 0.835, grip]
