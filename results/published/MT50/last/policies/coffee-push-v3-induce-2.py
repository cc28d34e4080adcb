# Trained by robotrace for metaworld/coffee-push-v3: induce, hints feedback, no language model, iteration 6.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    mug_pos = observation["mug_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_mug_5cm = mug_pos + np.array([0.01, 0.0, 0.05])
    at_goal_xy = np.array([goal_pos[0], goal_pos[1], 0.1])
    above_mug_25cm = mug_pos + np.array([0.01, 0.0, 0.25])

    if np.linalg.norm(hand_pos - above_mug_5cm) > 0.068:
        # The hand is more than 6.8 cm from above_mug_5cm.
        if np.linalg.norm(mug_pos[:2] - goal_pos[:2]) > 0.1016:
            # The mug is more than 10.16 cm from the goal, seen from above.
            grip = -1.0
        elif np.linalg.norm(hand_pos[:2] - mug_pos[:2]) > 0.065:
            # The hand is more than 6.5 cm from the mug, seen from above.
            grip = -1.0
        else:
            grip = 0.5
    elif hand_pos[1] - mug_pos[1] > -0.00384:
        # The hand is at most 3.84 mm short of the mug along y.
        grip = 0.5
    elif gripper_opening > 0.7:
        # The gripper opening is above 0.7.
        grip = -1.0
    else:
        grip = 0.5

    if np.linalg.norm(mug_pos - goal_pos) <= 0.0698:
        # The mug is within 6.98 cm of the goal.
        return np.array([*hand_pos, grip])
    elif np.linalg.norm(hand_pos[:2] - mug_pos[:2]) > 0.069:
        # The hand is more than 6.9 cm from the mug, seen from above.
        return np.array([*above_mug_25cm, grip])
    elif abs(hand_pos[2] - mug_pos[2]) > 0.07:
        # The hand is more than 7 cm from the mug in height.
        return np.array([*above_mug_5cm, grip])
    else:
        return np.array([*at_goal_xy, grip])
