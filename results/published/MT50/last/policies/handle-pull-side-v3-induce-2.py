# Trained by robotrace for metaworld/handle-pull-side-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    handle_pos = observation["handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_handle_x_plus_7cm = handle_pos + np.array([0.07, 0.0, 0.0])
    above_handle = handle_pos + np.array([0.07, 0.0, 0.1])
    at_handle_xy_hand_z = np.array([handle_pos[0] + 0.146, handle_pos[1], hand_pos[2]])
    beside_handle_x_plus_15cm = handle_pos + np.array([0.146, 0.0, 0.0])

    if np.linalg.norm(hand_pos - beside_handle_x_plus_15cm) <= 0.0714:
        # The hand is within 7.14 cm of beside_handle_x_plus_15cm.
        return np.array([*beside_handle_x_plus_7cm, 1.0])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.0412:
        # The hand is more than 4.12 cm from the goal in height.
        if abs(hand_pos[0] - handle_pos[0]) <= 0.06962:
            # The hand is within 6.962 cm of the handle along x.
            return np.array([*hand_pos, 1.0])
        elif abs(hand_pos[1] - handle_pos[1]) <= 0.00187:
            # The hand is within 1.87 mm of the handle along y.
            return np.array([*above_handle, 1.0])
        elif abs(hand_pos[2] - handle_pos[2]) > 0.02:
            # The hand is more than 2 cm from the handle in height.
            return np.array([*at_handle_xy_hand_z, 1.0])
        else:
            return np.array([*above_handle, 1.0])
    elif abs(hand_pos[0] - handle_pos[0]) > 0.105:
        # The hand is more than 10.5 cm from the handle along x.
        return np.array([*beside_handle_x_plus_15cm, 1.0])
    elif abs(handle_pos[2] - goal_pos[2]) > 0.065:
        # The handle is more than 6.5 cm from the goal in height.
        return np.array([*at_handle_xy_hand_z, 1.0])
    else:
        return np.array([*hand_pos, 1.0])
