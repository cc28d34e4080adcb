# Trained by robotrace for metaworld/sweep-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    cube_pos = observation["cube_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_cube_32cm = cube_pos + np.array([0.0, 0.0, 0.315])
    above_cube_2cm = cube_pos + np.array([0.0, 0.0, 0.015])
    above_goal = goal_pos + np.array([0.0, 0.0, 0.1])

    if abs(hand_pos[2] - goal_pos[2]) > 0.13:
        # The hand is more than 13 cm from the goal in height.
        grip = -1.0
    else:
        grip = 0.7

    if np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.04:
        # The hand is more than 4 cm from the cube, seen from above.
        return np.array([*above_cube_32cm, grip])
    elif np.linalg.norm(hand_pos - cube_pos) > 0.05:
        # The hand is more than 5 cm from the cube.
        return np.array([*above_cube_2cm, grip])
    else:
        return np.array([*above_goal, grip])
