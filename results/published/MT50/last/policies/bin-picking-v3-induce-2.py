# Trained by robotrace for metaworld/bin-picking-v3: induce, hints feedback, no language model, iteration 8.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    cube_pos = observation["cube_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_cube_3cm = cube_pos + np.array([0.0, 0.0, 0.03])
    above_hand = hand_pos + np.array([0.0, 0.0, 0.1])
    above_goal_2cm = goal_pos + np.array([0.0, 0.0, 0.02])
    above_goal_18cm = goal_pos + np.array([0.0, 0.0, 0.18])
    at_cube_xz_z_plus_3cm = np.array([cube_pos[0], 0.675, cube_pos[2] + 0.03])
    above_cube_18cm = cube_pos + np.array([0.0, 0.0, 0.18])
    at_cube_xz_z_plus_3cm_2 = np.array([cube_pos[0], 0.725, cube_pos[2] + 0.03])
    at_cube_xz_z_plus_18cm = np.array([cube_pos[0], 0.675, cube_pos[2] + 0.18])
    at_cube_xz_z_plus_18cm_2 = np.array([cube_pos[0], 0.725, cube_pos[2] + 0.18])

    if abs(hand_pos[2] - cube_pos[2]) > 0.05:
        # The hand is more than 5 cm from the cube in height.
        grip = -1.0
    else:
        grip = 0.6

    if abs(hand_pos[2] - cube_pos[2]) > 0.04006:
        # The hand is more than 4.006 cm from the cube in height.
        if abs(cube_pos[1] - goal_pos[1]) > 0.0265:
            # The cube is more than 2.65 cm from the goal along y.
            if cube_pos[1] - goal_pos[1] > 0.0:
                # The cube is beyond the goal along y.
                if np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.03:
                    # The hand is more than 3 cm from the cube, seen from above.
                    return np.array([*at_cube_xz_z_plus_18cm_2, grip])
                else:
                    return np.array([*at_cube_xz_z_plus_3cm_2, grip])
            elif np.linalg.norm(hand_pos[:2] - at_cube_xz_z_plus_3cm[:2]) > 0.03:
                # The hand is more than 3 cm from at_cube_xz_z_plus_3cm, seen from above.
                return np.array([*at_cube_xz_z_plus_18cm, grip])
            else:
                return np.array([*at_cube_xz_z_plus_3cm, grip])
        elif np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.021:
            # The hand is more than 2.1 cm from the cube, seen from above.
            return np.array([*above_cube_18cm, grip])
        else:
            return np.array([*above_cube_3cm, grip])
    elif np.linalg.norm(cube_pos[:2] - goal_pos[:2]) > 0.02:
        # The cube is more than 2 cm from the goal, seen from above.
        if abs(cube_pos[2] - goal_pos[2]) > 0.1:
            # The cube is more than 10 cm from the goal in height.
            return np.array([*above_goal_18cm, grip])
        else:
            return np.array([*above_hand, grip])
    elif np.linalg.norm(cube_pos - goal_pos) > 0.05:
        # The cube is more than 5 cm from the goal.
        return np.array([*above_goal_2cm, grip])
    else:
        return np.array([*hand_pos, grip])
