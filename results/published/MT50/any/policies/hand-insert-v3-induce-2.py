# Trained by robotrace for metaworld/hand-insert-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    cube_pos = observation["cube_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_goal_xy_hand_z = np.array([goal_pos[0], goal_pos[1], hand_pos[2]])
    above_cube_3cm = cube_pos + np.array([0.0, 0.0, 0.03])
    above_cube_10cm = cube_pos + np.array([0.0, 0.0, 0.1])

    if np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.0196:
        # The hand is more than 1.96 cm from the cube, seen from above.
        grip = 0.0
    elif abs(hand_pos[2] - cube_pos[2]) <= 0.0999995:
        # The hand is within 9.99995 cm of the cube in height.
        grip = 0.65
    elif gripper_opening > 0.99864:
        # The gripper opening is above 0.99864.
        grip = 0.65
    else:
        grip = 0.0

    if np.linalg.norm(hand_pos - cube_pos) > 0.0442:
        # The hand is more than 4.42 cm from the cube.
        if np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.0202:
            # The hand is more than 2.02 cm from the cube, seen from above.
            return np.array([*above_cube_10cm, grip])
        elif abs(hand_pos[2] - cube_pos[2]) > 0.05:
            # The hand is more than 5 cm from the cube in height.
            return np.array([*above_cube_3cm, grip])
        else:
            return np.array([*goal_pos, grip])
    elif np.linalg.norm(cube_pos[:2] - goal_pos[:2]) > 0.03:
        # The cube is more than 3 cm from the goal, seen from above.
        return np.array([*at_goal_xy_hand_z, grip])
    else:
        return np.array([*goal_pos, grip])
