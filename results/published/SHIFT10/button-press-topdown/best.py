# Trained by robotrace for shifted/button-press-topdown-v3@SHIFT10: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""One trainable function from an observation to an action: what training starts from by default."""


import math

TILT = math.radians(20.0)


def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    x, y, z = [float(v) for v in observation["hand_pos"]]
    bx, by, _ = [float(v) for v in observation["button_pos"]]
    gz = float(observation["goal_pos"][2])

    dist = math.hypot(bx - x, by - y)
    high = z > gz + 0.15          # fingertips above the unpressed button
    gain = 0.4                    # extra feedback against what is left of the misfit

    if dist < (0.025 if high else 0.045):
        # over the button: press straight down
        tx = bx + gain * (bx - x)
        ty = by + gain * (by - y)
        tz = gz - 0.10
    elif high:
        # above everything: go over the button
        tx = bx + gain * (bx - x)
        ty = by + gain * (by - y)
        tz = gz + 0.20
    else:
        # low and not over the button: rise in front of the box
        wait_y = by - 0.2
        if y < wait_y:
            tx, ty = bx, wait_y
        else:
            tx, ty = x, y
        tz = gz + 0.23

    tx = min(max(tx, -0.5), 0.5)
    ty = min(max(ty, 0.35), 1.0)
    tz = min(max(tz, 0.0), 0.5)

    # undo the tilt of the command frame about the x axis
    c, s = math.cos(TILT), math.sin(TILT)
    ay = c * ty + s * tz
    az = -s * ty + c * tz
    return [float(tx), float(ay), float(az), 1.0]
