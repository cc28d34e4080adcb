"""The tasks on what lies loose: to be pushed, pulled, picked up, put in, on or through something."""

from __future__ import annotations

from .entries import Entry, entry, first_object, goal, orientation, second_object

_WALL = "A wall 12 cm high and 2 cm thick stands at y = 0.75, from x = -0.02 to x = 0.22."
_HOLE = "The work surface is at z = 0.05; it has a square hole from x = -0.08 to 0.08, y = 0.76 to 0.92."
_PUCK = "the centre of the puck, a cylinder of 2 cm radius and 4 cm height."
_CUBE = "the centre of the cube, 4 cm wide."

OBJECTS: tuple[Entry, ...] = (
    entry(
        "assembly-v3",
        "A wrench with a ring at one end lies on the table; a peg stands upright behind it.",
        "lift the wrench and put its ring over the peg.",
        "the ring's centre is within 2 cm of goal_pos in x and y together, and lower than goal_pos. The ring's"
        " centre is 13 cm"
        " from wrench_pos along the wrench's own y axis (at the start: 13 cm toward -x).",
        first_object("wrench_pos", "the free end of the wrench's handle.", (-20.9, 3.8), (-7.9, 7.9), (-2.7, 2.7)),
        orientation("wrench_quat", "the wrench's orientation.", "wxyz"),
        goal("the top of the peg."),
    ),
    entry(
        "basketball-v3",
        "A ball lies on the table, in front of a basket with a hoop.",
        "put the ball into the hoop.",
        "the ball is within 8 cm of the point 5 cm above goal_pos, a difference in height counting double.",
        first_object("ball_pos", "the centre of the ball.", (-3, 3), (-3, 3), (-3, 3)),
        goal("the middle of the hoop."),
    ),
    entry(
        "bin-picking-v3",
        "Two open bins with walls 6 cm high stand side by side: the left one around x = -0.12, the right one"
        " around x = 0.12,"
        " both around y = 0.7. A cube lies in the left one.",
        "move the cube into the right bin.",
        "the cube is within 5 cm of goal_pos.",
        first_object("cube_pos", _CUBE),
        goal("the bottom of the right bin, in its middle."),
        low_z=0.07,
    ),
    entry(
        "box-close-v3",
        "A lid with a handle on top lies on the table; an open box stands behind it.",
        "grasp the lid and put it on the box.",
        "the lid is within 8 cm of goal_pos.",
        first_object("lid_pos", "the lid, where its handle is.", (-11.5, 11.5), (-11.5, 11.5), (-1.6, 9)),
        goal("where the lid belongs: on the box."),
    ),
    entry(
        "coffee-pull-v3",
        "A mug stands under a coffee machine.",
        "pull the mug out, toward the robot, to the goal.",
        "the mug is within 7 cm of goal_pos.",
        first_object("mug_pos", "the mug, at its bottom.", (-3, 5.4), (-3, 3), (0.2, 6.8)),
        goal("where the mug belongs."),
    ),
    entry(
        "coffee-push-v3",
        "A mug stands on the table, in front of a coffee machine.",
        "push the mug under the coffee machine, to the goal.",
        "the mug is within 7 cm of goal_pos.",
        first_object("mug_pos", "the mug, at its bottom.", (-3, 5.4), (-3, 3), (0.2, 6.8)),
        goal("where the mug belongs."),
    ),
    entry(
        "disassemble-v3",
        "A wrench with a ring at one end lies on the table, its ring around an upright peg.",
        "lift the wrench off the peg.",
        "wrench_pos is higher than goal_pos. The ring's centre is 13 cm from wrench_pos along the wrench's own y axis.",
        first_object("wrench_pos", "the free end of the wrench's handle.", (-20.9, 3.8), (-7.9, 7.9), (-2.7, 2.7)),
        orientation("wrench_quat", "the wrench's orientation.", "wxyz"),
        goal("a point 15 cm above where the ring lies at the start; only its height matters."),
    ),
    entry(
        "hand-insert-v3",
        f"A cube lies on the table. {_HOLE}",
        "put the cube into the hole.",
        "the cube is within 5 cm of goal_pos.",
        first_object("cube_pos", _CUBE),
        goal("a point inside the hole, below its rim."),
        low_z=-0.15,
    ),
    entry(
        "hammer-v3",
        "A hammer lies on the table; a nail sticks out of an upright block, toward the robot.",
        "take the hammer and drive the nail into the block.",
        "the nail has moved by more than 9 cm along y; at the start it is 10 cm from goal_pos.",
        first_object("hammer_pos", "the hammer, where its handle is to be held.", (-16.1, 20), (-7.2, 7.2), (-3.1, 5)),
        orientation(
            "hammer_quat",
            "the hammer's orientation; at the start its head is at about (0.16, 0.06, 0) m from it.",
            "wxyz",
        ),
        second_object("nail_pos", "the nail.", (-3, 3), (-0.9, 11.7), (-3, 3)),
        goal("where nail_pos is once the nail is driven in."),
    ),
    entry(
        "pick-place-wall-v3",
        f"A puck lies on the table. {_WALL}",
        "carry the puck over the wall to the goal, which is in the air.",
        "the puck is within 7 cm of goal_pos.",
        first_object("puck_pos", _PUCK),
        goal("where the puck belongs."),
    ),
    entry(
        "pick-out-of-hole-v3",
        "The work surface is at z = 0.054; it has a hole from x = -0.15 to 0.15, y = 0.65 to 0.95, with a puck in it.",
        "take the puck out of the hole and carry it to the goal, which is in the air.",
        "the puck is within 7 cm of goal_pos.",
        first_object("puck_pos", _PUCK),
        goal("where the puck belongs."),
        low_z=-0.05,
    ),
    entry(
        "pick-place-v3",
        "A puck lies on the table.",
        "pick up the puck and carry it to the goal, which is in the air.",
        "the puck is within 7 cm of goal_pos.",
        first_object("puck_pos", _PUCK),
        goal("where the puck belongs."),
    ),
    entry(
        "plate-slide-v3",
        "A plate lies on the table; a cabinet that is open toward the robot stands behind it.",
        "slide the plate into the cabinet.",
        "the plate is within 7 cm of goal_pos.",
        first_object("plate_pos", "the centre of the plate.", (-5, 5), (-5, 5), (-1.5, 1.5)),
        goal("where the plate belongs: in the cabinet."),
    ),
    entry(
        "plate-slide-side-v3",
        "A plate lies on the table; a cabinet that is open toward the right stands to the left of it.",
        "slide the plate to the left, into the cabinet.",
        "the plate is within 7 cm of goal_pos.",
        first_object("plate_pos", "the centre of the plate.", (-5, 5), (-5, 5), (-1.5, 1.5)),
        goal("where the plate belongs: in the cabinet."),
    ),
    entry(
        "plate-slide-back-v3",
        "A plate lies in the mouth of a cabinet that is open toward the robot.",
        "slide the plate toward the robot, to the goal.",
        "the plate is within 7 cm of goal_pos.",
        first_object("plate_pos", "the centre of the plate.", (-5, 5), (-5, 5), (-1.5, 1.5)),
        goal("where the plate belongs."),
    ),
    entry(
        "plate-slide-back-side-v3",
        "A plate lies in the mouth of a cabinet that stands on the left and is open toward the right.",
        "slide the plate to the right, to the goal.",
        "the plate is within 7 cm of goal_pos.",
        first_object("plate_pos", "the centre of the plate.", (-5, 5), (-5, 5), (-1.5, 1.5)),
        goal("where the plate belongs."),
    ),
    entry(
        "peg-insert-side-v3",
        "A peg lies on the table along x; a box with a hole in its right side stands on the left. The hole is along x.",
        "take the peg and push its head into the hole, toward -x.",
        "the peg's head is within 7 cm of goal_pos, differences in y and z counting double. The head is the end"
        " 13 cm from"
        " peg_pos toward -x, and 1 cm lower, at the start and as long as the peg is not turned.",
        first_object("peg_pos", "the place on the peg to hold it by.", (-15, 9), (-1.5, 1.5), (-2.5, 0.5)),
        orientation("peg_quat", "the peg's orientation.", "xyzw"),
        goal("a point inside the hole."),
    ),
    entry(
        "peg-unplug-side-v3",
        "A peg sticks in a socket on the left, along x, and points to the right.",
        "pull the peg out of the socket, toward +x.",
        "peg_pos is within 7 cm of goal_pos.",
        first_object("peg_pos", "the outer end of the peg.", (-10.5, 6), (-4.5, 4.5), (-4.5, 4.5)),
        goal("a point in front of the socket, 11 cm to the right of where peg_pos is at the start."),
    ),
    entry(
        "soccer-v3",
        "A ball of 2.6 cm radius lies on the table, in front of a soccer goal that is open toward the robot.",
        "move the ball into the soccer goal.",
        "the ball is within 7 cm of goal_pos.",
        first_object("ball_pos", "the centre of the ball.", (-2.6, 2.6), (-2.6, 2.6), (-2.6, 2.6)),
        goal("the middle of the soccer goal, on the table."),
    ),
    entry(
        "stick-push-v3",
        "A stick 10 cm long lies on the table along x; a thermos with a handle on its side stands to the right of it.",
        "take the stick and push the thermos with it to the right, to the goal.",
        "the thermos is within 12 cm of goal_pos while both fingers hold the stick, lifted by at least 1 cm.",
        first_object("stick_pos", "the middle of the stick.", (-5, 5), (-2, 2), (-2, 2)),
        orientation(
            "stick_quat", "the stick's orientation; its end is 5 cm from stick_pos along its own x axis.", "xyzw"
        ),
        second_object("thermos_pos", "the middle of the thermos.", (-6.2, 6.2), (-14, 6.2), (-13.2, 19.8)),
        goal("where the thermos belongs."),
    ),
    entry(
        "stick-pull-v3",
        "A stick 10 cm long lies on the table along x; a thermos with a handle on its side stands to the right of it.",
        "take the stick, put it through the thermos's handle and pull the thermos to the goal.",
        "thermos_pos is within 12 cm of goal_pos (it is always 11 cm higher) and the stick is in the handle: the"
        " stick's end"
        " is to the right of thermos_pos, at most 4 cm from it in y and 6 cm in z.",
        first_object("stick_pos", "the middle of the stick.", (-5, 5), (-2, 2), (-2, 2)),
        orientation(
            "stick_quat", "the stick's orientation; its end is 5 cm from stick_pos along its own x axis.", "xyzw"
        ),
        second_object("thermos_pos", "the handle of the thermos.", (-6.2, 6.2), (-5, 15.2), (-13.2, 19.8)),
        goal("where the thermos belongs, on the table."),
        low_y=0.35,
    ),
    entry(
        "push-v3",
        "A puck lies on the table.",
        "push the puck to the goal on the table.",
        "the puck is within 5 cm of goal_pos.",
        first_object("puck_pos", _PUCK),
        goal("where the puck belongs."),
    ),
    entry(
        "push-wall-v3",
        f"A puck lies on the table. {_WALL}",
        "bring the puck around the wall to the goal on the table.",
        "the puck is within 7 cm of goal_pos.",
        first_object("puck_pos", _PUCK),
        goal("where the puck belongs."),
    ),
    entry(
        "push-back-v3",
        "A puck lies on the table.",
        "move the puck toward the robot, to the goal on the table.",
        "the puck is within 7 cm of goal_pos.",
        first_object("puck_pos", _PUCK),
        goal("where the puck belongs."),
    ),
    entry(
        "reach-v3",
        "A puck lies on the table; it plays no part.",
        "move the fingertips to the goal, which is in the air.",
        "the point between the fingertips is within 5 cm of goal_pos.",
        goal("where the point between the fingertips is to be."),
    ),
    entry(
        "reach-wall-v3",
        f"A puck lies on the table; it plays no part. {_WALL}",
        "move the fingertips to the goal, which is in the air behind the wall.",
        "the point between the fingertips is within 5 cm of goal_pos.",
        goal("where the point between the fingertips is to be."),
    ),
    entry(
        "shelf-place-v3",
        "A cube lies on the table; a cupboard 64 cm high stands behind it, open toward the robot, with a shelf"
        " in the middle.",
        "pick up the cube and put it on the shelf.",
        "the cube is within 7 cm of goal_pos.",
        first_object("cube_pos", _CUBE),
        goal("where the cube belongs: on the shelf."),
    ),
    entry(
        "sweep-into-v3",
        f"A cube lies on the table. {_HOLE}",
        "sweep the cube into the hole.",
        "the cube is within 5 cm of goal_pos in x and y together; its height does not matter.",
        first_object("cube_pos", _CUBE),
        goal("the middle of the hole."),
    ),
    entry(
        "sweep-v3",
        "A cube lies on the table.",
        "sweep the cube along the table to the right, to the goal.",
        "the cube is within 5 cm of goal_pos.",
        first_object("cube_pos", _CUBE),
        goal("where the cube belongs."),
    ),
)
