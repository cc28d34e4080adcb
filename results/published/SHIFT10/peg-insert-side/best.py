# Trained by robotrace for shifted/peg-insert-side-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""One trainable function from an observation to an action: what training starts from by default."""


def _act(X, Y, Z, grip, flip=False):
    """Undo the turned axes: true x = -action y, true y = action x."""
    return [float(-Y if flip else Y), float(-X), float(Z), float(grip)]


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hx, hy, hz = [float(v) for v in observation["sensor_d"]]
    px, py, pz = [float(v) for v in observation["sensor_e"]]
    gx, gy, gz = [float(v) for v in observation["sensor_b"]]
    opening = float(observation["sensor_a"])

    d = ((hx - px) ** 2 + (hy - py) ** 2) ** 0.5
    h = hz - pz
    near = d < 0.04 and h < 0.06
    held = near and opening < 0.85

    if not held:
        if pz < 0.05 and hy < 0.43:
            # should not happen if the axes are as assumed: try the other sign
            return _act(px, py, 0.2, -1.0, flip=True)
        if near:
            # low around the peg: close
            return _act(px, py, pz + 0.035, 1.0)
        if d > (0.03 if h > 0.08 else 0.04):
            # go above the peg
            return _act(px, py, pz + 0.16, -1.0)
        # descend onto the peg
        return _act(px, py, pz + 0.035, -1.0)

    # the peg is held: the head is 13 cm towards -x and 1 cm lower
    head_x = px - 0.13
    ey = gy - py
    ez = gz + 0.01 - pz
    outside = head_x > gx + 0.09

    if outside and pz < 0.05:
        # lift slowly at first, the fingers may still be closing
        return _act(hx, hy, hz + 0.04, 1.0)
    if outside and ez > 0.03:
        # lift to the height of the hole
        return _act(hx, hy, hz + ez, 1.0)
    tol = 0.012 if outside else 0.03
    if abs(ey) > tol or abs(ez) > tol:
        # align in front of the hole
        return _act(hx + (gx + 0.26 - px), hy + ey, hz + ez, 1.0)
    # push the head in
    return _act(hx + (gx + 0.09 - px), hy + ey, hz + ez, 1.0)
