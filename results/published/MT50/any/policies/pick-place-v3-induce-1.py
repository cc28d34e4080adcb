# Trained by robotrace for metaworld/pick-place-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    above_puck_10cm = puck_pos + np.array([-0.005, 0.0, 0.1])

    if abs(hand_pos[2] - puck_pos[2]) > 0.08:
        # The hand is more than 8 cm from the puck in height.
        grip = 0.0
    else:
        grip = 1.0

    if gripper_opening <= 0.8:
        # The gripper opening is at most 0.8.
        return np.array([*goal_pos, grip])
    elif np.linalg.norm(hand_pos[:2] - puck_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the puck, seen from above.
        return np.array([*above_puck_10cm, grip])
    else:
        return np.array([*above_puck_3cm, grip])
