# Trained by robotrace for metaworld/peg-unplug-side-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    peg_pos = observation["peg_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_peg_xy = np.array([peg_pos[0] - 0.02, peg_pos[1], 0.15])
    by_hand = hand_pos + np.array([0.01, 0.0, 0.0])
    above_peg = peg_pos + np.array([-0.02, 0.0, 0.235])

    if np.linalg.norm(hand_pos - at_peg_xy) <= 0.123:
        # The hand is within 12.3 cm of at_peg_xy.
        grip = 0.1
    elif hand_pos[1] - goal_pos[1] <= 0.0006:
        # The hand is at most 0.6 mm beyond the goal along y.
        grip = -1.0
    elif np.linalg.norm(hand_pos - peg_pos) > 0.1858:
        # The hand is more than 18.58 cm from the peg.
        grip = -1.0
    else:
        grip = 0.1

    if abs(hand_pos[2] - at_peg_xy[2]) <= 0.02:
        # The hand is within 2 cm of at_peg_xy in height.
        return np.array([*by_hand, grip])
    elif np.linalg.norm(hand_pos[:2] - peg_pos[:2]) > 0.04:
        # The hand is more than 4 cm from the peg, seen from above.
        return np.array([*above_peg, grip])
    else:
        return np.array([*at_peg_xy, grip])
