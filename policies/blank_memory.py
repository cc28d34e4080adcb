"""A controller with a memory: `controller(observation, memory)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort.

    `memory` is a dict, empty at the beginning of each episode, for what is to be known at the next call.
    """
    x, y, z = observation.get("hand_pos", [0.0, 0.6, 0.2])
    return [x, y, z, 0.0]
