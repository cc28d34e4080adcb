# Trained by robotrace for metaworld/plate-slide-back-side-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    plate_pos = observation["plate_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_hand_xz = np.array([hand_pos[0] + 0.1, 0.6, hand_pos[2]])
    above_plate_10cm = plate_pos + np.array([0.023, 0.0, 0.095])
    above_plate_2cm = plate_pos + np.array([0.023, 0.0, 0.025])

    if np.linalg.norm(hand_pos - plate_pos) > 0.068:
        # The hand is more than 6.8 cm from the plate.
        if abs(hand_pos[2] - above_plate_10cm[2]) <= 0.02:
            # The hand is within 2 cm of above_plate_10cm in height.
            return np.array([*above_plate_2cm, 1.0])
        elif np.linalg.norm(plate_pos[:2] - goal_pos[:2]) > 0.07:
            # The plate is more than 7 cm from the goal, seen from above.
            return np.array([*above_plate_10cm, 1.0])
        else:
            return np.array([*hand_pos, 1.0])
    elif np.linalg.norm(plate_pos[:2] - goal_pos[:2]) > 0.07:
        # The plate is more than 7 cm from the goal, seen from above.
        return np.array([*at_hand_xz, 1.0])
    else:
        return np.array([*hand_pos, 1.0])
