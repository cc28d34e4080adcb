"""Swimmer: a travelling wave: two spring-like joints follow sines of one clock, the rear one later; the heading is fed back."""

from math import sin, tau

import robotrace as rt

TICK = 0.04  # seconds an action
FREQUENCY = rt.node(0.667, trainable=True, name="FREQUENCY", bounds=(0.1, 2.0))  # waves a second
SWING = rt.node((1.561, 0.9586), trainable=True, name="SWING", bounds=(0.0, 3.0))  # rad: front, rear joint
LAG = rt.node(
    0.9087, trainable=True, name="LAG", bounds=(0.0, 3.0)
)  # rad of the clock by which the rear joint is later
STIFFNESS = rt.node(4.415, trainable=True, name="STIFFNESS", bounds=(0.0, 15.0))
DAMPING = rt.node(0.3798, trainable=True, name="DAMPING", bounds=(0.0, 2.0))
STEER = rt.node(0.1014, trainable=True, name="STEER", bounds=(-0.5, 0.5))  # how the heading bends both joints
PULL = rt.node(0.07847, trainable=True, name="PULL", bounds=(-1.0, 1.0))  # how the front joint's error pulls the clock


@rt.bundle(trainable=True)
def wanted(phase, heading, swing, lag, steer):
    """Return the angles that the front and the rear joint should have."""
    front, rear = swing
    if phase < 0.01:  # the very first action: push off to the side that turns the heading back
        side = 1.0 if heading >= 0 else -1.0
        return side * front, -side * rear
    if phase < 1000:
        side, turned = 1.0, phase
    else:  # the mirrored gait runs 500 turns and a half later
        side, turned = -1.0, phase - 500.5 * tau
    if turned > 26 * tau + 1.9:  # the last stroke: no next one to prepare, so push on
        return side * 3.0, side * 3.0
    return front * sin(phase) + steer * heading, rear * sin(phase - lag) + steer * heading


@rt.bundle(trainable=True)
def later(phase, error, frequency, pull):
    """Return the clock an action later."""
    if phase < 0.01:  # the very first action: start within the stroke, on the side pushed to
        phase = 0.9 if error < 0 else 0.9 + 500.5 * tau
        return phase + TICK * tau * frequency
    if abs(error) > 1.6:  # the first or the last stroke: the aim is no angle of the gait
        error = 0.0
    return phase + TICK * (tau * frequency + pull * error * sin(phase))


@rt.bundle(trainable=True)
def torques(aims, angles, rates, stiffness, damping):
    """Return the torque at each joint: a spring towards its wanted angle, and a damper."""
    return [stiffness * (aim - angle) - damping * rate for aim, angle, rate in zip(aims, angles, rates)]


def controller(observation, memory):
    """Return [front_joint, rear_joint]: torques."""
    angles = [float(observation[name]) for name in ("front_joint", "rear_joint")]
    rates = [float(observation[name]) for name in ("front_joint_rate", "rear_joint_rate")]
    phase = memory.get("phase", 0.0)
    aims = wanted(phase, float(observation["heading"]), SWING, LAG, STEER)
    memory["phase"] = later(phase, angles[0] - aims[0], FREQUENCY, PULL)
    return torques(aims, angles, rates, STIFFNESS, DAMPING)
