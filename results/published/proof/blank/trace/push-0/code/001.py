"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    opening = float(observation["sensor_a"])
    puck = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    hand = [float(v) for v in observation["sensor_d"]]

    def act(x, y, z, grip):
        # measured: hand = 0.81 * action (z: + 0.005)
        return [x / 0.81, y / 0.81, (z - 0.005) / 0.81, grip]

    dx = puck[0] - hand[0]
    dy = puck[1] - hand[1]
    gx = goal[0] - puck[0]
    gy = goal[1] - puck[1]
    gd = (gx * gx + gy * gy) ** 0.5
    low = hand[2] < 0.085
    near = abs(dx) < 0.035 and abs(dy) < 0.03

    if low and abs(dx) < 0.05 and abs(dy) < 0.05:
        if opening < 0.85:
            # holding the puck: drag it to the goal and a little beyond
            k = 0.05 / max(gd, 0.01)
            return act(goal[0] + k * gx, goal[1] + k * gy, 0.058, 1.0)
        if near:
            # around the puck: close
            return act(puck[0], puck[1], 0.055, 1.0)
    if near:
        # above the puck: go down, open
        return act(puck[0], puck[1], 0.055, -1.0)
    # hover over the puck
    return act(puck[0], puck[1], 0.11, -1.0)
