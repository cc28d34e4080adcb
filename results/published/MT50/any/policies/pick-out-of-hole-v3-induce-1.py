# Trained by robotrace for metaworld/pick-out-of-hole-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_puck_2cm = puck_pos + np.array([0.0, 0.0, 0.02])
    at_hand_xy_goal_z = np.array([hand_pos[0], hand_pos[1], goal_pos[2]])
    above_puck_17cm = puck_pos + np.array([0.0, 0.0, 0.17])

    if np.linalg.norm(hand_pos - puck_pos) > 0.1703:
        # The hand is more than 17.03 cm from the puck.
        grip = 0.0
    elif np.linalg.norm(hand_pos - puck_pos) <= 0.07:
        # The hand is within 7 cm of the puck.
        grip = 0.1
    elif hand_pos[1] - puck_pos[1] > 0.0002:
        # The hand is more than 0.2 mm beyond the puck along y.
        grip = 0.1
    elif hand_pos[1] > 0.77:
        # The hand is beyond y = 77 cm.
        grip = 0.1
    elif hand_pos[0] - puck_pos[0] > 2e-05:
        # The hand is more than 0.02 mm beyond the puck along x.
        grip = 0.0
    elif np.linalg.norm(hand_pos - puck_pos) > 0.1701:
        # The hand is more than 17.01 cm from the puck.
        grip = 0.0
    elif gripper_opening > 0.99953:
        # The gripper opening is above 0.99953.
        grip = 0.0
    elif gripper_opening <= 0.998:
        # The gripper opening is at most 0.998.
        grip = 0.1
    elif gripper_opening > 0.9986:
        # The gripper opening is above 0.9986.
        grip = 0.1
    else:
        grip = 0.0

    if np.linalg.norm(hand_pos - puck_pos) > 0.0297:
        # The hand is more than 2.97 cm from the puck.
        if np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.017:
            # The hand is more than 1.7 cm from the puck, seen from above.
            return np.array([*above_puck_17cm, grip])
        elif abs(hand_pos[2] - puck_pos[2]) > 0.03:
            # The hand is more than 3 cm from the puck in height.
            return np.array([*above_puck_2cm, grip])
        else:
            return np.array([*goal_pos, grip])
    elif abs(puck_pos[2] - goal_pos[2]) > 0.08:
        # The puck is more than 8 cm from the goal in height.
        return np.array([*at_hand_xy_goal_z, grip])
    else:
        return np.array([*goal_pos, grip])
