# Trained by robotrace for metaworld/push-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    puck_pos = observation["puck_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_puck_3cm = puck_pos + np.array([-0.005, 0.0, 0.03])
    above_puck_20cm = puck_pos + np.array([-0.005, 0.0, 0.2])

    if abs(hand_pos[2] - goal_pos[2]) > 0.1:
        # The hand is more than 10 cm from the goal in height.
        grip = 0.0
    else:
        grip = 0.6

    if np.linalg.norm(hand_pos[:2] - above_puck_3cm[:2]) > 0.02:
        # The hand is more than 2 cm from above_puck_3cm, seen from above.
        return np.array([*above_puck_20cm, grip])
    elif abs(hand_pos[2] - goal_pos[2]) > 0.04:
        # The hand is more than 4 cm from the goal in height.
        return np.array([*above_puck_3cm, grip])
    else:
        return np.array([*goal_pos, grip])
