# Trained by robotrace for metaworld/sweep-v3: induce, hints feedback, no language model, iteration 5.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    cube_pos = observation["cube_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_goal = goal_pos + np.array([0.0, 0.0, 0.1])
    above_cube_2cm = cube_pos + np.array([0.0, 0.0, 0.015])
    above_cube_32cm = cube_pos + np.array([0.0, 0.0, 0.315])

    if np.linalg.norm(hand_pos[1:] - goal_pos[1:]) > 0.099:
        # The hand is more than 9.9 cm from the goal, seen along x.
        if abs(hand_pos[2] - goal_pos[2]) > 0.13:
            # The hand is more than 13 cm from the goal in height.
            grip = -1.0
        elif np.linalg.norm(cube_pos[:2] - goal_pos[:2]) > 0.1:
            # The cube is more than 10 cm from the goal, seen from above.
            grip = 0.7
        elif np.linalg.norm(cube_pos - goal_pos) > 0.05:
            # The cube is more than 5 cm from the goal.
            grip = -1.0
        else:
            grip = 0.7
    elif cube_pos[1] - goal_pos[1] > -0.0068:
        # The cube is at most 6.8 mm short of the goal along y.
        if np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.09:
            # The hand is more than 9 cm from the goal, seen from above.
            grip = 0.7
        elif np.linalg.norm(cube_pos - goal_pos) > 0.05:
            # The cube is more than 5 cm from the goal.
            grip = -1.0
        elif abs(hand_pos[2] - cube_pos[2]) > 0.08:
            # The hand is more than 8 cm from the cube in height.
            grip = -1.0
        else:
            grip = 0.7
    elif np.linalg.norm(hand_pos - goal_pos) > 0.07:
        # The hand is more than 7 cm from the goal.
        grip = -1.0
    else:
        grip = 0.7

    if np.linalg.norm(cube_pos[[0, 2]] - goal_pos[[0, 2]]) <= 0.05:
        # The cube is within 5 cm of the goal, seen along y.
        return np.array([*hand_pos, grip])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.17:
        # The hand is more than 17 cm from the goal in height.
        if np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.041:
            # The hand is more than 4.1 cm from the cube, seen from above.
            return np.array([*above_cube_32cm, grip])
        else:
            return np.array([*above_cube_2cm, grip])
    elif abs(cube_pos[1] - goal_pos[1]) > 1e-05:
        # The cube is more than 0.01 mm from the goal along y.
        return np.array([*above_goal, grip])
    elif abs(hand_pos[2] - above_goal[2]) > 0.06:
        # The hand is more than 6 cm from above_goal in height.
        return np.array([*above_goal, grip])
    else:
        return np.array([*above_cube_2cm, grip])
