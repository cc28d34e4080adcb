# Trained by robotrace for metaworld/door-lock-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    lock_pos = observation["lock_pos"]

    # Places to go to, in metres.
    above_lock = lock_pos + np.array([-0.02, -0.02, 0.3])
    by_lock = lock_pos + np.array([-0.02, -0.02, 0.0])
    above_hand = hand_pos + np.array([0.0, -0.1, 0.1])

    if abs(hand_pos[1] - lock_pos[1]) > 0.0625:
        # The hand is more than 6.25 cm from the lock along y.
        return np.array([*above_lock, -1.0])
    elif np.linalg.norm(hand_pos[:2] - lock_pos[:2]) <= 0.043:
        # The hand is within 4.3 cm of the lock, seen from above.
        return np.array([*by_lock, -1.0])
    elif abs(hand_pos[2] - lock_pos[2]) > 0.1:
        # The hand is more than 10 cm from the lock in height.
        return np.array([*above_lock, -1.0])
    else:
        return np.array([*above_hand, -1.0])
