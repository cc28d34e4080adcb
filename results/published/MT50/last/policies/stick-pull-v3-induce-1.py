# Trained by robotrace for metaworld/stick-pull-v3: induce, hints feedback, no language model, iteration 19.
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
    above_thermos = thermos_pos + np.array([-0.015, 0.0, 0.03])
    above_goal = goal_pos + np.array([-0.05, 0.0, 0.14])
    at_stick_xz_thermos_y = np.array([stick_pos[0] - 0.015, thermos_pos[1], stick_pos[2] + 0.03])
    at_stick_x_thermos_yz_z_plus_3cm = np.array([stick_pos[0] - 0.015, thermos_pos[1], thermos_pos[2] + 0.028])
    at_stick_x_thermos_yz_z_plus_3cm_2 = np.array([stick_pos[0] - 0.015, thermos_pos[1], thermos_pos[2] + 0.03])
    above_stick_13cm = stick_pos + np.array([-0.015, 0.0, 0.13])
    above_stick_3cm = stick_pos + np.array([-0.015, 0.0, 0.03])

    if abs(hand_pos[2] - above_stick_13cm[2]) > 0.0466:
        # The hand is more than 4.66 cm from above_stick_13cm in height.
        grip = 0.7
    elif abs(hand_pos[2] - stick_pos[2]) > 0.13:
        # The hand is more than 13 cm from the stick in height.
        grip = -1.0
    else:
        grip = 0.7

    if np.linalg.norm(thermos_pos[:2] - goal_pos[:2]) > 0.04309:
        # The thermos is more than 4.309 cm from the goal, seen from above.
        if np.linalg.norm(stick_pos - at_stick_x_thermos_yz_z_plus_3cm_2) > 0.06:
            # The stick is more than 6 cm from at_stick_x_thermos_yz_z_plus_3cm_2.
            if gripper_opening > 0.8:
                # The gripper opening is above 0.8.
                if np.linalg.norm(hand_pos[:2] - above_stick_13cm[:2]) > 0.02:
                    # The hand is more than 2 cm from above_stick_13cm, seen from above.
                    return np.array([*above_stick_13cm, grip])
                else:
                    return np.array([*above_stick_3cm, grip])
            elif abs(stick_pos[1] - thermos_pos[1]) <= 0.02:
                # The stick is within 2 cm of the thermos along y.
                return np.array([*at_stick_x_thermos_yz_z_plus_3cm_2, grip])
            elif abs(stick_pos[2] - goal_pos[2]) > 0.0304:
                # The stick is more than 3.04 cm from the goal in height.
                return np.array([*at_stick_x_thermos_yz_z_plus_3cm, grip])
            else:
                return np.array([*at_stick_xz_thermos_y, grip])
        elif abs(stick_pos[0] - thermos_pos[0]) > 0.0408:
            # The stick is more than 4.08 cm from the thermos along x.
            if abs(stick_pos[1] - thermos_pos[1]) > 0.02:
                # The stick is more than 2 cm from the thermos along y.
                return np.array([*at_stick_xz_thermos_y, grip])
            else:
                return np.array([*above_thermos, grip])
        elif abs(stick_pos[0] - thermos_pos[0]) <= 0.04:
            # The stick is within 4 cm of the thermos along x.
            return np.array([*above_goal, grip])
        elif np.linalg.norm(stick_pos[:2] - thermos_pos[:2]) > 0.0448:
            # The stick is more than 4.48 cm from the thermos, seen from above.
            return np.array([*at_stick_xz_thermos_y, grip])
        else:
            return np.array([*above_thermos, grip])
    elif abs(stick_pos[0] - thermos_pos[0]) <= 0.05:
        # The stick is within 5 cm of the thermos along x.
        return np.array([*hand_pos, grip])
    elif abs(hand_pos[1] - thermos_pos[1]) > 0.023:
        # The hand is more than 2.3 cm from the thermos along y.
        return np.array([*at_stick_xz_thermos_y, grip])
    else:
        return np.array([*above_thermos, grip])
