# Trained by robotrace for metaworld/drawer-open-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    drawer_handle_pos = observation["drawer_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    below_drawer_handle = drawer_handle_pos + np.array([0.0, 0.0, -0.02])
    above_drawer_handle = drawer_handle_pos + np.array([0.0, 0.0, 0.28])
    beside_drawer_handle = drawer_handle_pos + np.array([0.0, -0.06, -0.02])

    if np.linalg.norm(hand_pos - goal_pos) > 0.22:
        # The hand is more than 22 cm from the goal.
        return np.array([*below_drawer_handle, -1.0])
    elif np.linalg.norm(hand_pos - drawer_handle_pos) > 0.1:
        # The hand is more than 10 cm from the drawer handle.
        return np.array([*above_drawer_handle, -1.0])
    else:
        return np.array([*beside_drawer_handle, -1.0])
