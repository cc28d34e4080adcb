# Trained by robotrace for metaworld/lever-pull-v3: induce, hints feedback, no language model, iteration 1.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    lever_pos = observation["lever_pos"]

    # Places to go to, in metres.
    below_lever = lever_pos + np.array([0.0, -0.055, -0.1])

    return np.array([*below_lever, 1.0])
