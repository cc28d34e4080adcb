# Trained by robotrace for metaworld/handle-press-v3: induce, hints feedback, no language model, iteration 1.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    handle_pos = observation["handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_handle = handle_pos + np.array([0.0, -0.02, 0.2])
    above_goal = goal_pos + np.array([0.0, -0.02, 0.035])

    if np.linalg.norm(hand_pos[:2] - handle_pos[:2]) > 0.03:
        # The hand is more than 3 cm from the handle, seen from above.
        return np.array([*above_handle, -1.0])
    else:
        return np.array([*above_goal, -1.0])
