# Trained by robotrace for metaworld/stick-pull-v3: induce, hints feedback, no language model, iteration 8.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    stick_pos = observation["stick_pos"]
    thermos_pos = observation["thermos_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_thermos = thermos_pos + np.array([-0.015, 0.0, 0.03])
    beside_goal = goal_pos + np.array([-0.05, 0.0, 0.0])
    at_stick_xz_thermos_y = np.array([stick_pos[0] - 0.015, thermos_pos[1], stick_pos[2] + 0.03])
    above_stick_3cm = stick_pos + np.array([-0.015, 0.0, 0.03])
    at_stick_x_thermos_yz = np.array([stick_pos[0] - 0.015, thermos_pos[1], thermos_pos[2] + 0.03])
    above_stick_13cm = stick_pos + np.array([-0.015, 0.0, 0.13])

    if np.linalg.norm(hand_pos - stick_pos) > 0.13086:
        # The hand is more than 13.086 cm from the stick.
        grip = -1.0
    else:
        grip = 0.7

    if np.linalg.norm(stick_pos[:2] - thermos_pos[:2]) <= 0.0436:
        # The stick is within 4.36 cm of the thermos, seen from above.
        return np.array([*beside_goal, grip])
    elif np.linalg.norm(stick_pos[1:] - thermos_pos[1:]) <= 0.02:
        # The stick is within 2 cm of the thermos, seen along x.
        return np.array([*above_thermos, grip])
    elif abs(hand_pos[2] - at_stick_xz_thermos_y[2]) > 0.019:
        # The hand is more than 1.9 cm from at_stick_xz_thermos_y in height.
        if np.linalg.norm(hand_pos[:2] - above_stick_3cm[:2]) > 0.02:
            # The hand is more than 2 cm from above_stick_3cm, seen from above.
            return np.array([*above_stick_13cm, grip])
        else:
            return np.array([*above_stick_3cm, grip])
    elif abs(stick_pos[1] - thermos_pos[1]) > 0.02:
        # The stick is more than 2 cm from the thermos along y.
        return np.array([*at_stick_xz_thermos_y, grip])
    else:
        return np.array([*at_stick_x_thermos_yz, grip])
