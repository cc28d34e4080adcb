# Trained by robotrace for metaworld/stick-push-v3: induce, hints feedback, no language model, iteration 6.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    stick_pos = observation["stick_pos"]
    thermos_pos = observation["thermos_pos"]

    # Places to go to, in metres.
    at_stick_x_thermos_yz = np.array([stick_pos[0] + 0.015, thermos_pos[1], thermos_pos[2]])
    above_stick_3cm = stick_pos + np.array([0.015, 0.0, 0.03])
    above_stick_13cm = stick_pos + np.array([0.015, 0.0, 0.13])

    if abs(hand_pos[2] - stick_pos[2]) > 0.129997:
        # The hand is more than 12.9997 cm from the stick in height.
        grip = -1.0
    else:
        grip = 0.7

    if abs(thermos_pos[2] - above_stick_3cm[2]) <= 0.02:
        # The thermos is within 2 cm of above_stick_3cm in height.
        return np.array([*thermos_pos, grip])
    elif abs(hand_pos[2] - stick_pos[2]) <= 0.05:
        # The hand is within 5 cm of the stick in height.
        return np.array([*at_stick_x_thermos_yz, grip])
    elif np.linalg.norm(hand_pos[:2] - stick_pos[:2]) > 0.0345:
        # The hand is more than 3.45 cm from the stick, seen from above.
        return np.array([*above_stick_13cm, grip])
    else:
        return np.array([*above_stick_3cm, grip])
