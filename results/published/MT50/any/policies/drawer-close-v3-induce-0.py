# Trained by robotrace for metaworld/drawer-close-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    drawer_handle_pos = observation["drawer_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_drawer_handle = drawer_handle_pos + np.array([0.0, -0.075, -0.02])
    below_drawer_handle = drawer_handle_pos + np.array([0.0, 0.0, -0.02])
    above_drawer_handle = drawer_handle_pos + np.array([0.0, -0.075, 0.21])
    at_hand_xy = np.array([hand_pos[0], hand_pos[1], 0.6])

    if hand_pos[1] - drawer_handle_pos[1] > 0.0:
        # The hand is beyond the drawer handle along y.
        if abs(hand_pos[2] - drawer_handle_pos[2]) > 0.2:
            # The hand is more than 20 cm from the drawer handle in height.
            return np.array([*above_drawer_handle, 1.0])
        else:
            return np.array([*at_hand_xy, 1.0])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.07:
        # The hand is more than 7 cm from the goal in height.
        return np.array([*beside_drawer_handle, 1.0])
    else:
        return np.array([*below_drawer_handle, 1.0])
