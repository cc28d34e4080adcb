# Trained by robotrace for metaworld/box-close-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    lid_pos = observation["lid_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_hand_xy = np.array([hand_pos[0], hand_pos[1], 0.15])
    above_lid = lid_pos + np.array([0.0, 0.0, 0.02])
    at_lid_xy = np.array([lid_pos[0], lid_pos[1], 0.2])
    above_goal = goal_pos + np.array([0.0, 0.0, 0.017])

    if hand_pos[2] - goal_pos[2] > 0.04:
        # The hand is more than 4 cm above the goal.
        grip = 0.5
    else:
        grip = 1.0

    if abs(hand_pos[2] - lid_pos[2]) > 0.07:
        # The hand is more than 7 cm from the lid in height.
        if np.linalg.norm(hand_pos[:2] - lid_pos[:2]) > 0.01:
            # The hand is more than 1 cm from the lid, seen from above.
            return np.array([*at_lid_xy, grip])
        else:
            return np.array([*above_lid, grip])
    elif abs(lid_pos[2] - goal_pos[2]) > 0.08:
        # The lid is more than 8 cm from the goal in height.
        return np.array([*at_hand_xy, grip])
    else:
        return np.array([*above_goal, grip])
