"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    goal = [float(v) for v in observation["sensor_a"]]
    hand = [float(v) for v in observation["sensor_b"]]
    puck = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_d"])

    dx = puck[0] - hand[0]
    dy = puck[1] - hand[1]
    dxy = (dx * dx + dy * dy) ** 0.5
    dz = hand[2] - puck[2]          # nominally 0.045 when the puck is between the fingertips

    near = dxy < 0.03 and dz < 0.065
    if near and opening < 0.7:
        # puck held: lift, then carry
        off = [hand[i] - puck[i] for i in range(3)]
        tx = goal[0] + off[0]
        ty = goal[1] + off[1]
        tz = goal[2] + off[2]
        if puck[2] < 0.03:
            tx, ty = hand[0], hand[1]
            tz = max(tz, hand[2] + 0.1)
        return [tx, ty, tz, 1.0]
    if near:
        # close around the puck
        return [puck[0], puck[1], puck[2] + 0.04, 1.0]
    if dxy < 0.02:
        # descend, open
        return [puck[0], puck[1], puck[2] + 0.04, -1.0]
    # hover over the puck, open
    return [puck[0], puck[1], puck[2] + 0.13, -1.0]
