# Trained by robotrace for metaworld/hammer-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    hammer_pos = observation["hammer_pos"]
    nail_pos = observation["nail_pos"]

    # Places to go to, in metres.
    beside_nail = nail_pos + np.array([-0.19, 0.07, 0.05])
    at_nail_xz_hand_y = np.array([nail_pos[0] - 0.19, hand_pos[1], nail_pos[2] + 0.05])
    beside_hammer = hammer_pos + np.array([-0.04, 0.0, 0.02])
    above_hammer = hammer_pos + np.array([-0.04, 0.0, 0.09])

    if abs(hand_pos[2] - hammer_pos[2]) > 0.04:
        # The hand is more than 4 cm from the hammer in height.
        grip = -1.0
    else:
        grip = 1.0

    if abs(nail_pos[2] - above_hammer[2]) > 0.1:
        # The nail is more than 10 cm from above_hammer in height.
        return np.array([*beside_nail, grip])
    elif gripper_opening <= 0.8:
        # The gripper opening is at most 0.8.
        return np.array([*at_nail_xz_hand_y, grip])
    elif np.linalg.norm(hand_pos[:2] - beside_hammer[:2]) > 0.02:
        # The hand is more than 2 cm from beside_hammer, seen from above.
        return np.array([*above_hammer, grip])
    else:
        return np.array([*beside_hammer, grip])
