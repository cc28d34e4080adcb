"""One trainable function from an observation to an action: what training starts from by default."""

import robotrace as rt


SCALE = (0.845, 0.845, 0.845)   # reached / asked, measured on z


def _command(hand, target):
    out = []
    for h, t, s in zip(hand, target, SCALE):
        fb = 0.6 * (t - h)
        fb = max(-0.06, min(0.06, fb))
        a = (t + fb) / s
        out.append(max(-2.0, min(2.0, a)))
    return out


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    hand = [float(v) for v in observation["hand_pos"]]
    hx, hy, hz = [float(v) for v in observation["window_handle_pos"]]
    gx = float(observation["goal_pos"][0])

    start_x = hx - 0.08      # left of the handle
    push_y = hy - 0.01       # beside the handle
    front_y = hy - 0.16      # in front of the window
    work_z = hz - 0.02       # fingers reach below, hand at the handle

    if hand[1] > push_y - 0.045:
        # deep enough to touch the handle
        if hand[0] < hx + 0.03:
            target = [max(gx, hx) + 0.08, push_y, work_z]      # push open
        else:
            target = [hand[0], front_y, work_z]                # wrong side: back out
    elif abs(hand[0] - start_x) < 0.035:
        target = [start_x, push_y, work_z]                     # go forward beside it
    elif hand[1] > front_y + 0.05 and hand[0] > start_x:
        target = [hand[0], front_y, work_z]                    # back out first
    else:
        target = [start_x, front_y, work_z]                    # line up in front

    x, y, z = _command(hand, target)
    return [x, y, z, 1.0]
