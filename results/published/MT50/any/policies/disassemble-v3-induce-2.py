# Trained by robotrace for metaworld/disassemble-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    wrench_pos = observation["wrench_pos"]

    # Places to go to, in metres.
    above_wrench_2cm = wrench_pos + np.array([-0.02, 0.0, 0.02])
    above_hand = hand_pos + np.array([0.0, 0.0, 0.1])
    above_wrench_9cm = wrench_pos + np.array([-0.02, 0.0, 0.09])

    if abs(hand_pos[2] - wrench_pos[2]) > 0.044:
        # The hand is more than 4.4 cm from the wrench in height.
        grip = -1.0
    else:
        grip = 1.0

    if gripper_opening <= 0.8:
        # The gripper opening is at most 0.8.
        return np.array([*above_hand, grip])
    elif np.linalg.norm(hand_pos[:2] - wrench_pos[:2]) > 0.03:
        # The hand is more than 3 cm from the wrench, seen from above.
        return np.array([*above_wrench_9cm, grip])
    else:
        return np.array([*above_wrench_2cm, grip])
