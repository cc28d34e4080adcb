# Trained by robotrace for metaworld/faucet-open-v3: induce, hints feedback, no language model, iteration 4.
"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand_pos = observation["hand_pos"]
    faucet_handle_pos = observation["faucet_handle_pos"]
    goal_pos = observation["goal_pos"]

    # Places to go to, in metres.
    beside_faucet_handle_x_plus_6cm = faucet_handle_pos + np.array([0.06, 0.05, 0.03])
    above_faucet_handle = faucet_handle_pos + np.array([-0.04, 0.0, 0.13])
    beside_faucet_handle_x_minus_4cm = faucet_handle_pos + np.array([-0.04, 0.0, 0.03])

    if np.linalg.norm(hand_pos[:2] - above_faucet_handle[:2]) > 0.0397:
        # The hand is more than 3.97 cm from above_faucet_handle, seen from above.
        if np.linalg.norm(faucet_handle_pos[:2] - goal_pos[:2]) > 0.0493:
            # The faucet handle is more than 4.93 cm from the goal, seen from above.
            return np.array([*above_faucet_handle, 1.0])
        else:
            return np.array([*hand_pos, 1.0])
    elif abs(hand_pos[2] - beside_faucet_handle_x_plus_6cm[2]) <= 0.04:
        # The hand is within 4 cm of beside_faucet_handle_x_plus_6cm in height.
        return np.array([*beside_faucet_handle_x_plus_6cm, 1.0])
    elif np.linalg.norm(faucet_handle_pos[:2] - goal_pos[:2]) > 0.05:
        # The faucet handle is more than 5 cm from the goal, seen from above.
        return np.array([*beside_faucet_handle_x_minus_4cm, 1.0])
    else:
        return np.array([*hand_pos, 1.0])
