# Trained by robotrace for metaworld/door-open-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    door_handle_pos = observation["door_handle_pos"]

    # Places to go to, in metres.
    beside_door_handle = door_handle_pos + np.array([-0.05, 0.0, 0.0])
    above_door_handle = door_handle_pos + np.array([0.01, 0.02, 0.2])
    by_door_handle = door_handle_pos + np.array([0.01, 0.02, 0.0])

    if np.linalg.norm(hand_pos[[0, 2]] - by_door_handle[[0, 2]]) <= 0.041:
        # The hand is within 4.1 cm of by_door_handle, seen along y.
        return np.array([*beside_door_handle, 1.0])
    elif np.linalg.norm(hand_pos[:2] - beside_door_handle[:2]) > 0.12:
        # The hand is more than 12 cm from beside_door_handle, seen from above.
        return np.array([*above_door_handle, 1.0])
    else:
        return np.array([*by_door_handle, 1.0])
