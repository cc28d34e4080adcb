# Trained by robotrace for metaworld/plate-slide-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    plate_pos = observation["plate_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_goal_xz = np.array([goal_pos[0], 0.9, goal_pos[2] + 0.045])
    above_plate = plate_pos + np.array([0.0, -0.055, 0.13])
    beside_plate = plate_pos + np.array([0.0, -0.055, 0.03])

    if abs(hand_pos[2] - plate_pos[2]) <= 0.07:
        # The hand is within 7 cm of the plate in height.
        return np.array([*at_goal_xz, -1.0])
    elif np.linalg.norm(hand_pos[:2] - plate_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the plate, seen from above.
        return np.array([*beside_plate, -1.0])
    else:
        return np.array([*above_plate, -1.0])
