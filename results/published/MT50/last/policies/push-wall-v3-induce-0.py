# Trained by robotrace for metaworld/push-wall-v3: induce, hints feedback, no language model, iteration 7.
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

    if np.linalg.norm(hand_pos - puck_pos) > 0.105:
        # The hand is more than 10.5 cm from the puck.
        grip = 0.0
    elif abs(hand_pos[0] - puck_pos[0]) > 0.018:
        # The hand is more than 1.8 cm from the puck along x.
        grip = 0.0
    else:
        grip = 0.6

    if np.linalg.norm(puck_pos[:2] - goal_pos[:2]) <= 0.064:
        # The puck is within 6.4 cm of the goal, seen from above.
        return np.array([*hand_pos, grip])
    elif abs(hand_pos[2] - puck_pos[2]) > 0.04:
        # The hand is more than 4 cm from the puck in height.
        if np.linalg.norm(hand_pos[:2] - above_puck_3cm[:2]) > 0.019:
            # The hand is more than 1.9 cm from above_puck_3cm, seen from above.
            return np.array([*above_puck_20cm, grip])
        else:
            return np.array([*above_puck_3cm, grip])
    elif np.linalg.norm(goal_pos[[0, 2]] - above_puck_20cm[[0, 2]]) > 0.22:
        # The goal is more than 22 cm from above_puck_20cm, seen along y.
        return np.array([*goal_pos, grip])
    elif puck_pos[1] <= 0.654:
        # The puck is short of y = 65.4 cm.
        return np.array([*goal_pos, grip])
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.024:
        # The hand is more than 2.4 cm from the puck, seen from above.
        return np.array([*above_puck_20cm, grip])
    else:
        return np.array([*at_hand_yz, grip])
