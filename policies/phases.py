"""Phases: go beside a thing, meet it, close the fingers or not, bring it to its goal. A way and numbers that `tune` fits."""

import numpy as np

import robotrace as rt

HAND, THING, GOAL = "hand_pos", "", "goal_pos"  # fields; "" is the first other one that ends in _pos, or else the hand

way = rt.node("grasp", trainable=True, choices=("grasp", "drag", "push", "hook", "lift"), name="way")


@rt.bundle(trainable=True)
def contact(way, thing, direction):
    """Return where the hand meets the thing (x, y, z in metres): at it, or on the side away from where it is to go."""
    behind = 0.0 if way in ("grasp", "drag") else 0.06
    return thing + [0.0, 0.0, 0.03] - behind * direction


@rt.bundle(trainable=True)
def beside(way, meet):
    """Return where the hand goes first: above the contact, or on the robot's side of it."""
    return meet + [0.0, -0.12, 0.0] if way == "lift" else meet + [0.0, 0.0, 0.12]


@rt.bundle(trainable=True)
def shift(way, thing, goal, actions):
    """Return how far the hand goes on from where it is (x, y, z in metres): up with what it grasped, then as the thing lacks."""
    if way == "grasp" and actions < 4.0:
        return np.array([0.0, 0.0, 0.15])
    return 1.2 * (goal - thing)


@rt.bundle(trainable=True)
def following(way, phase, distance, actions):
    """Return the next phase: one is over within some metres of its place, or after some actions."""
    if phase == "hold":
        return "move" if actions > 3.0 else "hold"
    if phase == "move" or (distance > 0.025 and actions < 10.0):
        return phase
    if phase == "beside":
        return "meet"
    return "hold" if way in ("grasp", "drag") else "move"


@rt.bundle(trainable=True)
def effort(way, phase):
    """Return the gripper's effort, from -1 (open) to 1 (close)."""
    return 1 if way == "push" or (way in ("grasp", "drag") and phase in ("hold", "move")) else -1


def places(observation):
    """Return the places of the hand, of the thing that is to be moved, and of its goal."""
    others = [name for name in observation if name.endswith("_pos") and name not in (HAND, GOAL)]
    return observation[HAND], observation[THING or [*others, HAND][0]], observation[GOAL]


def controller(observation, memory):
    """Return [x, y, z, grip]: the hand's target in metres and the gripper's effort."""
    hand, thing, goal = places(observation)
    if not memory:
        memory.update(phase="beside", actions=0, direction=(goal - thing) / max(np.linalg.norm(goal - thing), 0.001))
    phase, actions = memory["phase"], memory["actions"] + 1
    meet = contact(way, thing, memory["direction"])
    if phase == "beside":
        target = beside(way, meet)
    elif phase == "meet":
        target = meet
    elif phase == "hold":
        target = hand
    else:
        target = hand + shift(way, thing, goal, actions)
    memory["phase"] = following(way, phase, np.linalg.norm(target - hand), actions)
    memory["actions"] = actions if memory["phase"] == phase else 0
    x, y, z = target
    return [x, y, z, effort(way, phase)]
