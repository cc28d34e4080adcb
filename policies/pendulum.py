"""Pendulum: pump energy along the motion until upright is within reach, then hold it with a spring and a damper."""

from math import atan2

import robotrace as rt

STIFFNESS = rt.node(10.77, trainable=True, name="STIFFNESS", bounds=(0.0, 30.0))  # N m a rad
DAMPING = rt.node(2.791, trainable=True, name="DAMPING", bounds=(0.0, 8.0))  # N m for 1 rad/s
PUMP = rt.node(19.51, trainable=True, name="PUMP", bounds=(0.0, 60.0))  # N m for each unit of energy that is missing
TARGET = rt.node(0.03, trainable=True, name="TARGET", bounds=(-0.2, 0.2))  # energy aimed at; upright at rest has 0
CATCH = rt.node(0.4474, trainable=True, name="CATCH", bounds=(0.1, 1.5))  # rad off upright where pumping ends
AHEAD = rt.node(0.08621, trainable=True, name="AHEAD", bounds=(0.0, 0.5))  # seconds of foresight in that


def energy_of(cos_angle, rate):
    """Return kinetic and potential energy, over the most potential energy that there is, half of it below upright."""
    return rate * rate / 30 + cos_angle - 1


@rt.bundle(trainable=True)
def swing(angle, rate, energy, pump, target):
    """Return the torque that brings the energy to its target: along the motion where some is missing."""
    direction = 1 if rate > 0 or (rate == 0 and angle > 0) else -1
    return pump * (target - energy) * direction


@rt.bundle(trainable=True)
def hold(angle, rate, stiffness, damping):
    """Return the torque of a spring towards upright, and of a damper."""
    return -stiffness * angle - damping * rate


@rt.bundle(trainable=True)
def is_near(angle, rate, catch, ahead):
    """Return whether the pendulum is about to be upright."""
    return abs(angle + ahead * rate) < catch


def controller(observation):
    """Return [torque]."""
    cos_angle, sin_angle, rate = (float(observation[name]) for name in ("angle_cos", "angle_sin", "rate"))
    angle = atan2(sin_angle, cos_angle)  # 0 is upright
    if is_near(angle, rate, CATCH, AHEAD):
        return [hold(angle, rate, STIFFNESS, DAMPING)]
    return [swing(angle, rate, energy_of(cos_angle, rate), PUMP, TARGET)]
