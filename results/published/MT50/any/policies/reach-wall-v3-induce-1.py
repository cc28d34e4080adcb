# Trained by robotrace for metaworld/reach-wall-v3: induce, hints feedback, no language model, iteration 2.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_goal_xy = np.array([goal_pos[0], goal_pos[1], 0.6])

    if np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.25:
        # The hand is more than 25 cm from the goal, seen from above.
        return np.array([*at_goal_xy, 0.0])
    else:
        return np.array([*goal_pos, 0.0])
