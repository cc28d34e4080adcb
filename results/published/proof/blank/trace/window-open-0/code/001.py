"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["sensor_c"]]
    handle = [float(v) for v in observation["sensor_d"]]

    off = (0.09, -0.09, 0.07)  # where the hand ends minus what was commanded

    dx = hand[0] - handle[0]   # negative: hand is left of the handle
    dy = handle[1] - hand[1]   # positive: hand is in front of the handle
    z = handle[2]

    if dy > 0.045:
        # in front of the handle, not yet at its depth
        if dx < -0.045:
            target = [handle[0] - 0.08, handle[1] - 0.015, z]
        else:
            target = [handle[0] - 0.10, handle[1] - 0.12, z]
    else:
        if dx < 0.0:
            # beside the handle: push toward +x
            target = [hand[0] + 0.25, handle[1] - 0.015, z]
        else:
            # on the wrong side: come back out first
            target = [hand[0], handle[1] - 0.15, z]

    return [target[0] - off[0], target[1] - off[1], target[2] - off[2], 1.0]
