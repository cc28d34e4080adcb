# Trained by robotrace for metaworld/stick-push-v3: induce, hints feedback, no language model, iteration 7.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    stick_pos = observation["stick_pos"]
    thermos_pos = observation["thermos_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_goal_x_thermos_yz = np.array([goal_pos[0] - 0.13, thermos_pos[1], thermos_pos[2]])
    at_stick_x_thermos_yz = np.array([stick_pos[0] + 0.015, thermos_pos[1], thermos_pos[2]])
    above_stick_3cm = stick_pos + np.array([0.015, 0.0, 0.03])
    above_stick_13cm = stick_pos + np.array([0.015, 0.0, 0.13])

    if np.linalg.norm(hand_pos - above_stick_3cm) <= 0.0204:
        # The hand is within 2.04 cm of above_stick_3cm.
        grip = 0.7
    elif abs(hand_pos[0] - stick_pos[0]) > 0.022:
        # The hand is more than 2.2 cm from the stick along x.
        grip = -1.0
    elif abs(hand_pos[2] - stick_pos[2]) <= 0.129997:
        # The hand is within 12.9997 cm of the stick in height.
        grip = 0.7
    elif np.linalg.norm(hand_pos[:2] - above_stick_3cm[:2]) > 3e-06:
        # The hand is more than 0.003 mm from above_stick_3cm, seen from above.
        grip = -1.0
    elif gripper_opening > 0.5:
        # The gripper opening is above 0.5.
        grip = 0.7
    else:
        grip = -1.0

    if abs(thermos_pos[0] - goal_pos[0]) <= 0.13:
        # The thermos is within 13 cm of the goal along x.
        return np.array([*at_goal_x_thermos_yz, grip])
    elif abs(thermos_pos[2] - above_stick_3cm[2]) <= 0.02:
        # The thermos is within 2 cm of above_stick_3cm in height.
        return np.array([*thermos_pos, grip])
    elif np.linalg.norm(hand_pos[1:] - above_stick_13cm[1:]) > 0.082:
        # The hand is more than 8.2 cm from above_stick_13cm, seen along x.
        return np.array([*at_stick_x_thermos_yz, grip])
    elif np.linalg.norm(hand_pos[:2] - stick_pos[:2]) > 0.0345:
        # The hand is more than 3.45 cm from the stick, seen from above.
        return np.array([*above_stick_13cm, grip])
    else:
        return np.array([*above_stick_3cm, grip])
