"""A controller: `controller(observation)` takes a dict of arrays and returns the next action."""

import robotrace as rt


@rt.bundle(trainable=True)
def controller(observation):
    """Return the action for one observation: [x, y, z, grip], the hand's target in metres and the gripper's effort."""
    SX, SY, SZ = 0.85, 0.85, 0.85   # command * scale = where the hand goes
    hand = [float(v) for v in observation["sensor_a"]]
    cube = [float(v) for v in observation["sensor_b"]]
    goal = [float(v) for v in observation["sensor_c"]]
    opening = float(observation["sensor_d"])

    dx = hand[0] - cube[0]
    dy = hand[1] - cube[1]
    dz = hand[2] - cube[2]

    grasp_z = cube[2] + 0.043
    hover_z = cube[2] + 0.095
    open_effort = -1.0 if opening < 0.9 else 0.0

    if dz < 0.056 and abs(dx) < 0.03 and abs(dy) < 0.05:
        # fingers around the cube: close and carry it to the hole
        tx = goal[0] + dx
        ty = goal[1] + 0.06
        tz = 0.113
        grip = 1.0
    elif abs(dx) < 0.022 and abs(dy) < 0.022:
        # above the cube: go down
        tx, ty, tz = cube[0], cube[1], grasp_z
        grip = open_effort
    elif dz < 0.07:
        # low beside the cube: go up first
        tx, ty, tz = hand[0], hand[1], hover_z + 0.02
        grip = open_effort
    else:
        # go above the cube
        tx, ty, tz = cube[0], cube[1], hover_z
        grip = open_effort

    return [tx / SX, ty / SY, tz / SZ, grip]
