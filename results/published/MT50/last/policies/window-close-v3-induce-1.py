# Trained by robotrace for metaworld/window-close-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    window_handle_pos = observation["window_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_window_handle = window_handle_pos + np.array([0.03, -0.03, 0.17])
    below_window_handle_8cm = window_handle_pos + np.array([0.03, -0.03, -0.08])
    below_window_handle_8cm_2 = window_handle_pos + np.array([-0.07, -0.03, -0.08])

    if abs(hand_pos[0] - goal_pos[0]) <= 0.21:
        # The hand is within 21 cm of the goal along x.
        return np.array([*above_window_handle, 1.0])
    elif hand_pos[2] - window_handle_pos[2] > -0.03:
        # The hand is at most 3 cm below the window handle.
        return np.array([*below_window_handle_8cm, 1.0])
    else:
        return np.array([*below_window_handle_8cm_2, 1.0])
