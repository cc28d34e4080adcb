# Trained by robotrace for metaworld/button-press-wall-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    button_pos = observation["button_pos"]

    # Places to go to, in metres.
    beside_button = button_pos + np.array([0.0, -0.05, 0.04])
    above_button_4cm = button_pos + np.array([0.0, -0.02, 0.04])
    at_button_xz = np.array([button_pos[0], 0.4, button_pos[2] + 0.185])
    above_button_18cm = button_pos + np.array([0.0, 0.0, 0.185])

    if np.linalg.norm(hand_pos - button_pos) > 0.1:
        # The hand is more than 10 cm from the button.
        grip = 1.0
    else:
        grip = -1.0

    if np.linalg.norm(hand_pos[:2] - button_pos[:2]) > 0.08:
        # The hand is more than 8 cm from the button, seen from above.
        if abs(hand_pos[0] - button_pos[0]) > 0.02:
            # The hand is more than 2 cm from the button along x.
            return np.array([*at_button_xz, grip])
        else:
            return np.array([*above_button_18cm, grip])
    elif abs(hand_pos[2] - button_pos[2]) > 0.1:
        # The hand is more than 10 cm from the button in height.
        return np.array([*beside_button, grip])
    else:
        return np.array([*above_button_4cm, grip])
