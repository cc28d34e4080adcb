# Trained by robotrace for metaworld/lever-pull-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    lever_pos = observation["lever_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_lever = lever_pos + np.array([0.0, -0.055, 0.0])
    above_lever = lever_pos + np.array([0.0, 0.025, 0.02])
    at_lever_xz_goal_y_y_minus_4cm = np.array([lever_pos[0], goal_pos[1] - 0.045, lever_pos[2]])
    at_lever_xz_goal_y_y_minus_4cm_2 = np.array([lever_pos[0], goal_pos[1] - 0.045, lever_pos[2] + 0.02])
    below_lever = lever_pos + np.array([0.0, -0.055, -0.1])
    at_lever_xz_goal_y_z_minus_10cm = np.array([lever_pos[0], goal_pos[1] - 0.045, lever_pos[2] - 0.1])

    if abs(hand_pos[2] - lever_pos[2]) > 0.02:
        # The hand is more than 2 cm from the lever in height.
        if lever_pos[1] - goal_pos[1] > -0.025:
            # The lever is at most 2.5 cm short of the goal along y.
            if np.linalg.norm(lever_pos[:2] - goal_pos[:2]) <= 0.025:
                # The lever is within 2.5 cm of the goal, seen from above.
                return np.array([*hand_pos, 1.0])
            elif np.linalg.norm(hand_pos[:2] - lever_pos[:2]) > 0.0746:
                # The hand is more than 7.46 cm from the lever, seen from above.
                return np.array([*at_lever_xz_goal_y_z_minus_10cm, 1.0])
            else:
                return np.array([*at_lever_xz_goal_y_y_minus_4cm, 1.0])
        elif np.linalg.norm(hand_pos[:2] - beside_lever[:2]) > 0.02:
            # The hand is more than 2 cm from beside_lever, seen from above.
            return np.array([*below_lever, 1.0])
        else:
            return np.array([*beside_lever, 1.0])
    elif np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.117:
        # The hand is more than 11.7 cm from the goal, seen from above.
        return np.array([*above_lever, 1.0])
    elif np.linalg.norm(lever_pos[:2] - goal_pos[:2]) > 0.027:
        # The lever is more than 2.7 cm from the goal, seen from above.
        return np.array([*at_lever_xz_goal_y_y_minus_4cm_2, 1.0])
    else:
        return np.array([*hand_pos, 1.0])
