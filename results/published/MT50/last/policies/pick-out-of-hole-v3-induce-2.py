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

    if np.linalg.norm(hand_pos - puck_pos) > 0.135:
        # The hand is more than 13.5 cm from the puck.
        if np.linalg.norm(hand_pos - above_puck_17cm) > 0.006:
            # The hand is more than 6 mm from above_puck_17cm.
            grip = 0.0
        elif np.linalg.norm(hand_pos - puck_pos) > 0.17002:
            # The hand is more than 17.002 cm from the puck.
            grip = 0.0
        elif gripper_opening <= 0.998:
            # The gripper opening is at most 0.998.
            grip = 0.1
        elif gripper_opening <= 0.9986:
            # The gripper opening is at most 0.9986.
            grip = 0.0
        elif gripper_opening > 0.99953:
            # The gripper opening is above 0.99953.
            grip = 0.0
        else:
            grip = 0.1
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the puck, seen from above.
        grip = 0.0
    else:
        grip = 0.1

    if abs(hand_pos[2] - puck_pos[2]) > 0.03:
        # The hand is more than 3 cm from the puck in height.
        if np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.018:
            # The hand is more than 1.8 cm from the puck, seen from above.
            return np.array([*above_puck_17cm, grip])
        elif np.linalg.norm(hand_pos - goal_pos) > 0.04:
            # The hand is more than 4 cm from the goal.
            return np.array([*above_puck_2cm, grip])
        else:
            return np.array([*hand_pos, grip])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.045:
        # The hand is more than 4.5 cm from the goal in height.
        return np.array([*at_hand_xy_goal_z, grip])
    else:
        return np.array([*goal_pos, grip])
