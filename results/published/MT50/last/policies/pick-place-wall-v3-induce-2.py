# Trained by robotrace for metaworld/pick-place-wall-v3: induce, hints feedback, no language model, iteration 15.
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
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    above_puck_10cm = puck_pos + np.array([-0.005, 0.0, 0.1])

    if abs(hand_pos[2] - puck_pos[2]) > 0.1:
        # The hand is more than 10 cm from the puck in height.
        grip = 0.0
    else:
        grip = 0.9

    if np.linalg.norm(puck_pos - goal_pos) <= 0.0699:
        # The puck is within 6.99 cm of the goal.
        return np.array([*hand_pos, grip])
    elif np.linalg.norm(hand_pos - at_hand_xy) > 0.354:
        # The hand is more than 35.4 cm from at_hand_xy.
        if abs(hand_pos[2] - puck_pos[2]) > 0.043:
            # The hand is more than 4.3 cm from the puck in height.
            if np.linalg.norm(hand_pos[:2] - above_puck_3cm[:2]) > 0.01495:
                # The hand is more than 1.495 cm from above_puck_3cm, seen from above.
                return np.array([*above_puck_10cm, grip])
            else:
                return np.array([*above_puck_3cm, grip])
        elif hand_pos[1] <= 0.6001:
            # The hand is short of y = 60.01 cm.
            return np.array([*at_hand_xy_goal_z, grip])
        elif np.linalg.norm(puck_pos[:2] - goal_pos[:2]) > 0.07:
            # The puck is more than 7 cm from the goal, seen from above.
            return np.array([*at_hand_xy, grip])
        else:
            return np.array([*at_hand_xy_goal_z, grip])
    elif np.linalg.norm(hand_pos - goal_pos) > 0.357:
        # The hand is more than 35.7 cm from the goal.
        return np.array([*at_hand_xy_goal_z, grip])
    elif np.linalg.norm(puck_pos[:2] - goal_pos[:2]) <= 0.057:
        # The puck is within 5.7 cm of the goal, seen from above.
        return np.array([*at_hand_xy_goal_z, grip])
    elif hand_pos[1] <= 0.599:
        # The hand is short of y = 59.9 cm.
        return np.array([*at_hand_xy_goal_z, grip])
    elif np.linalg.norm(hand_pos - at_hand_xy) > 0.35:
        # The hand is more than 35 cm from at_hand_xy.
        return np.array([*at_hand_xy, grip])
    elif np.linalg.norm(hand_pos - at_hand_xy) > 0.2694:
        # The hand is more than 26.94 cm from at_hand_xy.
        return np.array([*at_goal_xy_hand_z, grip])
    else:
        return np.array([*at_hand_xy_goal_z, grip])
