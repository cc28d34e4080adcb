"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    t = memory.get("t", 0)
    memory["t"] = t + 1
    rest = [0.0, 0.7, 0.275, 0.0]
    little = [0.15, 0.1, 0.081, 1.0]
    action = list(rest)
    stage = t // 5  # 0: all at rest, then two stages for each part of the action, then at rest again
    if 1 <= stage <= 8:
        part = (stage - 1) // 2
        action[part] += little[part] if stage % 2 else -little[part]
    return action
