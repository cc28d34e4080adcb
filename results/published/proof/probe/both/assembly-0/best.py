# Trained by robotrace for shifted/assembly-v3@110: optoprime, facts feedback, the language model claude-file-backed, iteration 1.
"""A controller that measures a robot: it moves each part of an action a little up, a little down, and back."""


import numpy as np

OPEN = 1.0    # the gripper's sense is reversed on this robot
CLOSE = -1.0


def controller(observation, memory):
    """Return the action for one observation: [x, y, z, grip]."""
    opening = float(np.asarray(observation["sensor_a"]).reshape(-1)[0])
    q = np.asarray(observation["sensor_b"], dtype=float)
    wrench = np.asarray(observation["sensor_c"], dtype=float)
    goal = np.asarray(observation["sensor_d"], dtype=float)
    hand = np.asarray(observation["sensor_e"], dtype=float)

    w, x, y, z = q / max(float(np.linalg.norm(q)), 1e-6)
    axis = np.array([2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)])
    ring = wrench + 0.13 * axis
    grasp = wrench + 0.02 * axis

    stage = memory.get("stage", 0)
    count = memory.get("count", 0)
    lift = memory.get("lift", 0.06)
    last_open = memory.get("open", opening)
    last_ring = np.array(memory.get("ring", [float(v) for v in ring]))
    moved = float(np.linalg.norm(ring[:2] - last_ring[:2]))
    err = float(np.linalg.norm(ring[:2] - goal[:2]))
    above = float(ring[2] - goal[2])

    # the wrench was lost: fetch it again
    if 3 <= stage <= 5 and float(np.linalg.norm(hand - wrench)) > 0.13:
        stage, count = 0, 0

    # changes of stage
    if stage == 0 and float(np.linalg.norm(hand[:2] - grasp[:2])) < 0.02:
        stage, count = 1, 0
    if stage == 1:
        if float(np.linalg.norm(hand[:2] - grasp[:2])) > 0.04 and count > 1:
            stage, count = 0, 0
        elif (hand[2] - wrench[2] < 0.05 and float(np.linalg.norm(hand[:2] - grasp[:2])) < 0.02) or count >= 6:
            stage, count = 2, 0
    if stage == 2 and ((count >= 2 and abs(opening - last_open) < 0.03) or count >= 4):
        stage, count = 3, 0
    if stage == 3 and (above > lift - 0.025 or count >= 8):
        stage, count = 4, 0
    if stage == 4 and ((err < 0.012 and moved < 0.03) or (count >= 8 and err < 0.02)):
        stage, count = 5, 0
    if stage == 5:
        if err > 0.022 and above > 0.02 and count > 0:
            stage, count = 4, 0
        elif count >= 7:
            if err < 0.03:
                stage, count = 6, 0
            else:
                lift = min(lift + 0.03, 0.15)
                stage, count = 3, 0
    if stage == 6 and count >= 4:
        stage, count = 0, 0

    # what to do in each stage
    if stage == 0:
        target, grip = [grasp[0], grasp[1], max(wrench[2] + 0.12, 0.12)], OPEN
    elif stage == 1:
        target, grip = [grasp[0], grasp[1], max(wrench[2] + 0.04, 0.055)], OPEN
    elif stage == 2:
        if count == 0:
            memory["hold"] = [float(hand[0]), float(hand[1]), float(max(wrench[2] + 0.04, 0.055))]
        target, grip = list(memory["hold"]), CLOSE
    elif stage == 3:
        hold = memory.get("hold", [float(v) for v in hand])
        if count == 0:
            hold = [float(hand[0]), float(hand[1]), float(hand[2])]
            memory["hold"] = hold
        target, grip = [hold[0], hold[1], hand[2] + (goal[2] + lift - ring[2])], CLOSE
    elif stage == 4:
        target = [hand[0] + goal[0] - ring[0],
                  hand[1] + goal[1] - ring[1],
                  hand[2] + (goal[2] + lift - ring[2])]
        grip = CLOSE
    elif stage == 5:
        target = [hand[0] + goal[0] - ring[0],
                  hand[1] + goal[1] - ring[1],
                  hand[2] + (goal[2] - 0.06 - ring[2])]
        grip = CLOSE
    else:
        target, grip = [hand[0], hand[1], hand[2]], OPEN

    memory["stage"] = stage
    memory["count"] = count + 1
    memory["lift"] = lift
    memory["open"] = opening
    memory["ring"] = [float(v) for v in ring]

    tx = float(np.clip(target[0], -0.5, 0.5))
    ty = float(np.clip(target[1], 0.4, 1.0))
    tz = float(np.clip(target[2], 0.05, 0.5))
    return [tx, ty, tz, grip]
