# Trained by robotrace for metaworld/shelf-place-v3: induce, hints feedback, no language model, iteration 6.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    cube_pos = observation["cube_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_goal_x_hand_y = np.array([goal_pos[0], hand_pos[1], 0.3])
    above_cube_2cm = cube_pos + np.array([-0.005, 0.0, 0.015])
    above_hand = hand_pos + np.array([0.0, 0.0, 0.3])
    beside_hand = hand_pos + np.array([0.0, 0.05, 0.0])
    above_cube_32cm = cube_pos + np.array([-0.005, 0.0, 0.315])

    if abs(hand_pos[2] - cube_pos[2]) > 0.15:
        # The hand is more than 15 cm from the cube in height.
        grip = -1.0
    else:
        grip = 0.7

    if abs(hand_pos[2] - cube_pos[2]) > 0.05:
        # The hand is more than 5 cm from the cube in height.
        if np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.038:
            # The hand is more than 3.8 cm from the cube, seen from above.
            return np.array([*above_cube_32cm, grip])
        else:
            return np.array([*above_cube_2cm, grip])
    elif abs(hand_pos[0] - goal_pos[0]) > 0.01996:
        # The hand is more than 1.996 cm from the goal along x.
        return np.array([*at_goal_x_hand_y, grip])
    elif hand_pos[2] - goal_pos[2] > 0.0:
        # The hand is above the goal.
        return np.array([*beside_hand, grip])
    else:
        return np.array([*above_hand, grip])
