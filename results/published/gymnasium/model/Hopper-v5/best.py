# Trained by robotrace for gymnasium/Hopper-v5: optoprime+tune, facts feedback, the language model claude-file-backed, iteration 19.
"""Hopper: one clock swings thigh, knee and ankle; lean and speed of the trunk bend the rest pose; the bounce holds the clock.

Rows are of the thigh, the knee and the ankle.
"""

from math import cos, sin, tau

JOINTS = ("thigh", "knee", "ankle")
TICK = 0.008  # seconds an action

FREQUENCY = 1.695  # hops a second
PULL = (-2.277, 1.29)  # how the bounce pulls the clock: sine, cosine
REST = (-0.3801, 1.593, 0.66)  # rad: centres of the springs
SWING = (-0.05691, -0.3934, -0.5557)  # rad
SHIFT = (-1.158, -2.746, 1.182)  # rad of the clock
PITCH = (-2.661, 1.37, 0.4162)  # how the trunk's lean moves each centre
PITCH_RATE = (-0.864, 0.07279, -0.1134)  # and its rate
SPEED = (-0.1133, 0.04295, -0.2433)  # and the forward speed
RISE = (0.06538, -0.03577, -0.06804)  # and the upward speed
STIFFNESS = (1.2, 1.782, 5.004)
DAMPING = (0.0055, -0.1298, -0.01265)  # a negative one drives


def later(phase, rise, frequency, pull):
    """Return the clock an action later; the bounce pulls it, so that both keep step."""
    return phase + TICK * (tau * frequency + rise * (pull[0] * sin(phase) + pull[1] * cos(phase)))


def wanted(phase, body, rest, swing, shift, parts):
    """Return the angle that each joint should have now; `parts` has a row for each of the body's four motions."""
    aims = [r + a * sin(phase + s) for r, a, s in zip(rest, swing, shift)]
    return [aim + sum(part[i] * motion for part, motion in zip(parts, body)) for i, aim in enumerate(aims)]


def torques(aims, angles, rates, stiffness, damping):
    """Return the torque at each joint: a spring towards its wanted angle, and a damper."""
    return [k * (aim - angle) - c * rate for k, aim, angle, c, rate in zip(stiffness, aims, angles, damping, rates)]


def controller(observation, memory):
    """Return [thigh, knee, ankle]: torques."""
    angles = [float(observation[name]) for name in JOINTS]
    rates = [float(observation[f"{name}_rate"]) for name in JOINTS]
    body = [float(observation[name]) for name in ("trunk_pitch", "pitch_rate", "velocity_x", "velocity_z")]
    phase = memory.get("phase", 0.0)
    memory["phase"] = later(phase, body[3], FREQUENCY, PULL)
    aims = wanted(phase, body, REST, SWING, SHIFT, (PITCH, PITCH_RATE, SPEED, RISE))
    return torques(aims, angles, rates, STIFFNESS, DAMPING)
