# Trained by robotrace for metaworld/peg-insert-side-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    peg_pos = observation["peg_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_peg = peg_pos + np.array([0.0, 0.0, 0.3])
    at_goal_y_z_plus_16cm = np.array([-0.35, goal_pos[1], 0.16])
    at_goal_y_z_plus_16cm_2 = np.array([0.05, goal_pos[1], 0.16])

    if np.linalg.norm(hand_pos - peg_pos) > 0.16:
        # The hand is more than 16 cm from the peg.
        grip = -1.0
    else:
        grip = 0.6

    if abs(hand_pos[2] - peg_pos[2]) > 0.025:
        # The hand is more than 2.5 cm from the peg in height.
        if np.linalg.norm(hand_pos[:2] - peg_pos[:2]) > 0.04:
            # The hand is more than 4 cm from the peg, seen from above.
            return np.array([*above_peg, grip])
        else:
            return np.array([*peg_pos, grip])
    elif abs(peg_pos[2] - goal_pos[2]) > 0.03:
        # The peg is more than 3 cm from the goal in height.
        return np.array([*at_goal_y_z_plus_16cm_2, grip])
    else:
        return np.array([*at_goal_y_z_plus_16cm, grip])
