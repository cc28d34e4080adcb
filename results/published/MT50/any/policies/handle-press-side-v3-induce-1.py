# Trained by robotrace for metaworld/handle-press-side-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    gripper_opening = observation["gripper_opening"]
    handle_pos = observation["handle_pos"]

    # Places to go to, in metres.
    at_handle_xy = np.array([handle_pos[0], handle_pos[1], -0.05])
    above_handle = handle_pos + np.array([0.0, 0.0, 0.2])

    if gripper_opening > 0.4:
        # The gripper opening is above 0.4.
        return np.array([*above_handle, 1.0])
    else:
        return np.array([*at_handle_xy, 1.0])
