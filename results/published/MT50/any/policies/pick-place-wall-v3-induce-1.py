# Trained by robotrace for metaworld/pick-place-wall-v3: induce, hints feedback, no language model, iteration 7.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
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

    if np.linalg.norm(hand_pos - at_hand_xy) > 0.363:
        # The hand is more than 36.3 cm from at_hand_xy.
        if abs(hand_pos[2] - puck_pos[2]) > 0.042:
            # The hand is more than 4.2 cm from the puck in height.
            if np.linalg.norm(hand_pos[:2] - above_puck_10cm[:2]) > 0.016:
                # The hand is more than 1.6 cm from above_puck_10cm, seen from above.
                return np.array([*above_puck_10cm, grip])
            else:
                return np.array([*above_puck_3cm, grip])
        elif np.linalg.norm(puck_pos[:2] - goal_pos[:2]) <= 0.088:
            # The puck is within 8.8 cm of the goal, seen from above.
            return np.array([*at_hand_xy_goal_z, grip])
        elif gripper_opening > 0.433:
            # The gripper opening is above 0.433.
            return np.array([*at_hand_xy, grip])
        else:
            return np.array([*at_hand_xy_goal_z, grip])
    elif np.linalg.norm(hand_pos - at_hand_xy) <= 0.25:
        # The hand is within 25 cm of at_hand_xy.
        return np.array([*at_hand_xy_goal_z, grip])
    elif hand_pos[1] > 0.8:
        # The hand is beyond y = 80 cm.
        return np.array([*at_hand_xy_goal_z, grip])
    elif hand_pos[1] > 0.5997:
        # The hand is beyond y = 59.97 cm.
        return np.array([*at_goal_xy_hand_z, grip])
    else:
        return np.array([*at_hand_xy_goal_z, grip])
