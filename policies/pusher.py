"""Pusher: a spring pulls the tip behind the object, seen from the goal, and then through it; kinematics make torques of that."""

from math import cos, hypot, sin

import robotrace as rt

JOINTS = ("shoulder_pan", "shoulder_lift", "upper_arm_roll", "elbow_flex")
NUDGE = 0.001  # rad by which a joint is turned to see how the tip moves with it

BEHIND = rt.node(
    0.01702, trainable=True, name="BEHIND", bounds=(0.0, 0.2)
)  # metres: aim this far behind the object first
DETOUR = rt.node(
    0.02478, trainable=True, name="DETOUR", bounds=(0.0, 0.3)
)  # and this far beside it while the tip is in front
FRONT = rt.node(
    -0.05, trainable=True, name="FRONT", bounds=(-0.2, 0.0)
)  # metres along from which on the tip is in front
LINED_UP = rt.node(
    0.03786, trainable=True, name="LINED_UP", bounds=(0.0, 0.2)
)  # push within this distance of the line to the goal
THROUGH = rt.node(0.07746, trainable=True, name="THROUGH", bounds=(0.0, 0.3))  # aim this far beyond the object's middle
CENTRE = rt.node(
    0.9616, trainable=True, name="CENTRE", bounds=(0.0, 2.0)
)  # part of a sideways error that is corrected in pushing
HEIGHT = rt.node(-0.2812, trainable=True, name="HEIGHT", bounds=(-0.4, 0.0))  # of the tip
PULL = rt.node(4.668, trainable=True, name="PULL", bounds=(0.0, 20.0))  # N a metre, sideways
LIFT = rt.node(3.771, trainable=True, name="LIFT", bounds=(0.0, 20.0))  # N a metre, upward
DAMPING = rt.node(
    (1.402, 0.3884, 0.2519, -0.05282), trainable=True, name="DAMPING", bounds=(-1.0, 5.0)
)  # by joint; negative drives


def tip_at(pan, lift, roll, elbow):
    """Return where the tip is with these angles: x, y, z in metres."""
    x, y, z = 0.4 + 0.321 * cos(elbow), 0.0, -0.321 * sin(elbow)  # the elbow bends about y
    y, z = y * cos(roll) - z * sin(roll), y * sin(roll) + z * cos(roll)  # the upper arm rolls about x
    x, z = 0.1 + x * cos(lift) + z * sin(lift), -x * sin(lift) + z * cos(lift)
    return x * cos(pan) - y * sin(pan), x * sin(pan) + y * cos(pan) - 0.6, z


def levers_of(angles):
    """Return how the tip moves with each joint, in metres a rad."""
    here, levers = tip_at(*angles), []
    for joint in range(4):
        there = tip_at(*(angle + NUDGE * (joint == other) for other, angle in enumerate(angles)))
        levers.append([(a - b) / NUDGE for a, b in zip(there, here)])
    return levers


@rt.bundle(trainable=True)
def aim(along, side, far, gains):
    """Return where to pull the tip, along the line from the object to its goal and beside it, from the object's middle."""
    behind, detour, front, lined_up, through, centre = gains
    if along < 0 and abs(side) < lined_up:
        return min(through, far), side * (1 - centre)
    if along > front:
        return -behind, detour if side > 0 else -detour
    return -behind, 0


@rt.bundle(trainable=True)
def force_to(short, tip_z, pull, lift, height):
    """Return the force at the tip, x, y, z: a spring over what it is short of, and one that holds its height."""
    return pull * short[0], pull * short[1], lift * (height - tip_z)


@rt.bundle(trainable=True)
def torques(force, levers, rates, damping):
    """Return the torques that make the force at the tip, less what damps each joint."""
    return [sum(f * arm for f, arm in zip(force, lever)) - c * rate for lever, rate, c in zip(levers, rates, damping)]


def controller(observation):
    """Return seven torques: four joints push, the wrist stays."""
    angles = [float(observation[name]) for name in JOINTS]
    rates = [float(observation[f"{name}_rate"]) for name in JOINTS]
    tip, thing, goal = (observation[name].tolist() for name in ("tip_pos", "object_pos", "goal_pos"))
    far = hypot(goal[0] - thing[0], goal[1] - thing[1]) + 1e-6
    ahead_x, ahead_y = (goal[0] - thing[0]) / far, (goal[1] - thing[1]) / far  # from the object to its goal
    off_x, off_y = tip[0] - thing[0], tip[1] - thing[1]
    along, side = off_x * ahead_x + off_y * ahead_y, off_y * ahead_x - off_x * ahead_y
    to_along, to_side = aim(along, side, far, (BEHIND, DETOUR, FRONT, LINED_UP, THROUGH, CENTRE))
    short = (to_along * ahead_x - to_side * ahead_y - off_x, to_along * ahead_y + to_side * ahead_x - off_y)
    force = force_to(short, tip[2], PULL, LIFT, HEIGHT)
    return [*torques(force, levers_of(angles), rates, DAMPING), 0.0, 0.0, 0.0]
