# Trained by robotrace for metaworld/soccer-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    gripper_opening = observation["gripper_opening"]
    ball_pos = observation["ball_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_goal = goal_pos + np.array([0.0, 0.0, 0.03])
    above_ball_3cm = ball_pos + np.array([0.0, 0.0, 0.03])
    above_ball_10cm = ball_pos + np.array([0.0, 0.0, 0.1])

    if abs(hand_pos[2] - ball_pos[2]) > 0.05:
        # The hand is more than 5 cm from the ball in height.
        grip = -1.0
    else:
        grip = 1.0

    if gripper_opening <= 0.8:
        # The gripper opening is at most 0.8.
        return np.array([*above_goal, grip])
    elif np.linalg.norm(hand_pos[:2] - ball_pos[:2]) > 0.03:
        # The hand is more than 3 cm from the ball, seen from above.
        return np.array([*above_ball_10cm, grip])
    else:
        return np.array([*above_ball_3cm, grip])
