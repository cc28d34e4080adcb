# Trained by robotrace for metaworld/pick-place-wall-v3: induce, hints feedback, no language model, iteration 8.
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

    if np.linalg.norm(puck_pos - goal_pos) <= 0.07:
        # The puck is within 7 cm of the goal.
        return np.array([*hand_pos, grip])
    elif np.linalg.norm(hand_pos - at_hand_xy) > 0.3718:
        # The hand is more than 37.18 cm from at_hand_xy.
        if abs(hand_pos[2] - puck_pos[2]) > 0.044:
            # The hand is more than 4.4 cm from the puck in height.
            if np.linalg.norm(hand_pos[:2] - above_puck_10cm[:2]) > 0.0155:
                # The hand is more than 1.55 cm from above_puck_10cm, seen from above.
                return np.array([*above_puck_10cm, grip])
            else:
                return np.array([*above_puck_3cm, grip])
        elif hand_pos[1] > 0.7995:
            # The hand is beyond y = 79.95 cm.
            if abs(hand_pos[2] - goal_pos[2]) > 0.03:
                # The hand is more than 3 cm from the goal in height.
                return np.array([*at_hand_xy_goal_z, grip])
            else:
                return np.array([*goal_pos, grip])
        elif hand_pos[1] > 0.599:
            # The hand is beyond y = 59.9 cm.
            return np.array([*at_hand_xy, grip])
        else:
            return np.array([*at_hand_xy_goal_z, grip])
    elif np.linalg.norm(hand_pos - at_hand_xy) <= 0.26986:
        # The hand is within 26.986 cm of at_hand_xy.
        return np.array([*at_hand_xy_goal_z, grip])
    elif puck_pos[1] > 0.805:
        # The puck is beyond y = 80.5 cm.
        return np.array([*at_hand_xy_goal_z, grip])
    elif hand_pos[1] <= 0.5997:
        # The hand is short of y = 59.97 cm.
        return np.array([*at_hand_xy_goal_z, grip])
    elif np.linalg.norm(puck_pos - at_hand_xy) > 0.38:
        # The puck is more than 38 cm from at_hand_xy.
        return np.array([*at_hand_xy, grip])
    else:
        return np.array([*at_goal_xy_hand_z, grip])
