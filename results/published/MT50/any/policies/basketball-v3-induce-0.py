# Trained by robotrace for metaworld/basketball-v3: induce, hints feedback, no language model, iteration 9.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    ball_pos = observation["ball_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    at_hand_xy = np.array([hand_pos[0], hand_pos[1], 0.35])
    above_ball_1cm = ball_pos + np.array([0.0, 0.0, 0.01])
    at_goal_xz = np.array([goal_pos[0], 0.875, goal_pos[2] + 0.1])
    above_ball_31cm = ball_pos + np.array([0.0, 0.0, 0.31])

    if np.linalg.norm(hand_pos - ball_pos) > 0.16:
        # The hand is more than 16 cm from the ball.
        grip = -1.0
    else:
        grip = 0.6

    if abs(hand_pos[2] - ball_pos[2]) > 0.035:
        # The hand is more than 3.5 cm from the ball in height.
        if np.linalg.norm(hand_pos[:2] - ball_pos[:2]) > 0.04:
            # The hand is more than 4 cm from the ball, seen from above.
            return np.array([*above_ball_31cm, grip])
        else:
            return np.array([*above_ball_1cm, grip])
    elif ball_pos[2] - goal_pos[2] > 0.065:
        # The ball is more than 6.5 cm above the goal.
        return np.array([*at_goal_xz, grip])
    else:
        return np.array([*at_hand_xy, grip])
