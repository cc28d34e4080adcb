# Trained by robotrace for metaworld/stick-pull-v3: induce, hints feedback, no language model, iteration 7.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    stick_pos = observation["stick_pos"]
    thermos_pos = observation["thermos_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_goal = goal_pos + np.array([-0.05, 0.0, 0.0])
    above_thermos = thermos_pos + np.array([-0.015, 0.0, 0.03])
    at_stick_xz_thermos_y = np.array([stick_pos[0] - 0.015, thermos_pos[1], stick_pos[2] + 0.03])
    above_stick_3cm = stick_pos + np.array([-0.015, 0.0, 0.03])
    above_stick_13cm = stick_pos + np.array([-0.015, 0.0, 0.13])
    at_stick_x_thermos_yz = np.array([stick_pos[0] - 0.015, thermos_pos[1], thermos_pos[2] + 0.03])

    if np.linalg.norm(hand_pos - stick_pos) <= 0.1303:
        # The hand is within 13.03 cm of the stick.
        grip = 0.7
    elif abs(hand_pos[2] - stick_pos[2]) > 0.130005:
        # The hand is more than 13.0005 cm from the stick in height.
        grip = -1.0
    else:
        grip = 0.7

    if abs(stick_pos[0] - thermos_pos[0]) <= 0.04:
        # The stick is within 4 cm of the thermos along x.
        return np.array([*beside_goal, grip])
    elif abs(stick_pos[2] - thermos_pos[2]) > 0.014:
        # The stick is more than 1.4 cm from the thermos in height.
        if abs(hand_pos[2] - at_stick_xz_thermos_y[2]) > 0.018:
            # The hand is more than 1.8 cm from at_stick_xz_thermos_y in height.
            if np.linalg.norm(hand_pos[:2] - above_stick_3cm[:2]) > 0.02:
                # The hand is more than 2 cm from above_stick_3cm, seen from above.
                return np.array([*above_stick_13cm, grip])
            else:
                return np.array([*above_stick_3cm, grip])
        elif abs(stick_pos[1] - thermos_pos[1]) > 0.0199:
            # The stick is more than 1.99 cm from the thermos along y.
            return np.array([*at_stick_xz_thermos_y, grip])
        else:
            return np.array([*at_stick_x_thermos_yz, grip])
    elif abs(hand_pos[2] - stick_pos[2]) > 0.0097:
        # The hand is more than 9.7 mm from the stick in height.
        return np.array([*above_thermos, grip])
    else:
        return np.array([*above_stick_3cm, grip])
