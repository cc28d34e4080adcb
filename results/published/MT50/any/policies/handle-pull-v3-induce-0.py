# Trained by robotrace for metaworld/handle-pull-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    handle_pos = observation["handle_pos"]

    # Places to go to, in metres.
    above_handle = handle_pos + np.array([0.0, -0.03, 0.1])
    at_handle_xy_hand_z = np.array([handle_pos[0], handle_pos[1] - 0.1, hand_pos[2]])
    by_handle = handle_pos + np.array([0.0, -0.03, 0.0])
    beside_handle = handle_pos + np.array([0.0, -0.1, 0.0])

    if np.linalg.norm(hand_pos - handle_pos) <= 0.034:
        # The hand is within 3.4 cm of the handle.
        return np.array([*above_handle, 1.0])
    elif abs(hand_pos[2] - handle_pos[2]) <= 0.02:
        # The hand is within 2 cm of the handle in height.
        return np.array([*by_handle, 1.0])
    elif abs(hand_pos[1] - handle_pos[1]) > 0.05:
        # The hand is more than 5 cm from the handle along y.
        return np.array([*beside_handle, 1.0])
    else:
        return np.array([*at_handle_xy_hand_z, 1.0])
