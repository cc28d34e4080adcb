# Trained by robotrace for metaworld/box-close-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
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

    if hand_pos[2] - goal_pos[2] > -0.038:
        # The hand is at most 3.8 cm below the goal.
        if gripper_opening > 0.6:
            # The gripper opening is above 0.6.
            return np.array([*at_lid_xy, grip])
        elif abs(lid_pos[2] - goal_pos[2]) > 0.1:
            # The lid is more than 10 cm from the goal in height.
            return np.array([*above_lid, grip])
        else:
            return np.array([*above_goal, grip])
    elif abs(hand_pos[2] - lid_pos[2]) > 0.073:
        # The hand is more than 7.3 cm from the lid in height.
        return np.array([*above_lid, grip])
    else:
        return np.array([*at_hand_xy, grip])
