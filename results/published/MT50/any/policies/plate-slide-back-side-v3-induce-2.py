# Trained by robotrace for metaworld/plate-slide-back-side-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    plate_pos = observation["plate_pos"]

    # Places to go to, in metres.
    at_hand_xz = np.array([hand_pos[0] + 0.1, 0.6, hand_pos[2]])
    above_plate_10cm = plate_pos + np.array([0.023, 0.0, 0.095])
    above_plate_2cm = plate_pos + np.array([0.023, 0.0, 0.025])

    if abs(hand_pos[2] - plate_pos[2]) <= 0.08:
        # The hand is within 8 cm of the plate in height.
        return np.array([*at_hand_xz, 1.0])
    elif np.linalg.norm(hand_pos[:2] - plate_pos[:2]) > 0.06:
        # The hand is more than 6 cm from the plate, seen from above.
        return np.array([*above_plate_10cm, 1.0])
    else:
        return np.array([*above_plate_2cm, 1.0])
