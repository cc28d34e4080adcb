# Trained by robotrace for metaworld/door-open-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    door_handle_pos = observation["door_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_door_handle = door_handle_pos + np.array([-0.05, 0.0, 0.0])
    by_door_handle = door_handle_pos + np.array([0.01, 0.02, 0.0])
    above_door_handle = door_handle_pos + np.array([0.01, 0.02, 0.2])

    if abs(hand_pos[2] - goal_pos[2]) > 0.04:
        # The hand is more than 4 cm from the goal in height.
        if np.linalg.norm(hand_pos[:2] - beside_door_handle[:2]) > 0.12:
            # The hand is more than 12 cm from beside_door_handle, seen from above.
            return np.array([*above_door_handle, 1.0])
        else:
            return np.array([*by_door_handle, 1.0])
    elif abs(door_handle_pos[0] - goal_pos[0]) <= 0.08:
        # The door handle is within 8 cm of the goal along x.
        return np.array([*hand_pos, 1.0])
    elif np.linalg.norm(hand_pos[:2] - beside_door_handle[:2]) > 0.12:
        # The hand is more than 12 cm from beside_door_handle, seen from above.
        return np.array([*above_door_handle, 1.0])
    else:
        return np.array([*beside_door_handle, 1.0])
