# Trained by robotrace for metaworld/plate-slide-side-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    plate_pos = observation["plate_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_plate = plate_pos + np.array([0.07, 0.0, 0.095])
    at_hand_xz = np.array([hand_pos[0] - 0.1, 0.6, hand_pos[2]])
    below_plate = plate_pos + np.array([-0.03, 0.0, -0.005])
    beside_plate = plate_pos + np.array([0.07, 0.0, -0.005])

    if np.linalg.norm(hand_pos - beside_plate) > 0.053:
        # The hand is more than 5.3 cm from beside_plate.
        if abs(hand_pos[2] - above_plate[2]) > 0.05:
            # The hand is more than 5 cm from above_plate in height.
            return np.array([*above_plate, 1.0])
        else:
            return np.array([*beside_plate, 1.0])
    elif np.linalg.norm(plate_pos[:2] - goal_pos[:2]) <= 0.0684:
        # The plate is within 6.84 cm of the goal, seen from above.
        return np.array([*hand_pos, 1.0])
    elif np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.1:
        # The hand is more than 10 cm from the goal, seen from above.
        return np.array([*at_hand_xz, 1.0])
    else:
        return np.array([*below_plate, 1.0])
