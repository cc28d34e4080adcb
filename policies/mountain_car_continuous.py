"""MountainCarContinuous: a force in proportion to the speed, which is the least effort for the energy that the hill asks for."""

import robotrace as rt

GAIN = rt.node(4.531, trainable=True, name="GAIN", bounds=(0.0, 20.0))  # force for a speed of 1 m an action
START = rt.node(0.01267, trainable=True, name="START", bounds=(0.0, 0.2))  # force that gets a resting car to move


@rt.bundle(trainable=True)
def force(speed, gain, start):
    """Return the engine's force: along the motion."""
    return gain * speed + (start if speed > 0 else -start)


def controller(observation):
    """Return [force], to the right positive."""
    return [force(float(observation["velocity"]), GAIN, START)]
