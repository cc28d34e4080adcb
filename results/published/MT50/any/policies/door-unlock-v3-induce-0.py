# Trained by robotrace for metaworld/door-unlock-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    lock_pos = observation["lock_pos"]

    # Places to go to, in metres.
    beside_lock_x_minus_4cm = lock_pos + np.array([-0.04, -0.02, -0.03])
    below_hand = hand_pos + np.array([0.0, -0.1, -0.1])
    beside_lock_x_plus_6cm = lock_pos + np.array([0.06, -0.02, -0.02])

    if gripper_opening > 0.8:
        # The gripper opening is above 0.8.
        return np.array([*below_hand, 1.0])
    elif np.linalg.norm(hand_pos[:2] - beside_lock_x_minus_4cm[:2]) > 0.0203:
        # The hand is more than 2.03 cm from beside_lock_x_minus_4cm, seen from above.
        return np.array([*beside_lock_x_minus_4cm, 1.0])
    else:
        return np.array([*beside_lock_x_plus_6cm, 1.0])
