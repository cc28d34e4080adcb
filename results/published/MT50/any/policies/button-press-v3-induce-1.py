# Trained by robotrace for metaworld/button-press-v3: induce, hints feedback, no language model, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    button_pos = observation["button_pos"]

    # Places to go to, in metres.
    at_button_xz_hand_y = np.array([button_pos[0], hand_pos[1] - 0.1, button_pos[2] - 0.07])
    below_button = button_pos + np.array([0.0, 0.02, -0.07])

    if hand_pos[2] - button_pos[2] > -0.06:
        # The hand is at most 6 cm below the button.
        return np.array([*at_button_xz_hand_y, 0.0])
    else:
        return np.array([*below_button, 0.0])
