# Trained by robotrace for metaworld/lever-pull-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    lever_pos = observation["lever_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_lever = lever_pos + np.array([0.0, -0.055, 0.0])
    below_lever = lever_pos + np.array([0.0, -0.055, -0.1])
    above_lever = lever_pos + np.array([0.0, 0.025, 0.02])
    at_lever_xz_goal_y_y_minus_4cm = np.array([lever_pos[0], goal_pos[1] - 0.045, lever_pos[2]])
    at_lever_xz_goal_y_y_minus_4cm_2 = np.array([lever_pos[0], goal_pos[1] - 0.045, lever_pos[2] + 0.02])
    at_lever_xz_goal_y_z_minus_10cm = np.array([lever_pos[0], goal_pos[1] - 0.045, lever_pos[2] - 0.1])

    if np.linalg.norm(goal_pos - beside_lever) > 0.081:
        # The goal is more than 8.1 cm from beside_lever.
        if abs(hand_pos[2] - lever_pos[2]) > 0.02:
            # The hand is more than 2 cm from the lever in height.
            if np.linalg.norm(hand_pos[:2] - beside_lever[:2]) > 0.02:
                # The hand is more than 2 cm from beside_lever, seen from above.
                return np.array([*below_lever, 1.0])
            else:
                return np.array([*beside_lever, 1.0])
        elif np.linalg.norm(lever_pos[:2] - goal_pos[:2]) > 0.07:
            # The lever is more than 7 cm from the goal, seen from above.
            return np.array([*above_lever, 1.0])
        else:
            return np.array([*at_lever_xz_goal_y_y_minus_4cm_2, 1.0])
    elif np.linalg.norm(lever_pos[:2] - goal_pos[:2]) <= 0.026:
        # The lever is within 2.6 cm of the goal, seen from above.
        return np.array([*hand_pos, 1.0])
    elif abs(hand_pos[2] - lever_pos[2]) <= 0.02:
        # The hand is within 2 cm of the lever in height.
        return np.array([*at_lever_xz_goal_y_y_minus_4cm_2, 1.0])
    elif np.linalg.norm(hand_pos[:2] - beside_lever[:2]) > 0.0201:
        # The hand is more than 2.01 cm from beside_lever, seen from above.
        return np.array([*at_lever_xz_goal_y_z_minus_10cm, 1.0])
    else:
        return np.array([*at_lever_xz_goal_y_y_minus_4cm, 1.0])
