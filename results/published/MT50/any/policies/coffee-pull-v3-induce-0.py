# Trained by robotrace for metaworld/coffee-pull-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    mug_pos = observation["mug_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_mug_5cm = mug_pos + np.array([-0.005, 0.0, 0.05])
    above_goal = goal_pos + np.array([0.0, 0.0, 0.05])
    above_mug_12cm = mug_pos + np.array([-0.005, 0.0, 0.12])

    if np.linalg.norm(hand_pos - mug_pos) > 0.058:
        # The hand is more than 5.8 cm from the mug.
        grip = -1.0
    else:
        grip = 1.0

    if gripper_opening > 0.61:
        # The gripper opening is above 0.61.
        if np.linalg.norm(hand_pos[:2] - mug_pos[:2]) > 0.022:
            # The hand is more than 2.2 cm from the mug, seen from above.
            return np.array([*above_mug_12cm, grip])
        else:
            return np.array([*above_mug_5cm, grip])
    elif np.linalg.norm(hand_pos[:2] - mug_pos[:2]) > 0.02:
        # The hand is more than 2 cm from the mug, seen from above.
        return np.array([*above_mug_12cm, grip])
    else:
        return np.array([*above_goal, grip])
