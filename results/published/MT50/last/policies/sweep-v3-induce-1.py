# Trained by robotrace for metaworld/sweep-v3: induce, hints feedback, no language model, iteration 6.
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

    if abs(hand_pos[2] - goal_pos[2]) > 0.09764:
        # The hand is more than 9.764 cm from the goal in height.
        if np.linalg.norm(hand_pos - cube_pos) > 0.136:
            # The hand is more than 13.6 cm from the cube.
            grip = -1.0
        elif np.linalg.norm(cube_pos[:2] - goal_pos[:2]) > 0.095:
            # The cube is more than 9.5 cm from the goal, seen from above.
            grip = 0.7
        else:
            grip = -1.0
    elif np.linalg.norm(cube_pos - goal_pos) <= 0.0444:
        # The cube is within 4.44 cm of the goal.
        grip = 0.7
    elif np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.09:
        # The hand is more than 9 cm from the goal, seen from above.
        grip = 0.7
    elif np.linalg.norm(cube_pos - goal_pos) > 0.0492:
        # The cube is more than 4.92 cm from the goal.
        grip = -1.0
    else:
        grip = 0.7

    if np.linalg.norm(cube_pos[:2] - goal_pos[:2]) > 0.049:
        # The cube is more than 4.9 cm from the goal, seen from above.
        if np.linalg.norm(hand_pos - above_cube_32cm) > 0.261:
            # The hand is more than 26.1 cm from above_cube_32cm.
            return np.array([*above_goal, grip])
        elif np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.04:
            # The hand is more than 4 cm from the cube, seen from above.
            if np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.2:
                # The hand is more than 20 cm from the goal, seen from above.
                return np.array([*above_cube_32cm, grip])
            else:
                return np.array([*above_goal, grip])
        elif np.linalg.norm(cube_pos[:2] - goal_pos[:2]) > 0.3:
            # The cube is more than 30 cm from the goal, seen from above.
            return np.array([*above_cube_2cm, grip])
        else:
            return np.array([*above_goal, grip])
    elif np.linalg.norm(cube_pos - goal_pos) > 0.05149:
        # The cube is more than 5.149 cm from the goal.
        return np.array([*above_goal, grip])
    else:
        return np.array([*hand_pos, grip])
