# Trained by robotrace for metaworld/coffee-button-v3: induce, hints feedback, no language model, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    button_pos = observation["button_pos"]

    # Places to go to, in metres.
    at_button_xz_hand_y = np.array([button_pos[0], hand_pos[1], button_pos[2] - 0.07])
    beside_button = button_pos + np.array([0.0, 0.2, -0.07])

    if np.linalg.norm(hand_pos - at_button_xz_hand_y) > 0.025:
        # The hand is more than 2.5 cm from at_button_xz_hand_y.
        return np.array([*at_button_xz_hand_y, -1.0])
    else:
        return np.array([*beside_button, -1.0])
