# Trained by robotrace for metaworld/push-wall-v3: induce, hints feedback, no language model, iteration 6.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_puck_20cm = puck_pos + np.array([-0.005, 0.0, 0.2])
    at_hand_yz = np.array([-0.6, hand_pos[1], hand_pos[2]])
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    at_hand_xz = np.array([hand_pos[0], 1.1, hand_pos[2]])

    if np.linalg.norm(hand_pos - puck_pos) > 0.1:
        # The hand is more than 10 cm from the puck.
        grip = 0.0
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the puck, seen from above.
        grip = 0.0
    else:
        grip = 0.6

    if np.linalg.norm(hand_pos - above_puck_3cm) > 0.0197:
        # The hand is more than 1.97 cm from above_puck_3cm.
        if np.linalg.norm(hand_pos[:2] - above_puck_20cm[:2]) > 0.0199:
            # The hand is more than 1.99 cm from above_puck_20cm, seen from above.
            return np.array([*above_puck_20cm, grip])
        else:
            return np.array([*above_puck_3cm, grip])
    elif abs(hand_pos[0] - goal_pos[0]) > 0.0198:
        # The hand is more than 1.98 cm from the goal along x.
        if abs(hand_pos[2] - puck_pos[2]) > 0.04:
            # The hand is more than 4 cm from the puck in height.
            return np.array([*above_puck_3cm, grip])
        elif np.linalg.norm(goal_pos - above_puck_20cm) > 0.293:
            # The goal is more than 29.3 cm from above_puck_20cm.
            return np.array([*goal_pos, grip])
        elif np.linalg.norm(goal_pos[[0, 2]] - above_puck_20cm[[0, 2]]) <= 0.219:
            # The goal is within 21.9 cm of above_puck_20cm, seen along y.
            return np.array([*at_hand_yz, grip])
        elif np.linalg.norm(hand_pos - puck_pos) > 0.0291:
            # The hand is more than 2.91 cm from the puck.
            return np.array([*goal_pos, grip])
        else:
            return np.array([*at_hand_xz, grip])
    elif gripper_opening > 0.6:
        # The gripper opening is above 0.6.
        return np.array([*goal_pos, grip])
    else:
        return np.array([*at_hand_yz, grip])
