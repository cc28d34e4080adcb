# Trained by robotrace for metaworld/stick-push-v3: induce, hints feedback, no language model, iteration 5.
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
    at_stick_xz = np.array([stick_pos[0] + 0.015, 0.6, stick_pos[2] + 0.03])
    above_stick_13cm = stick_pos + np.array([0.015, 0.0, 0.13])
    above_stick_3cm = stick_pos + np.array([0.015, 0.0, 0.03])

    if np.linalg.norm(hand_pos[:2] - stick_pos[:2]) > 0.0347:
        # The hand is more than 3.47 cm from the stick, seen from above.
        grip = -1.0
    elif np.linalg.norm(hand_pos - stick_pos) > 0.13086:
        # The hand is more than 13.086 cm from the stick.
        grip = -1.0
    else:
        grip = 0.7

    if np.linalg.norm(thermos_pos[1:] - above_stick_3cm[1:]) > 0.03:
        # The thermos is more than 3 cm from above_stick_3cm, seen along x.
        if gripper_opening > 0.8:
            # The gripper opening is above 0.8.
            if np.linalg.norm(hand_pos[:2] - stick_pos[:2]) > 0.033:
                # The hand is more than 3.3 cm from the stick, seen from above.
                return np.array([*above_stick_13cm, grip])
            else:
                return np.array([*above_stick_3cm, grip])
        elif abs(hand_pos[2] - thermos_pos[2]) <= 0.055:
            # The hand is within 5.5 cm of the thermos in height.
            return np.array([*at_stick_x_thermos_yz, grip])
        elif abs(stick_pos[1] - thermos_pos[1]) > 0.0199:
            # The stick is more than 1.99 cm from the thermos along y.
            return np.array([*at_stick_xz, grip])
        else:
            return np.array([*at_stick_x_thermos_yz, grip])
    elif abs(thermos_pos[0] - goal_pos[0]) > 0.16:
        # The thermos is more than 16 cm from the goal along x.
        return np.array([*thermos_pos, grip])
    else:
        return np.array([*at_goal_x_thermos_yz, grip])
