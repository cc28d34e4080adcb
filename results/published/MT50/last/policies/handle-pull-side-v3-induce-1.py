# Trained by robotrace for metaworld/handle-pull-side-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    handle_pos = observation["handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_handle = handle_pos + np.array([0.07, 0.0, 0.1])
    beside_handle_x_plus_7cm = handle_pos + np.array([0.07, 0.0, 0.0])
    beside_handle_x_plus_15cm = handle_pos + np.array([0.146, 0.0, 0.0])
    at_handle_xy_hand_z = np.array([handle_pos[0] + 0.146, handle_pos[1], hand_pos[2]])

    if np.linalg.norm(hand_pos[:2] - handle_pos[:2]) > 0.075:
        # The hand is more than 7.5 cm from the handle, seen from above.
        if abs(hand_pos[2] - handle_pos[2]) <= 0.026:
            # The hand is within 2.6 cm of the handle in height.
            return np.array([*beside_handle_x_plus_7cm, 1.0])
        elif abs(hand_pos[0] - handle_pos[0]) > 0.1:
            # The hand is more than 10 cm from the handle along x.
            return np.array([*beside_handle_x_plus_15cm, 1.0])
        else:
            return np.array([*at_handle_xy_hand_z, 1.0])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.035:
        # The hand is more than 3.5 cm from the goal in height.
        if abs(hand_pos[0] - handle_pos[0]) <= 0.069757:
            # The hand is within 6.9757 cm of the handle along x.
            return np.array([*hand_pos, 1.0])
        elif np.linalg.norm(hand_pos[:2] - above_handle[:2]) <= 0.0032:
            # The hand is within 3.2 mm of above_handle, seen from above.
            return np.array([*above_handle, 1.0])
        elif abs(hand_pos[2] - handle_pos[2]) > 0.02:
            # The hand is more than 2 cm from the handle in height.
            return np.array([*at_handle_xy_hand_z, 1.0])
        else:
            return np.array([*above_handle, 1.0])
    elif np.linalg.norm(handle_pos - goal_pos) > 0.0796:
        # The handle is more than 7.96 cm from the goal.
        return np.array([*at_handle_xy_hand_z, 1.0])
    else:
        return np.array([*hand_pos, 1.0])
