# Trained by robotrace for metaworld/push-wall-v3: induce, hints feedback, no language model, iteration 7.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    at_hand_yz = np.array([-0.6, hand_pos[1], hand_pos[2]])
    above_puck_20cm = puck_pos + np.array([-0.005, 0.0, 0.2])
    at_hand_xz = np.array([hand_pos[0], 1.1, hand_pos[2]])

    if np.linalg.norm(hand_pos - puck_pos) > 0.07:
        # The hand is more than 7 cm from the puck.
        grip = 0.0
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the puck, seen from above.
        grip = 0.0
    else:
        grip = 0.6

    if np.linalg.norm(hand_pos[[0, 2]] - puck_pos[[0, 2]]) > 0.04005:
        # The hand is more than 4.005 cm from the puck, seen along y.
        if np.linalg.norm(hand_pos[:2] - above_puck_3cm[:2]) > 0.021:
            # The hand is more than 2.1 cm from above_puck_3cm, seen from above.
            return np.array([*above_puck_20cm, grip])
        else:
            return np.array([*above_puck_3cm, grip])
    elif np.linalg.norm(goal_pos - above_puck_20cm) > 0.295:
        # The goal is more than 29.5 cm from above_puck_20cm.
        if gripper_opening > 0.44:
            # The gripper opening is above 0.44.
            return np.array([*goal_pos, grip])
        else:
            return np.array([*at_hand_yz, grip])
    elif np.linalg.norm(hand_pos[:2] - at_hand_xz[:2]) > 0.392:
        # The hand is more than 39.2 cm from at_hand_xz, seen from above.
        return np.array([*at_hand_yz, grip])
    elif np.linalg.norm(puck_pos[:2] - at_hand_xz[:2]) <= 0.347:
        # The puck is within 34.7 cm of at_hand_xz, seen from above.
        return np.array([*goal_pos, grip])
    elif np.linalg.norm(puck_pos[:2] - at_hand_yz[:2]) > 0.507:
        # The puck is more than 50.7 cm from at_hand_yz, seen from above.
        return np.array([*at_hand_yz, grip])
    elif np.linalg.norm(puck_pos[:2] - at_hand_yz[:2]) > 0.45:
        # The puck is more than 45 cm from at_hand_yz, seen from above.
        return np.array([*at_hand_xz, grip])
    else:
        return np.array([*goal_pos, grip])
