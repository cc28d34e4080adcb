"""Reacher: inverse kinematics of the two links, then a spring and a damper on the error of each joint."""

from math import acos, atan2, cos, hypot, pi, sin, tau

import robotrace as rt

UPPER = rt.node(0.09743, trainable=True, name="UPPER", bounds=(0.09, 0.11))  # metres: length of the first link
LOWER = rt.node(0.1106, trainable=True, name="LOWER", bounds=(0.1, 0.12))  # and from the elbow to the tip
STIFFNESS = rt.node((0.298, 0.2568), trainable=True, name="STIFFNESS", bounds=(0.0, 2.0))  # shoulder, elbow
DAMPING = rt.node((0.0472, 0.04677), trainable=True, name="DAMPING", bounds=(0.0, 0.5))  # shoulder, elbow
SIDE = rt.node(
    0.06248, trainable=True, name="SIDE", bounds=(0.0, 2.0)
)  # what a turn of the elbow costs beside one of the shoulder


def turned(wanted, angle):
    """Return the shortest turn from an angle to another, in rad."""
    return (wanted - angle + pi) % tau - pi


@rt.bundle(trainable=True)
def errors(shoulder, elbow, target, upper, lower, side):
    """Return by how much shoulder and elbow have to turn, with the elbow bent to the side that costs less."""
    x, y = target
    reach = min(hypot(x, y), upper + lower)
    bend = acos(max(-1, min(1, (reach**2 - upper**2 - lower**2) / (upper * lower + lower * upper))))
    ways = []
    for wanted in (bend, -bend):
        aim = atan2(y, x) - atan2(lower * sin(wanted), upper + lower * cos(wanted))
        ways.append((turned(aim, shoulder), wanted - elbow))
    return min(ways, key=lambda way: abs(way[0]) + side * abs(way[1]))


@rt.bundle(trainable=True)
def torques(error, rates, stiffness, damping):
    """Return the torque at each joint: a spring towards where it should be, and a damper."""
    return [k * e - c * rate for k, e, c, rate in zip(stiffness, error, damping, rates)]


def controller(observation):
    """Return [shoulder, elbow]: torques."""
    seen = {name: float(value) for name, value in observation.items()}
    shoulder = atan2(seen["shoulder_sin"], seen["shoulder_cos"])
    elbow = atan2(seen["elbow_sin"], seen["elbow_cos"])
    target = (seen["target_x"], seen["target_y"])
    error = errors(shoulder, elbow, target, UPPER, LOWER, SIDE)
    return torques(error, (seen["shoulder_rate"], seen["elbow_rate"]), STIFFNESS, DAMPING)
