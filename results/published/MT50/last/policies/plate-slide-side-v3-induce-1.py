# Trained by robotrace for metaworld/plate-slide-side-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    plate_pos = observation["plate_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_plate = plate_pos + np.array([0.07, 0.0, 0.095])
    below_plate = plate_pos + np.array([-0.03, 0.0, -0.005])
    at_hand_xz = np.array([hand_pos[0] - 0.1, 0.6, hand_pos[2]])
    beside_plate = plate_pos + np.array([0.07, 0.0, -0.005])

    if np.linalg.norm(hand_pos[:2] - above_plate[:2]) > 0.04:
        # The hand is more than 4 cm from above_plate, seen from above.
        return np.array([*above_plate, 1.0])
    elif np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.13:
        # The hand is more than 13 cm from the goal, seen from above.
        if abs(hand_pos[2] - plate_pos[2]) > 0.04:
            # The hand is more than 4 cm from the plate in height.
            return np.array([*beside_plate, 1.0])
        else:
            return np.array([*at_hand_xz, 1.0])
    elif np.linalg.norm(plate_pos[:2] - goal_pos[:2]) > 0.067:
        # The plate is more than 6.7 cm from the goal, seen from above.
        return np.array([*below_plate, 1.0])
    else:
        return np.array([*hand_pos, 1.0])
