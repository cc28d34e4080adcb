"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = observation["sensor_d"]
    mug = observation["sensor_a"]
    z = float(hand[2])
    if float(mug[0]) < 0.0:
        table = [
            (0.240, 0.0, 0.35, 1.0),
            (0.285, 0.1, 0.35, 1.0),
            (0.330, 0.1, 0.45, -1.0),
            (0.375, -0.1, 0.45, -1.0),
            (0.420, -0.1, 0.85, 0.0),
            (9.0, 0.0, 0.75, 0.0),
        ]
    else:
        table = [
            (0.240, 0.0, 0.85, -1.0),
            (0.285, 0.1, 0.85, -1.0),
            (0.330, 0.1, 0.75, 1.0),
            (0.375, -0.1, 0.75, 1.0),
            (0.420, -0.1, 0.30, 0.0),
            (9.0, 0.0, 0.40, 0.0),
        ]
    for limit, ax, ay, g in table:
        if z < limit:
            break
    return [ax, ay, z + 0.010, g]
