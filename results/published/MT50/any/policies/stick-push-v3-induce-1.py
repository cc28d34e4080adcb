# Trained by robotrace for metaworld/stick-push-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    stick_pos = observation["stick_pos"]
    thermos_pos = observation["thermos_pos"]

    # Places to go to, in metres.
    at_stick_x_thermos_yz = np.array([stick_pos[0] + 0.015, thermos_pos[1], thermos_pos[2]])
    at_stick_xz = np.array([stick_pos[0] + 0.015, 0.6, stick_pos[2] + 0.03])
    above_stick_13cm = stick_pos + np.array([0.015, 0.0, 0.13])
    above_stick_3cm = stick_pos + np.array([0.015, 0.0, 0.03])

    if np.linalg.norm(hand_pos - stick_pos) > 0.13086:
        # The hand is more than 13.086 cm from the stick.
        grip = -1.0
    else:
        grip = 0.7

    if np.linalg.norm(hand_pos[1:] - at_stick_xz[1:]) > 0.0173:
        # The hand is more than 1.73 cm from at_stick_xz, seen along x.
        if gripper_opening > 0.7:
            # The gripper opening is above 0.7.
            if np.linalg.norm(hand_pos[:2] - stick_pos[:2]) > 0.033:
                # The hand is more than 3.3 cm from the stick, seen from above.
                return np.array([*above_stick_13cm, grip])
            else:
                return np.array([*above_stick_3cm, grip])
        elif abs(stick_pos[1] - thermos_pos[1]) > 0.0202:
            # The stick is more than 2.02 cm from the thermos along y.
            return np.array([*at_stick_xz, grip])
        else:
            return np.array([*at_stick_x_thermos_yz, grip])
    elif np.linalg.norm(stick_pos - at_stick_x_thermos_yz) <= 0.0527:
        # The stick is within 5.27 cm of at_stick_x_thermos_yz.
        return np.array([*thermos_pos, grip])
    elif abs(stick_pos[1] - thermos_pos[1]) > 0.02:
        # The stick is more than 2 cm from the thermos along y.
        return np.array([*at_stick_xz, grip])
    else:
        return np.array([*at_stick_x_thermos_yz, grip])
