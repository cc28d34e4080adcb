"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


import numpy as np


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = np.asarray(observation["hand_pos"], dtype=float).reshape(-1)[:3]
    puck = np.asarray(observation["puck_pos"], dtype=float).reshape(-1)[:3]
    goal = np.asarray(observation["goal_pos"], dtype=float).reshape(-1)[:3]
    opening = float(np.asarray(observation["gripper_opening"]).reshape(-1)[0])

    off = float(np.linalg.norm(hand[:2] - puck[:2]))  # horizontal misalignment
    dz = float(hand[2] - puck[2])                     # height of the hand above the puck

    GRASP_DZ = 0.042   # hand above the puck's centre when grasping
    HOVER_DZ = 0.12    # hand above the puck's centre when approaching

    # Is the puck between the fingers? Stricter while the gripper is still open.
    if opening > 0.95:
        between = off < 0.012 and dz < 0.055
    else:
        between = off < 0.03 and dz < 0.072

    if between:
        lifted = puck[2] > 0.03
        if opening < 0.73 or lifted:
            # Carry: move the hand by what the puck still has to go.
            left = goal - puck
            xy_limit = 0.06 if lifted else 0.03
            step = np.array([
                np.clip(left[0], -xy_limit, xy_limit),
                np.clip(left[1], -xy_limit, xy_limit),
                np.clip(left[2], -0.06, 0.06),
            ])
            target = hand + step
        elif opening < 0.85:
            # Nearly closed: creep up, which also tells whether the puck is held.
            target = np.array([puck[0], puck[1], hand[2] + 0.01])
        else:
            # Close in place.
            target = np.array([puck[0], puck[1], puck[2] + GRASP_DZ])
        return [float(target[0]), float(target[1]), float(target[2]), 1.0]

    # The puck is not held: approach with the gripper open.
    if off > 0.025 and dz < 0.085:
        # Low beside the puck: rise straight up first.
        target = np.array([hand[0], hand[1], puck[2] + HOVER_DZ])
    elif off > 0.02 or opening < 0.9:
        # Above the puck, until aligned and open.
        target = np.array([puck[0], puck[1], puck[2] + HOVER_DZ])
    else:
        # Go down over the puck.
        target = np.array([puck[0], puck[1], puck[2] + GRASP_DZ])
    return [float(target[0]), float(target[1]), float(target[2]), -1.0]
