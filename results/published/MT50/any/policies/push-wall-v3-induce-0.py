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
    at_hand_yz = np.array([-0.6, hand_pos[1], hand_pos[2]])
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    above_puck_20cm = puck_pos + np.array([-0.005, 0.0, 0.2])
    at_hand_xz = np.array([hand_pos[0], 1.1, hand_pos[2]])

    if np.linalg.norm(hand_pos - puck_pos) > 0.1:
        # The hand is more than 10 cm from the puck.
        grip = 0.0
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.016:
        # The hand is more than 1.6 cm from the puck, seen from above.
        grip = 0.0
    else:
        grip = 0.6

    if abs(hand_pos[2] - puck_pos[2]) > 0.04:
        # The hand is more than 4 cm from the puck in height.
        if np.linalg.norm(hand_pos[:2] - above_puck_3cm[:2]) > 0.018:
            # The hand is more than 1.8 cm from above_puck_3cm, seen from above.
            return np.array([*above_puck_20cm, grip])
        else:
            return np.array([*above_puck_3cm, grip])
    elif np.linalg.norm(hand_pos[1:] - puck_pos[1:]) > 0.0289:
        # The hand is more than 2.89 cm from the puck, seen along x.
        return np.array([*goal_pos, grip])
    elif np.linalg.norm(goal_pos - above_puck_20cm) > 0.2836:
        # The goal is more than 28.36 cm from above_puck_20cm.
        if gripper_opening <= 0.416:
            # The gripper opening is at most 0.416.
            return np.array([*at_hand_yz, grip])
        elif np.linalg.norm(goal_pos - above_puck_20cm) > 0.2871:
            # The goal is more than 28.71 cm from above_puck_20cm.
            return np.array([*goal_pos, grip])
        else:
            return np.array([*at_hand_yz, grip])
    elif np.linalg.norm(goal_pos[:2] - at_hand_xz[:2]) > 0.255:
        # The goal is more than 25.5 cm from at_hand_xz, seen from above.
        return np.array([*at_hand_xz, grip])
    else:
        return np.array([*at_hand_yz, grip])
