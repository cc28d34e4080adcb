# Trained by robotrace for metaworld/coffee-button-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    button_pos = observation["button_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    below_goal = goal_pos + np.array([0.0, -0.05, -0.07])
    at_button_xz_hand_y = np.array([button_pos[0], hand_pos[1], button_pos[2] - 0.07])

    if np.linalg.norm(hand_pos - at_button_xz_hand_y) > 0.02:
        # The hand is more than 2 cm from at_button_xz_hand_y.
        return np.array([*at_button_xz_hand_y, -1.0])
    elif np.linalg.norm(button_pos[:2] - goal_pos[:2]) > 0.02:
        # The button is more than 2 cm from the goal, seen from above.
        return np.array([*below_goal, -1.0])
    else:
        return np.array([*hand_pos, -1.0])
