"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import math


def _axis(des, cur, comp=0.0085, scale=0.8):
    e = des - cur
    s = 0.0
    if e > 0.002:
        s = 1.0
    elif e < -0.002:
        s = -1.0
    return (des + s * comp) / scale


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    OPEN, CLOSE = 1.0, -1.0
    hand = [float(v) for v in observation["sensor_d"]]
    puck = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]

    phase = memory.get("phase", "approach")
    attempt = memory.get("attempt", 0)
    offsets = [(-0.003, -0.003), (-0.003, -0.022), (-0.003, 0.015), (0.008, -0.01), (-0.012, -0.01)]
    ox, oy = offsets[attempt % len(offsets)]
    aim = [puck[0] + ox, puck[1] + oy]
    err = math.hypot(aim[0] - hand[0], aim[1] - hand[1])

    z_hover = 0.115
    z_grasp = 0.06
    z_move = 0.066

    def act(x, y, z, grip):
        return [_axis(x, hand[0]), _axis(y, hand[1]), _axis(z, hand[2]), grip]

    if phase == "move":
        slip = math.hypot(puck[0] - hand[0], puck[1] - hand[1])
        if slip > 0.045:
            phase = "approach"
            memory["attempt"] = attempt + 1
            memory["down"] = 0
            memory["near"] = 0
            memory["lift"] = True

    if phase == "approach":
        if memory.get("lift"):
            if hand[2] < 0.1:
                memory["phase"] = "approach"
                return act(hand[0], hand[1], z_hover + 0.02, OPEN)
            memory["lift"] = False
        if err < 0.03:
            down = memory.get("down", 0) + 1
            memory["down"] = down
            if hand[2] < 0.08 and err < 0.022:
                phase = "close"
                memory["k"] = 0
                memory["hold"] = (aim[0], aim[1])
            elif down > 7:
                memory["down"] = 0
                memory["attempt"] = attempt + 1
                memory["lift"] = True
                memory["phase"] = "approach"
                return act(hand[0], hand[1], z_hover + 0.02, OPEN)
            else:
                memory["phase"] = "approach"
                return act(aim[0], aim[1], z_grasp, OPEN)
        else:
            memory["phase"] = "approach"
            if hand[2] < 0.09:
                return act(hand[0], hand[1], z_hover + 0.02, OPEN)
            return act(aim[0], aim[1], z_hover, OPEN)

    if phase == "close":
        k = memory.get("k", 0)
        memory["k"] = k + 1
        if k < 2:
            memory["phase"] = "close"
            hx, hy = memory["hold"]
            return act(hx, hy, z_grasp, CLOSE)
        phase = "move"

    # move: carry the puck to the goal, aiming a little beyond it while it is far
    memory["phase"] = "move"
    dx, dy = goal[0] - puck[0], goal[1] - puck[1]
    dist = math.hypot(dx, dy)
    if dist > 0.045:
        f = 1.0 + 0.04 / dist
        tx, ty = hand[0] + dx * f, hand[1] + dy * f
    else:
        near = memory.get("near", 0) + 1
        memory["near"] = near
        tx, ty = hand[0] + dx, hand[1] + dy
        if near > 3:
            a = (near // 3) * math.pi / 2
            r = 0.035
            tx += r * math.cos(a)
            ty += r * math.sin(a)
    return act(tx, ty, z_move, CLOSE)
