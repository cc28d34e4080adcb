"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    import numpy as np

    scale = 0.8                # hand = scale * action
    slack = 0.009              # the hand stops this far short of the target
    open_, close_ = 1.0, -1.0  # the sense of the gripper is inverted
    z_hover, z_low = 0.12, 0.06

    hand = np.array(observation["sensor_d"], dtype=float)
    puck = np.array(observation["sensor_b"], dtype=float)
    goal = np.array(observation["sensor_c"], dtype=float)

    def command(x, y, z, grip):
        target = np.array([x, y, z], dtype=float)
        err = target - hand
        cmd = (target + slack * np.clip(err / 0.004, -1.0, 1.0)) / scale
        low = np.array([-0.5, 0.4, 0.04]) / scale
        high = np.array([0.5, 1.0, 0.5]) / scale
        cmd = np.clip(cmd, low, high)
        return [float(cmd[0]), float(cmd[1]), float(cmd[2]), float(grip)]

    phase = memory.get("phase", "hover")
    count = memory.get("count", 0)

    # changes of phase; what is commanded now is carried out one action later
    if phase == "up" and (hand[2] > 0.105 or count >= 6):
        phase, count = "hover", 0
    if phase == "hover":
        off = float(np.max(np.abs(puck[:2] - hand[:2])))
        if off < 0.02 or (off < 0.045 and hand[2] < 0.185) or count >= 12:
            phase, count = "down", 0
    if phase == "down" and count >= 1 and (hand[2] < 0.09 or count >= 6):
        phase, count = "close", 0
        memory["grasp"] = [float(puck[0]), float(puck[1])]
    if phase == "close" and count >= 2:
        phase, count = "drag", 0
    if phase == "drag" and count >= 3:
        if float(np.linalg.norm(puck[:2] - hand[:2])) > 0.05:
            phase, count = "up", 0
            memory["up_xy"] = [float(hand[0]), float(hand[1])]

    memory["phase"] = phase
    memory["count"] = count + 1

    if phase == "up":
        x, y = memory["up_xy"]
        return command(x, y, 0.13, open_)
    if phase == "hover":
        return command(puck[0], puck[1], z_hover, open_)
    if phase == "down":
        return command(puck[0], puck[1], z_low, open_)
    if phase == "close":
        x, y = memory["grasp"]
        return command(x, y, z_low, close_)

    # drag: bring the puck to the goal, aiming a little beyond it
    way = goal[:2] - puck[:2]
    dist = float(np.linalg.norm(way))
    beyond = 0.05 if count < 8 else 0.02
    extra = beyond * way / dist if dist > 1e-6 else np.zeros(2)
    xy = hand[:2] + way + extra
    return command(xy[0], xy[1], z_low, close_)
