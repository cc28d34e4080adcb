# Trained by robotrace for metaworld/door-lock-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    lock_pos = observation["lock_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    by_lock = lock_pos + np.array([-0.02, -0.02, 0.0])
    above_hand = hand_pos + np.array([0.0, -0.1, 0.1])
    above_lock = lock_pos + np.array([-0.02, -0.02, 0.3])

    if np.linalg.norm(lock_pos[:2] - goal_pos[:2]) <= 0.0425:
        # The lock is within 4.25 cm of the goal, seen from above.
        return np.array([*hand_pos, -1.0])
    elif np.linalg.norm(hand_pos[:2] - by_lock[:2]) <= 0.02:
        # The hand is within 2 cm of by_lock, seen from above.
        return np.array([*by_lock, -1.0])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.14:
        # The hand is more than 14 cm from the goal in height.
        return np.array([*above_lock, -1.0])
    else:
        return np.array([*above_hand, -1.0])
