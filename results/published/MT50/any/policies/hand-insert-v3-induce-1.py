# Trained by robotrace for metaworld/hand-insert-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    cube_pos = observation["cube_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_goal_xy_hand_z = np.array([goal_pos[0], goal_pos[1], hand_pos[2]])
    above_cube_3cm = cube_pos + np.array([0.0, 0.0, 0.03])
    above_cube_10cm = cube_pos + np.array([0.0, 0.0, 0.1])

    if abs(hand_pos[2] - cube_pos[2]) > 0.099999:
        # The hand is more than 9.9999 cm from the cube in height.
        grip = 0.0
    else:
        grip = 0.65

    if np.linalg.norm(hand_pos - above_cube_3cm) > 0.0133:
        # The hand is more than 1.33 cm from above_cube_3cm.
        if np.linalg.norm(hand_pos[1:] - cube_pos[1:]) > 0.05:
            # The hand is more than 5 cm from the cube, seen along x.
            if np.linalg.norm(hand_pos[:2] - cube_pos[:2]) > 0.02:
                # The hand is more than 2 cm from the cube, seen from above.
                return np.array([*above_cube_10cm, grip])
            else:
                return np.array([*above_cube_3cm, grip])
        elif np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.05:
            # The hand is more than 5 cm from the goal, seen from above.
            return np.array([*at_goal_xy_hand_z, grip])
        else:
            return np.array([*goal_pos, grip])
    elif np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.039:
        # The hand is more than 3.9 cm from the goal, seen from above.
        return np.array([*at_goal_xy_hand_z, grip])
    else:
        return np.array([*goal_pos, grip])
