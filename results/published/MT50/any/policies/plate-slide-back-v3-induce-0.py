# Trained by robotrace for metaworld/plate-slide-back-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    plate_pos = observation["plate_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_hand_z = np.array([0.15, 0.55, hand_pos[2]])
    at_hand_xz = np.array([hand_pos[0] - 0.1, 0.55, hand_pos[2]])
    above_plate = plate_pos + np.array([0.0, -0.065, 0.125])
    beside_plate = plate_pos + np.array([0.0, -0.065, 0.025])

    if abs(plate_pos[1] - goal_pos[1]) <= 0.064:
        # The plate is within 6.4 cm of the goal along y.
        return np.array([*at_hand_xz, -1.0])
    elif np.linalg.norm(hand_pos - beside_plate) <= 0.033:
        # The hand is within 3.3 cm of beside_plate.
        return np.array([*at_hand_z, -1.0])
    elif abs(hand_pos[1] - goal_pos[1]) > 0.06:
        # The hand is more than 6 cm from the goal along y.
        return np.array([*beside_plate, -1.0])
    else:
        return np.array([*above_plate, -1.0])
