# Trained by robotrace for metaworld/push-wall-v3: induce, hints feedback, no language model, iteration 8.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    above_puck_20cm = puck_pos + np.array([-0.005, 0.0, 0.2])
    at_hand_yz = np.array([-0.6, hand_pos[1], hand_pos[2]])
    at_hand_xz = np.array([hand_pos[0], 1.1, hand_pos[2]])

    if np.linalg.norm(hand_pos - above_puck_3cm) > 0.035:
        # The hand is more than 3.5 cm from above_puck_3cm.
        if np.linalg.norm(hand_pos - above_puck_3cm) > 0.0689:
            # The hand is more than 6.89 cm from above_puck_3cm.
            grip = 0.0
        elif hand_pos[0] - goal_pos[0] > 0.003:
            # The hand is more than 3 mm beyond the goal along x.
            grip = 0.6
        else:
            grip = 0.0
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the puck, seen from above.
        grip = 0.0
    else:
        grip = 0.6

    if np.linalg.norm(goal_pos[:2] - above_puck_3cm[:2]) > 0.069:
        # The goal is more than 6.9 cm from above_puck_3cm, seen from above.
        if np.linalg.norm(hand_pos - puck_pos) > 0.041:
            # The hand is more than 4.1 cm from the puck.
            if np.linalg.norm(hand_pos[:2] - above_puck_3cm[:2]) > 0.0198:
                # The hand is more than 1.98 cm from above_puck_3cm, seen from above.
                return np.array([*above_puck_20cm, grip])
            else:
                return np.array([*above_puck_3cm, grip])
        elif np.linalg.norm(goal_pos[[0, 2]] - above_puck_20cm[[0, 2]]) > 0.2163:
            # The goal is more than 21.63 cm from above_puck_20cm, seen along y.
            if abs(hand_pos[2] - puck_pos[2]) > 0.04:
                # The hand is more than 4 cm from the puck in height.
                return np.array([*above_puck_3cm, grip])
            elif np.linalg.norm(hand_pos[1:] - puck_pos[1:]) > 0.02967:
                # The hand is more than 2.967 cm from the puck, seen along x.
                return np.array([*goal_pos, grip])
            elif np.linalg.norm(hand_pos[:2] - at_hand_yz[:2]) <= 0.4565:
                # The hand is within 45.65 cm of at_hand_yz, seen from above.
                return np.array([*goal_pos, grip])
            elif abs(hand_pos[0] - goal_pos[0]) > 0.124:
                # The hand is more than 12.4 cm from the goal along x.
                if np.linalg.norm(puck_pos[:2] - at_hand_yz[:2]) > 0.503:
                    # The puck is more than 50.3 cm from at_hand_yz, seen from above.
                    return np.array([*at_hand_yz, grip])
                elif np.linalg.norm(hand_pos - puck_pos) > 0.028:
                    # The hand is more than 2.8 cm from the puck.
                    return np.array([*at_hand_xz, grip])
                else:
                    return np.array([*goal_pos, grip])
            elif abs(hand_pos[1] - puck_pos[1]) > 0.0005:
                # The hand is more than 0.5 mm from the puck along y.
                return np.array([*goal_pos, grip])
            else:
                return np.array([*at_hand_yz, grip])
        elif np.linalg.norm(puck_pos[:2] - at_hand_xz[:2]) > 0.445:
            # The puck is more than 44.5 cm from at_hand_xz, seen from above.
            return np.array([*goal_pos, grip])
        else:
            return np.array([*at_hand_yz, grip])
    elif np.linalg.norm(puck_pos - goal_pos) > 0.0705:
        # The puck is more than 7.05 cm from the goal.
        return np.array([*goal_pos, grip])
    else:
        return np.array([*hand_pos, grip])
