# Trained by robotrace for metaworld/pick-place-wall-v3: induce, hints feedback, no language model, iteration 7.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_hand_xy_goal_z = np.array([hand_pos[0], hand_pos[1], goal_pos[2]])
    at_hand_xy = np.array([hand_pos[0], hand_pos[1], 0.6])
    at_goal_xy_hand_z = np.array([goal_pos[0], goal_pos[1], hand_pos[2]])
    above_puck_10cm = puck_pos + np.array([-0.005, 0.0, 0.1])
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])

    if abs(hand_pos[2] - puck_pos[2]) > 0.08:
        # The hand is more than 8 cm from the puck in height.
        grip = 0.0
    else:
        grip = 0.9

    if puck_pos[2] - goal_pos[2] > 0.0675:
        # The puck is more than 6.75 cm above the goal.
        if np.linalg.norm(hand_pos[1:] - above_puck_3cm[1:]) > 0.00425:
            # The hand is more than 4.25 mm from above_puck_3cm, seen along x.
            return np.array([*at_hand_xy_goal_z, grip])
        elif np.linalg.norm(hand_pos - at_hand_xy) <= 0.23:
            # The hand is within 23 cm of at_hand_xy.
            return np.array([*at_hand_xy_goal_z, grip])
        elif np.linalg.norm(hand_pos - at_hand_xy) <= 0.344:
            # The hand is within 34.4 cm of at_hand_xy.
            return np.array([*at_goal_xy_hand_z, grip])
        elif abs(hand_pos[0] - puck_pos[0]) <= 0.001:
            # The hand is within 1 mm of the puck along x.
            return np.array([*at_hand_xy, grip])
        elif abs(puck_pos[0] - goal_pos[0]) > 0.005:
            # The puck is more than 5 mm from the goal along x.
            return np.array([*at_hand_xy, grip])
        else:
            return np.array([*at_hand_xy_goal_z, grip])
    elif np.linalg.norm(hand_pos - puck_pos) > 0.044:
        # The hand is more than 4.4 cm from the puck.
        if np.linalg.norm(hand_pos[:2] - above_puck_10cm[:2]) > 0.0149:
            # The hand is more than 1.49 cm from above_puck_10cm, seen from above.
            return np.array([*above_puck_10cm, grip])
        else:
            return np.array([*above_puck_3cm, grip])
    elif np.linalg.norm(hand_pos - at_hand_xy) > 0.3774:
        # The hand is more than 37.74 cm from at_hand_xy.
        if hand_pos[1] > 0.6:
            # The hand is beyond y = 60 cm.
            return np.array([*at_hand_xy, grip])
        else:
            return np.array([*at_hand_xy_goal_z, grip])
    elif abs(goal_pos[2] - at_hand_xy[2]) <= 0.39:
        # The goal is within 39 cm of at_hand_xy in height.
        return np.array([*at_goal_xy_hand_z, grip])
    elif abs(hand_pos[0] - puck_pos[0]) > 0.0035:
        # The hand is more than 3.5 mm from the puck along x.
        return np.array([*at_goal_xy_hand_z, grip])
    else:
        return np.array([*at_hand_xy, grip])
