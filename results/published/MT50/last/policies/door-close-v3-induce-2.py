# Trained by robotrace for metaworld/door-close-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    door_handle_pos = observation["door_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_door_handle = door_handle_pos + np.array([0.03, 0.12, 0.1])
    at_hand_xy = np.array([hand_pos[0], hand_pos[1], 0.5])

    if np.linalg.norm(door_handle_pos[:2] - goal_pos[:2]) <= 0.08:
        # The door handle is within 8 cm of the goal, seen from above.
        return np.array([*hand_pos, 1.0])
    elif abs(hand_pos[2] - door_handle_pos[2]) > 0.0596:
        # The hand is more than 5.96 cm from the door handle in height.
        if hand_pos[0] - door_handle_pos[0] > 0.04:
            # The hand is more than 4 cm beyond the door handle along x.
            return np.array([*at_hand_xy, 1.0])
        else:
            return np.array([*goal_pos, 1.0])
    elif hand_pos[0] - door_handle_pos[0] > 0.06:
        # The hand is more than 6 cm beyond the door handle along x.
        return np.array([*at_hand_xy, 1.0])
    else:
        return np.array([*beside_door_handle, 1.0])
