"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    OPEN, CLOSE = 1.0, -1.0   # measured: the sense is inverted
    SCALE = 0.8               # measured: hand = 0.8 * action
    BAND = 0.007              # measured: the hand stops about 8 mm short

    opening = float(observation["sensor_a"])
    puck = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    hand = [float(v) for v in observation["sensor_d"]]

    def act(target, grip):
        out = []
        for i in range(3):
            e = target[i] - hand[i]
            t = target[i]
            if e > 0.003:
                t += BAND
            elif e < -0.003:
                t -= BAND
            out.append(t / SCALE)
        return [out[0], out[1], out[2], grip]

    dx = puck[0] - hand[0]
    dy = puck[1] - hand[1]
    gx = goal[0] - puck[0]
    gy = goal[1] - puck[1]
    gd = max((gx * gx + gy * gy) ** 0.5, 0.01)
    z = hand[2]
    near = abs(dx) < 0.03 and abs(dy) < 0.03

    # holding the puck: drag it to the goal and a little beyond
    if z < 0.11 and abs(dx) < 0.04 and abs(dy) < 0.04 and 0.33 < opening < 0.8:
        k = 0.05 / gd
        return act([goal[0] + k * gx - dx, goal[1] + k * gy - dy, 0.06], CLOSE)

    # closed without the puck: rise where it is and open
    if opening < 0.8 and z < 0.1:
        return act([hand[0], hand[1], 0.14], OPEN)

    if near:
        if z < 0.095:
            # around the puck: close
            return act([puck[0], puck[1], 0.055], CLOSE)
        # above the puck: go down, open
        return act([puck[0], puck[1], 0.05], OPEN)

    # low beside the puck: rise first
    if z < 0.095:
        return act([hand[0], hand[1], 0.14], OPEN)

    # hover over the puck
    return act([puck[0], puck[1], 0.12], OPEN)
