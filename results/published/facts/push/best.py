# Trained by robotrace for metaworld/push-v3: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""One trainable function from an observation to an action: what training starts from by default."""


import numpy as np


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.asarray(observation["hand_pos"], dtype=float)
    puck = np.asarray(observation["puck_pos"], dtype=float)
    goal = np.asarray(observation["goal_pos"], dtype=float)
    opening = float(np.asarray(observation["gripper_opening"]).reshape(-1)[0])

    hover_z = puck[2] + 0.10      # fingertips well above the puck's top
    grasp_z = puck[2] + 0.033     # fingertips just above the table
    low = hand[2] < puck[2] + 0.056
    dist = float(np.linalg.norm(hand[:2] - puck[:2]))
    to_goal = goal[:2] - puck[:2]
    left = float(np.linalg.norm(to_goal))
    is_open = opening > 0.85

    # The puck is between the closing fingers: drag it to the goal.
    if low and not is_open and dist < 0.03:
        lead = 0.07 if opening < 0.75 else 0.03
        move = to_goal if left <= lead else to_goal * (lead / left)
        return [float(hand[0] + move[0]), float(hand[1] + move[1]), float(grasp_z), 1.0]

    # The puck is at the goal and not held: leave it alone.
    if left < 0.03:
        return [float(hand[0]), float(hand[1]), float(hand[2]), -1.0]

    # The open fingers straddle the puck: close them.
    if low and is_open and dist < 0.02:
        return [float(puck[0]), float(puck[1]), float(grasp_z), 1.0]

    # Above the puck with open fingers: go down.
    if is_open and dist < 0.02:
        return [float(puck[0]), float(puck[1]), float(grasp_z), -1.0]

    # Low beside the puck: rise first, opening the gripper.
    if hand[2] < puck[2] + 0.075:
        return [float(hand[0]), float(hand[1]), float(hover_z + 0.02), -1.0]

    # Go above the puck.
    return [float(puck[0]), float(puck[1]), float(hover_z), -1.0]
