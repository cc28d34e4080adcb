"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import math

SCALE = 0.8      # hand = SCALE * command
DEAD = 0.008     # the hand stops this short of its target
HOVER = 0.125
LOW = 0.062


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    hand = [float(v) for v in observation["sensor_d"]]
    puck = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_a"])

    t = memory.get("t", 0)
    memory["t"] = t + 1
    stage = memory.get("stage", 0)
    count = memory.get("count", 0)
    sense = memory.get("sense", 1.0)      # effort that opens
    if t == 5 and stage <= 1 and opening < 0.45:
        sense = -sense
        memory["sense"] = sense

    ex = puck[0] - hand[0]
    ey = puck[1] - hand[1]
    flat = math.hypot(ex, ey)

    new = stage
    if stage == 0:
        near = abs(ex) < 0.010 and abs(ey) < 0.015
        if near or (count >= 9 and flat < 0.03):
            new = 1
    elif stage == 1:
        if hand[2] < 0.073 and abs(ex) < 0.015:
            new = 2
        elif count >= 8:
            new = 2 if hand[2] < 0.085 else 0
    elif stage == 2:
        if count >= 3:
            new = 3
    elif stage == 3:
        if flat > 0.06:
            memory["lost"] = memory.get("lost", 0) + 1
        else:
            memory["lost"] = 0
        if memory["lost"] >= 2:
            new = 0
            memory["lost"] = 0
    if new != stage:
        stage = new
        count = 0
        memory["extra"] = [0.0, 0.0, 0.0]
    memory["stage"] = stage
    memory["count"] = count + 1

    if stage == 0:
        if hand[2] < 0.095 and flat > 0.02:
            want = [hand[0], hand[1], HOVER + 0.03]   # first up, beside the puck
        else:
            want = [puck[0], puck[1], HOVER]
        grip = sense
    elif stage == 1:
        want = [puck[0], puck[1], LOW]
        grip = sense
    elif stage == 2:
        hold = memory.get("hold")
        if count == 0 or hold is None:
            hold = [puck[0], puck[1]]
            memory["hold"] = hold
        want = [hold[0], hold[1], LOW]
        grip = -sense
    else:
        dx = goal[0] - puck[0]
        dy = goal[1] - puck[1]
        far = math.hypot(dx, dy)
        ux, uy = (dx / far, dy / far) if far > 1e-6 else (0.0, 0.0)
        ox = max(-0.05, min(0.05, hand[0] - puck[0]))
        oy = max(-0.05, min(0.05, hand[1] - puck[1]))
        want = [goal[0] + ox + 0.03 * ux, goal[1] + oy + 0.03 * uy, LOW]
        grip = -sense

    bias = memory.get("bias", [0.0, 0.0, 0.0])
    extra = memory.get("extra", [0.0, 0.0, 0.0])
    last = memory.get("last", hand)
    lo = (-0.5, 0.4, 0.02)
    hi = (0.5, 1.0, 0.5)
    action = []
    for i in range(3):
        err = want[i] - hand[i]
        if abs(err) > 0.004:
            bias[i] = DEAD if err > 0 else -DEAD
        if count >= 3 and abs(err) > 0.008 and abs(hand[i] - last[i]) < 0.002:
            extra[i] = max(-0.03, min(0.03, extra[i] + 0.5 * err))
        target = max(lo[i], min(hi[i], want[i] + bias[i] + extra[i]))
        action.append(target / SCALE)
    memory["bias"] = bias
    memory["extra"] = extra
    memory["last"] = hand
    return action + [grip]
