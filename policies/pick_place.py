"""Pick and place: fingers round the puck, close them, carry it to its goal. Three trainable functions."""

import numpy as np

import robotrace as rt


@rt.bundle(trainable=True)
def phase(hand, puck, opening):
    """Return what to do now: "hover", "descend", "grip" or "carry"."""
    beside = np.linalg.norm(hand[:2] - puck[:2])  # metres, seen from above
    above = hand[2] - puck[2]
    if beside > 0.02:
        return "hover"
    if above > 0.05:
        return "descend"
    if opening > 0.73:  # an empty hand opens to 1
        return "grip"
    return "carry"


@rt.bundle(trainable=True)
def target(phase, hand, puck, goal):
    """Return the point (x, y, z in metres) that the hand should make for."""
    if phase == "hover":
        return puck + [0.0, 0.0, 0.10]
    if phase == "descend":
        return puck + [0.0, 0.0, 0.03]
    if phase == "grip":
        return hand
    return goal


@rt.bundle(trainable=True)
def effort(phase):
    """Return the gripper's effort, from -1 (open) to 1 (close)."""
    return 1.0 if phase in ("grip", "carry") else -1.0


def controller(observation):
    """Return [x, y, z, grip]: the hand's target in metres and the gripper's effort."""
    hand, puck, goal = observation["hand_pos"], observation["puck_pos"], observation["goal_pos"]
    now = phase(hand, puck, observation["gripper_opening"])
    x, y, z = target(now, hand, puck, goal)
    return [x, y, z, effort(now)]
