"""Reach: bring the hand to the goal. Two trainable functions."""

import robotrace as rt


@rt.bundle(trainable=True)
def aim(hand, goal):
    """Return the point (x, y, z in metres) that the hand should make for."""
    return goal


@rt.bundle(trainable=True)
def effort(hand, goal):
    """Return the gripper's effort, from -1 (open) to 1 (close)."""
    return 0.0


def controller(observation):
    """Return [x, y, z, grip]: the hand's target in metres and the gripper's effort."""
    hand, goal = observation["hand_pos"], observation["goal_pos"]
    x, y, z = aim(hand, goal)
    return [x, y, z, effort(hand, goal)]
