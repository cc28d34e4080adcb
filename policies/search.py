"""Search: bring the hand to a goal that is not shown, by what is earned near it. One trainable function with a memory."""

import numpy as np

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return [x, y, z, grip]: the best place so far, or one beside it along an axis, to find out whether that earns more."""
    if not memory:
        centre = np.array([0.0, 0.85, 0.2])  # of where goals lie, in metres
        memory.update(best=centre, most=-np.inf, aim=centre, axis=0, step=0.06, turned=False, calls=0)
    memory["calls"] += 1
    there = np.linalg.norm(observation["hand_pos"] - memory["aim"]) < 0.02
    if memory["calls"] < 3 and not (there and memory["calls"] > 1):
        return [*memory["aim"], 0.0]  # the reward is to be that of an action which began there
    earned, memory["calls"] = float(observation["previous_reward"]), 0
    if earned > memory["most"]:
        memory.update(best=memory["aim"], most=earned)
        memory["turned"] = True  # on in this direction; there is no need to look back
    elif not memory["turned"]:
        memory.update(step=-memory["step"], turned=True)
    else:
        memory.update(axis=(memory["axis"] + 1) % 3, turned=False)
        memory["step"] *= 0.6 if memory["axis"] == 0 else 1.0
    memory["aim"] = memory["best"] + memory["step"] * np.eye(3)[memory["axis"]]
    return [*memory["aim"], 0.0]
