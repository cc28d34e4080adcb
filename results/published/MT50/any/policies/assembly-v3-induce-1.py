# Trained by robotrace for metaworld/assembly-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    wrench_pos = observation["wrench_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_hand_xy = np.array([hand_pos[0], hand_pos[1], 0.24])
    beside_goal = goal_pos + np.array([0.12, 0.0, -0.06])
    above_goal = goal_pos + np.array([0.12, 0.0, 0.14])
    above_wrench_10cm = wrench_pos + np.array([-0.02, 0.0, 0.1])
    above_wrench_3cm = wrench_pos + np.array([-0.02, 0.0, 0.03])

    if np.linalg.norm(hand_pos[:2] - wrench_pos[:2]) > 0.05:
        # The hand is more than 5 cm from the wrench, seen from above.
        grip = 0.0
    else:
        grip = 0.6

    if abs(wrench_pos[2] - beside_goal[2]) > 0.1:
        # The wrench is more than 10 cm from beside_goal in height.
        if abs(hand_pos[1] - goal_pos[1]) > 0.018:
            # The hand is more than 1.8 cm from the goal along y.
            return np.array([*above_goal, grip])
        else:
            return np.array([*beside_goal, grip])
    elif gripper_opening <= 0.6:
        # The gripper opening is at most 0.6.
        return np.array([*at_hand_xy, grip])
    elif np.linalg.norm(hand_pos[:2] - wrench_pos[:2]) > 0.05:
        # The hand is more than 5 cm from the wrench, seen from above.
        return np.array([*above_wrench_10cm, grip])
    else:
        return np.array([*above_wrench_3cm, grip])
