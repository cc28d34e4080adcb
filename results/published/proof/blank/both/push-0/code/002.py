"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


import math

OPEN = 1.0
CLOSE = -1.0
SX, SY, SZ = 0.81, 0.81, 0.835


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["sensor_d"]]
    puck = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_a"])

    adx = abs(puck[0] - hand[0])
    ady = abs(puck[1] - hand[1])
    z = hand[2]
    hover = 0.115

    if z < 0.09 and adx < 0.03 and ady < 0.045:
        if z > 0.071 and opening < 0.33:
            # closed on top of the puck: rise and open
            grip = OPEN
            want = [hand[0], hand[1], 0.14]
        elif opening < 0.7 or z < 0.068:
            # around the puck: drag it to the goal
            grip = CLOSE
            gx = goal[0] - puck[0]
            gy = goal[1] - puck[1]
            m = max(abs(gx), abs(gy), 1e-6)
            f = min(0.15, m + 0.06) / m
            want = [hand[0] + gx * f, hand[1] + gy * f, 0.045]
        else:
            # nearly down: begin to close, as that comes one action late
            grip = CLOSE
            want = [puck[0], puck[1], 0.045]
    elif z < 0.08:
        # low beside the puck: rise first
        grip = OPEN
        want = [hand[0], hand[1], 0.14]
    elif adx < 0.03 and ady < 0.035 and (opening > 0.8 or z > 0.15):
        # above the puck: go down
        grip = OPEN
        want = [puck[0], puck[1], 0.045]
    else:
        # go to a place above the puck
        grip = OPEN
        want = [puck[0], puck[1], hover]

    # undo the scale of the actions
    return [want[0] / SX, want[1] / SY, want[2] / SZ, grip]
