# Trained by robotrace for metaworld/push-wall-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_hand_yz = np.array([-0.6, hand_pos[1], hand_pos[2]])
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    above_puck_20cm = puck_pos + np.array([-0.005, 0.0, 0.2])
    at_hand_xz = np.array([hand_pos[0], 1.1, hand_pos[2]])

    if np.linalg.norm(hand_pos - above_puck_3cm) > 0.035:
        # The hand is more than 3.5 cm from above_puck_3cm.
        grip = 0.0
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the puck, seen from above.
        grip = 0.0
    else:
        grip = 0.6

    if np.linalg.norm(puck_pos - goal_pos) <= 0.07:
        # The puck is within 7 cm of the goal.
        return np.array([*hand_pos, grip])
    elif np.linalg.norm(hand_pos - puck_pos) > 0.0422:
        # The hand is more than 4.22 cm from the puck.
        if np.linalg.norm(hand_pos[:2] - above_puck_3cm[:2]) > 0.02:
            # The hand is more than 2 cm from above_puck_3cm, seen from above.
            return np.array([*above_puck_20cm, grip])
        else:
            return np.array([*above_puck_3cm, grip])
    elif np.linalg.norm(hand_pos[[0, 2]] - goal_pos[[0, 2]]) > 0.077:
        # The hand is more than 7.7 cm from the goal, seen along y.
        if abs(hand_pos[2] - puck_pos[2]) > 0.04:
            # The hand is more than 4 cm from the puck in height.
            return np.array([*above_puck_3cm, grip])
        elif abs(hand_pos[2] - puck_pos[2]) > 0.0282:
            # The hand is more than 2.82 cm from the puck in height.
            return np.array([*goal_pos, grip])
        elif np.linalg.norm(puck_pos[:2] - goal_pos[:2]) > 0.196:
            # The puck is more than 19.6 cm from the goal, seen from above.
            return np.array([*goal_pos, grip])
        else:
            return np.array([*at_hand_xz, grip])
    elif np.linalg.norm(puck_pos[:2] - at_hand_xz[:2]) > 0.45:
        # The puck is more than 45 cm from at_hand_xz, seen from above.
        return np.array([*goal_pos, grip])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.0407:
        # The hand is more than 4.07 cm from the goal in height.
        return np.array([*goal_pos, grip])
    else:
        return np.array([*at_hand_yz, grip])
