# Trained by robotrace for metaworld/plate-slide-side-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    plate_pos = observation["plate_pos"]

    # Places to go to, in metres.
    above_plate = plate_pos + np.array([0.07, 0.0, 0.095])
    beside_plate = plate_pos + np.array([0.07, 0.0, -0.005])
    at_hand_xz = np.array([hand_pos[0] - 0.1, 0.6, hand_pos[2]])

    if np.linalg.norm(hand_pos[:2] - plate_pos[:2]) <= 0.02:
        # The hand is within 2 cm of the plate, seen from above.
        return np.array([*above_plate, 1.0])
    elif abs(plate_pos[1] - at_hand_xz[1]) > 0.002:
        # The plate is more than 2 mm from at_hand_xz along y.
        return np.array([*at_hand_xz, 1.0])
    else:
        return np.array([*beside_plate, 1.0])
