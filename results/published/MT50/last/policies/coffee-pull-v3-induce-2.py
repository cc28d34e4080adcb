# Trained by robotrace for metaworld/coffee-pull-v3: induce, hints feedback, no language model, iteration 20.
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
    above_mug_12cm = mug_pos + np.array([-0.005, 0.0, 0.12])
    above_mug_5cm = mug_pos + np.array([-0.005, 0.0, 0.05])

    if np.linalg.norm(hand_pos - above_mug_5cm) > 0.0254:
        # The hand is more than 2.54 cm from above_mug_5cm.
        if np.linalg.norm(mug_pos[:2] - goal_pos[:2]) > 0.0115:
            # The mug is more than 1.15 cm from the goal, seen from above.
            grip = -1.0
        else:
            grip = 1.0
    elif np.linalg.norm(hand_pos - above_mug_5cm) <= 0.0203:
        # The hand is within 2.03 cm of above_mug_5cm.
        grip = 1.0
    elif abs(hand_pos[2] - mug_pos[2]) > 0.07:
        # The hand is more than 7 cm from the mug in height.
        grip = -1.0
    elif np.linalg.norm(hand_pos[:2] - above_mug_12cm[:2]) > 0.02:
        # The hand is more than 2 cm from above_mug_12cm, seen from above.
        grip = -1.0
    else:
        grip = 1.0

    if gripper_opening > 0.615:
        # The gripper opening is above 0.615.
        if np.linalg.norm(hand_pos[:2] - mug_pos[:2]) <= 0.0197:
            # The hand is within 1.97 cm of the mug, seen from above.
            return np.array([*above_mug_5cm, grip])
        elif np.linalg.norm(hand_pos[:2] - above_mug_12cm[:2]) > 0.0199:
            # The hand is more than 1.99 cm from above_mug_12cm, seen from above.
            return np.array([*above_mug_12cm, grip])
        else:
            return np.array([*above_mug_5cm, grip])
    elif np.linalg.norm(hand_pos[:2] - above_mug_12cm[:2]) > 0.02:
        # The hand is more than 2 cm from above_mug_12cm, seen from above.
        return np.array([*above_mug_12cm, grip])
    else:
        return np.array([*above_goal, grip])
