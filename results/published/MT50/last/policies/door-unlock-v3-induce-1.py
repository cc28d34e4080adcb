# Trained by robotrace for metaworld/door-unlock-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    lock_pos = observation["lock_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_lock_x_minus_4cm = lock_pos + np.array([-0.04, -0.02, -0.03])
    below_hand = hand_pos + np.array([0.0, -0.1, -0.1])
    beside_lock_x_plus_6cm = lock_pos + np.array([0.06, -0.02, -0.02])

    if np.linalg.norm(lock_pos[:2] - goal_pos[:2]) <= 0.02:
        # The lock is within 2 cm of the goal, seen from above.
        return np.array([*hand_pos, 1.0])
    elif hand_pos[2] - goal_pos[2] > -0.066:
        # The hand is at most 6.6 cm below the goal.
        return np.array([*below_hand, 1.0])
    elif np.linalg.norm(hand_pos[:2] - beside_lock_x_minus_4cm[:2]) > 0.02:
        # The hand is more than 2 cm from beside_lock_x_minus_4cm, seen from above.
        return np.array([*beside_lock_x_minus_4cm, 1.0])
    else:
        return np.array([*beside_lock_x_plus_6cm, 1.0])
