# Trained by robotrace for metaworld/door-close-v3: induce, hints feedback, no language model, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    door_handle_pos = observation["door_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_door_handle = door_handle_pos + np.array([0.03, 0.12, 0.1])

    if abs(hand_pos[2] - door_handle_pos[2]) > 0.06:
        # The hand is more than 6 cm from the door handle in height.
        return np.array([*goal_pos, 1.0])
    else:
        return np.array([*beside_door_handle, 1.0])
