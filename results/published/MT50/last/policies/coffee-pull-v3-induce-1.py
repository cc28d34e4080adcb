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
    above_goal = goal_pos + np.array([0.0, 0.0, 0.05])
    above_mug_5cm = mug_pos + np.array([-0.005, 0.0, 0.05])
    above_mug_12cm = mug_pos + np.array([-0.005, 0.0, 0.12])

    if abs(hand_pos[2] - mug_pos[2]) > 0.07:
        # The hand is more than 7 cm from the mug in height.
        grip = -1.0
    else:
        grip = 1.0

    if gripper_opening <= 0.8:
        # The gripper opening is at most 0.8.
        return np.array([*above_goal, grip])
    elif np.linalg.norm(hand_pos[:2] - mug_pos[:2]) > 0.017:
        # The hand is more than 1.7 cm from the mug, seen from above.
        return np.array([*above_mug_12cm, grip])
    else:
        return np.array([*above_mug_5cm, grip])
