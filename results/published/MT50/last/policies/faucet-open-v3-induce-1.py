# Trained by robotrace for metaworld/faucet-open-v3: induce, hints feedback, no language model, iteration 3.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    faucet_handle_pos = observation["faucet_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    above_faucet_handle = faucet_handle_pos + np.array([-0.04, 0.0, 0.13])
    beside_faucet_handle_x_minus_4cm = faucet_handle_pos + np.array([-0.04, 0.0, 0.03])
    beside_faucet_handle_x_plus_6cm = faucet_handle_pos + np.array([0.06, 0.05, 0.03])

    if np.linalg.norm(hand_pos[:2] - goal_pos[:2]) > 0.32:
        # The hand is more than 32 cm from the goal, seen from above.
        return np.array([*above_faucet_handle, 1.0])
    elif abs(hand_pos[2] - faucet_handle_pos[2]) > 0.05:
        # The hand is more than 5 cm from the faucet handle in height.
        return np.array([*beside_faucet_handle_x_minus_4cm, 1.0])
    else:
        return np.array([*beside_faucet_handle_x_plus_6cm, 1.0])
