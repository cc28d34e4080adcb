# Trained by robotrace for metaworld/coffee-push-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    mug_pos = observation["mug_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_mug_5cm = mug_pos + np.array([0.01, 0.0, 0.05])
    at_goal_xy = np.array([goal_pos[0], goal_pos[1], 0.1])
    above_mug_25cm = mug_pos + np.array([0.01, 0.0, 0.25])

    if abs(hand_pos[2] - mug_pos[2]) > 0.14:
        # The hand is more than 14 cm from the mug in height.
        grip = -1.0
    else:
        grip = 0.5

    if np.linalg.norm(hand_pos - above_mug_25cm) <= 0.08:
        # The hand is within 8 cm of above_mug_25cm.
        return np.array([*above_mug_5cm, grip])
    elif np.linalg.norm(hand_pos - mug_pos) > 0.2:
        # The hand is more than 20 cm from the mug.
        return np.array([*above_mug_25cm, grip])
    elif abs(hand_pos[2] - mug_pos[2]) > 0.07:
        # The hand is more than 7 cm from the mug in height.
        return np.array([*above_mug_5cm, grip])
    else:
        return np.array([*at_goal_xy, grip])
