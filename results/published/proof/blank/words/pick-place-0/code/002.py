"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


DEAD = 0.02


def _toward(desired, hand):
    """Absolute target that brings the hand to desired in spite of the 2 cm dead band."""
    out = []
    for d, h in zip(desired, hand):
        e = d - h
        if e > 0.002:
            out.append(d + DEAD)
        elif e < -0.002:
            out.append(d - DEAD)
        else:
            out.append(d)
    return out


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    goal = [float(v) for v in observation["sensor_a"]]
    hand = [float(v) for v in observation["sensor_b"]]
    puck = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_d"])

    dx = puck[0] - hand[0]
    dy = puck[1] - hand[1]
    dxy = (dx * dx + dy * dy) ** 0.5
    dz = hand[2] - puck[2]          # nominally 0.045 when the puck is between the fingertips

    if dxy < 0.035 and dz < 0.07 and opening < 0.7:
        # puck between closed fingers: lift gently, then carry
        if puck[2] < 0.025:
            desired = [hand[0], hand[1], hand[2] + 0.025]
        else:
            desired = []
            for i in range(3):
                step = goal[i] - puck[i]
                step = max(-0.08, min(0.08, step))
                desired.append(hand[i] + step)
        return _toward(desired, hand) + [1.0]

    if dxy < 0.025 and dz < 0.055:
        # close around the puck
        return _toward([puck[0], puck[1], puck[2] + 0.042], hand) + [1.0]

    if dxy < 0.02:
        # descend, open
        return _toward([puck[0], puck[1], puck[2] + 0.042], hand) + [-1.0]

    # hover over the puck, open
    return _toward([puck[0], puck[1], puck[2] + 0.12], hand) + [-1.0]
