# Trained by robotrace for metaworld/basketball-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    ball_pos = observation["ball_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_ball_1cm = ball_pos + np.array([0.0, 0.0, 0.01])
    at_hand_xy = np.array([hand_pos[0], hand_pos[1], 0.35])
    at_goal_xz = np.array([goal_pos[0], 0.875, goal_pos[2] + 0.1])
    above_ball_31cm = ball_pos + np.array([0.0, 0.0, 0.31])

    if np.linalg.norm(hand_pos - ball_pos) > 0.13:
        # The hand is more than 13 cm from the ball.
        grip = -1.0
    else:
        grip = 0.6

    if abs(hand_pos[2] - ball_pos[2]) > 0.05:
        # The hand is more than 5 cm from the ball in height.
        if np.linalg.norm(hand_pos[:2] - ball_pos[:2]) > 0.05:
            # The hand is more than 5 cm from the ball, seen from above.
            return np.array([*above_ball_31cm, grip])
        else:
            return np.array([*above_ball_1cm, grip])
    elif hand_pos[2] - goal_pos[2] > 0.08:
        # The hand is more than 8 cm above the goal.
        return np.array([*at_goal_xz, grip])
    else:
        return np.array([*at_hand_xy, grip])
