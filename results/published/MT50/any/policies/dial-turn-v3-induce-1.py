# Trained by robotrace for metaworld/dial-turn-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    dial_pos = observation["dial_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_dial_20cm = dial_pos + np.array([0.05, 0.02, 0.2])
    above_dial_9cm = dial_pos + np.array([0.05, 0.02, 0.09])
    above_dial_9cm_2 = dial_pos + np.array([0.0, 0.025, 0.09])

    if np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.1:
        # The hand is more than 10 cm from the goal, seen from above.
        return np.array([*above_dial_20cm, 1.0])
    elif abs(hand_pos[2] - dial_pos[2]) > 0.12:
        # The hand is more than 12 cm from the dial in height.
        return np.array([*above_dial_9cm, 1.0])
    else:
        return np.array([*above_dial_9cm_2, 1.0])
