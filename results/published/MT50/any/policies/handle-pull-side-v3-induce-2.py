# Trained by robotrace for metaworld/handle-pull-side-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    handle_pos = observation["handle_pos"]

    # Places to go to, in metres.
    above_handle = handle_pos + np.array([0.07, 0.0, 0.1])
    beside_handle_x_plus_7cm = handle_pos + np.array([0.07, 0.0, 0.0])
    beside_handle_x_plus_15cm = handle_pos + np.array([0.146, 0.0, 0.0])
    at_handle_xy_hand_z = np.array([handle_pos[0] + 0.146, handle_pos[1], hand_pos[2]])

    if np.linalg.norm(hand_pos - handle_pos) <= 0.075:
        # The hand is within 7.5 cm of the handle.
        return np.array([*above_handle, 1.0])
    elif abs(hand_pos[2] - handle_pos[2]) <= 0.03:
        # The hand is within 3 cm of the handle in height.
        return np.array([*beside_handle_x_plus_7cm, 1.0])
    elif abs(hand_pos[0] - handle_pos[0]) > 0.105:
        # The hand is more than 10.5 cm from the handle along x.
        return np.array([*beside_handle_x_plus_15cm, 1.0])
    else:
        return np.array([*at_handle_xy_hand_z, 1.0])
