# Trained by robotrace for metaworld/pick-out-of-hole-v3: induce, hints feedback, no language model, iteration 6.
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

    if np.linalg.norm(hand_pos - puck_pos) > 0.1698:
        # The hand is more than 16.98 cm from the puck.
        if abs(hand_pos[0] - puck_pos[0]) > 1e-05:
            # The hand is more than 0.01 mm from the puck along x.
            grip = 0.0
        elif gripper_opening > 0.99953:
            # The gripper opening is above 0.99953.
            grip = 0.0
        elif hand_pos[1] - puck_pos[1] > -1e-06:
            # The hand is at most 0.001 mm short of the puck along y.
            grip = 0.1
        elif gripper_opening > 0.998:
            # The gripper opening is above 0.998.
            grip = 0.0
        else:
            grip = 0.1
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the puck, seen from above.
        grip = 0.0
    else:
        grip = 0.1

    if np.linalg.norm(hand_pos - puck_pos) > 0.03003:
        # The hand is more than 3.003 cm from the puck.
        if np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.017:
            # The hand is more than 1.7 cm from the puck, seen from above.
            return np.array([*above_puck_17cm, grip])
        elif np.linalg.norm(puck_pos - goal_pos) > 0.07:
            # The puck is more than 7 cm from the goal.
            return np.array([*above_puck_2cm, grip])
        else:
            return np.array([*hand_pos, grip])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.04:
        # The hand is more than 4 cm from the goal in height.
        return np.array([*at_hand_xy_goal_z, grip])
    else:
        return np.array([*goal_pos, grip])
