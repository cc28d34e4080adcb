# Trained by robotrace for metaworld/coffee-pull-v3: induce, hints feedback, no language model, iteration 11.
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

    if np.linalg.norm(hand_pos - above_mug_5cm) > 0.023:
        # The hand is more than 2.3 cm from above_mug_5cm.
        grip = -1.0
    else:
        grip = 1.0

    if np.linalg.norm(hand_pos[:2] - above_mug_5cm[:2]) > 0.0197:
        # The hand is more than 1.97 cm from above_mug_5cm, seen from above.
        return np.array([*above_mug_12cm, grip])
    elif gripper_opening > 0.7:
        # The gripper opening is above 0.7.
        return np.array([*above_mug_5cm, grip])
    else:
        return np.array([*above_goal, grip])
