# Trained by robotrace for metaworld/handle-press-side-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    handle_pos = observation["handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_handle_xy = np.array([handle_pos[0], handle_pos[1], -0.05])
    above_handle = handle_pos + np.array([0.0, 0.0, 0.2])

    if np.linalg.norm(hand_pos[:2] - handle_pos[:2]) > 0.022:
        # The hand is more than 2.2 cm from the handle, seen from above.
        if np.linalg.norm(handle_pos - goal_pos) > 0.02:
            # The handle is more than 2 cm from the goal.
            return np.array([*above_handle, 1.0])
        else:
            return np.array([*hand_pos, 1.0])
    elif np.linalg.norm(handle_pos - goal_pos) > 0.02:
        # The handle is more than 2 cm from the goal.
        return np.array([*at_handle_xy, 1.0])
    else:
        return np.array([*hand_pos, 1.0])
