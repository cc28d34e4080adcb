# Trained by robotrace for metaworld/button-press-topdown-v3: induce, hints feedback, no language model, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    button_pos = observation["button_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_button = button_pos + np.array([0.0, 0.0, 0.1])

    if np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.05:
        # The hand is more than 5 cm from the goal, seen from above.
        return np.array([*above_button, 1.0])
    else:
        return np.array([*button_pos, 1.0])
