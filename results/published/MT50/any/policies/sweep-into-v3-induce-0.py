# Trained by robotrace for metaworld/sweep-into-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    cube_pos = observation["cube_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_goal = goal_pos + np.array([0.0, 0.0, 0.1])
    above_cube_10cm = cube_pos + np.array([0.0, 0.0, 0.1])
    above_cube_3cm = cube_pos + np.array([0.0, 0.0, 0.03])

    if abs(hand_pos[2] - cube_pos[2]) > 0.05:
        # The hand is more than 5 cm from the cube in height.
        grip = -1.0
    else:
        grip = 1.0

    if gripper_opening <= 0.8:
        # The gripper opening is at most 0.8.
        return np.array([*above_goal, grip])
    elif np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.01:
        # The hand is more than 1 cm from the cube, seen from above.
        return np.array([*above_cube_10cm, grip])
    else:
        return np.array([*above_cube_3cm, grip])
