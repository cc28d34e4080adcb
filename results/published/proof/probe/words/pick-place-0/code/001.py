"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""

import robotrace as rt


import numpy as np

PLAY = 0.02  # the hand stops this far short of a target, on each axis
TIP = 0.045  # the point between the fingertips is this far below the hand


@rt.bundle(trainable=True)
def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    goal = np.array(observation["sensor_a"], dtype=float)
    hand = np.array(observation["sensor_b"], dtype=float)
    puck = np.array(observation["sensor_c"], dtype=float)
    opening = float(np.asarray(observation["sensor_d"]).reshape(-1)[0])

    if "phase" not in memory:
        memory["phase"] = "approach"
        memory["n"] = 0
        memory["tries"] = 0
        memory["sign"] = [1.0, 1.0, 1.0]
        memory["lost"] = 0
        memory["opening"] = opening
        memory["rel"] = None

    depth = [0.0, -0.008, 0.005][memory["tries"] % 3]
    grasp = puck + np.array([0.0, 0.0, TIP + depth])
    grasp[2] = max(grasp[2], 0.053)
    error = grasp - hand
    memory["n"] += 1

    # changes of phase
    if memory["phase"] == "approach":
        near = abs(error[0]) < 0.012 and abs(error[1]) < 0.018
        low = abs(error[2]) < 0.012
        late = memory["n"] > 14 and abs(error[0]) < 0.03 and abs(error[1]) < 0.03 and abs(error[2]) < 0.03
        if (near and low) or late:
            memory["phase"] = "close"
            memory["n"] = 1
            memory["hold"] = [float(v) for v in grasp]
            memory["opening"] = opening
    elif memory["phase"] == "close":
        still = abs(opening - memory["opening"]) < 0.03
        if (memory["n"] >= 3 and still) or memory["n"] >= 5:
            memory["phase"] = "carry"
            memory["n"] = 1
            memory["lost"] = 0
            memory["rel"] = [float(v) for v in (puck - hand)]
    elif memory["phase"] == "carry":
        slip = np.linalg.norm(puck - hand - np.array(memory["rel"]))
        memory["lost"] = memory["lost"] + 1 if slip > 0.05 else 0
        if memory["lost"] >= 3:
            memory["phase"] = "approach"
            memory["n"] = 1
            memory["tries"] += 1
            memory["lost"] = 0
    memory["opening"] = opening

    # where the hand should be
    if memory["phase"] == "approach":
        grip = -1.0
        wanted = grasp.copy()
        if abs(error[0]) > 0.035 or abs(error[1]) > 0.02 or opening < 0.8:
            wanted[2] = puck[2] + 0.1
    elif memory["phase"] == "close":
        grip = 1.0
        wanted = np.array(memory["hold"])
    else:
        grip = 1.0
        aim = goal - np.array(memory["rel"])
        wanted = hand + 1.2 * (aim - hand)

    # undo the play: command beyond the wanted position, in the direction still to go
    action = []
    for i in range(3):
        d = float(wanted[i] - hand[i])
        if abs(d) > 0.002:
            memory["sign"][i] = 1.0 if d > 0 else -1.0
        action.append(float(wanted[i] + PLAY * memory["sign"][i]))
    low_limit = [-0.6, 0.3, -0.05]
    high_limit = [0.6, 1.1, 0.6]
    action = [min(max(a, lo), hi) for a, lo, hi in zip(action, low_limit, high_limit)]
    return action + [grip]
