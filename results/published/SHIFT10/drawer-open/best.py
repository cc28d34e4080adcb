# Trained by robotrace for shifted/drawer-open-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""One trainable function from an observation to an action: what training starts from by default."""


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["sensor_c"]]
    handle = [float(v) for v in observation["sensor_d"]]
    goal = [float(v) for v in observation["sensor_a"]]

    # measured: the hand settles at command + OFFSET
    offset = [-0.07, 0.06, 0.04]
    grip = 0.0  # the fingers stay open at effort 0

    def go(target, gain):
        action = []
        for i in range(3):
            back = gain * (target[i] - hand[i])
            back = max(-0.03, min(0.03, back))
            action.append(target[i] - offset[i] + back)
        return action + [grip]

    ex = abs(hand[0] - handle[0])
    ey = abs(hand[1] - handle[1])
    above = hand[2] - handle[2]
    low_z = handle[2] - 0.02
    high_z = handle[2] + 0.17

    # the drawer is open: stay
    if handle[1] - goal[1] < 0.01:
        return go([hand[0], hand[1], hand[2]], 0.0)

    if above > 0.10:
        aligned = ex < 0.025 and ey < 0.025
    else:
        aligned = ex < 0.05 and ey < 0.075

    if not aligned:
        if above < 0.06:
            # low beside the handle: rise first
            return go([hand[0], hand[1], high_z], 0.5)
        # go above the handle
        return go([handle[0], handle[1], high_z], 0.5)

    if above > 0.015:
        # go down around the handle
        return go([handle[0], handle[1], low_z], 0.5)

    # the fingers straddle the handle: pull toward the robot
    pull_y = max(hand[1] - 0.07, goal[1] - 0.10)
    return go([handle[0], pull_y, low_z], 0.0)
