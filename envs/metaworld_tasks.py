"""What the 39 numbers of a Meta-World observation are, for each of the 50 tasks, and what the task is in words.

The numbers are: hand position (0-2), gripper opening (3), object 1 position (4-6) and quaternion (7-10), object 2 the
same (11-17), all of that once more as it was one simulator step before (18-35), and the goal (36-38). What the objects
are, which numbers never change, and in which order a quaternion stands differ by task; the table says so, read off
Meta-World's sources. An orientation is a field where success depends on a point that it decides; constants are left
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from robotrace.rollout.task import Field, Role

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A field, and where it stands in the 39 numbers.

    Attributes:
        field: as the controller sees it.
        at: one index a component.
    """

    field: Field
    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One task.

    Attributes:
        name: of Meta-World, such as "reach-v3".
        scene: what stands where, in words.
        task: what to do.
        success: the condition that Meta-World checks at every simulator step.
        parts: the observation.
        low: smallest x, y, z that the hand can be sent to, in metres.
        high: largest.
    """

    name: str
    scene: str
    task: str
    success: str
    parts: tuple[Part, ...]
    low: Point
    high: Point


HAND = Part(Field("hand_pos", (3,), "m", "the hand, which actions move.", "hand"), (0, 1, 2))
GRIPPER = Part(
    Field(
        "gripper_opening", (), "1", "distance between the fingers over 10 cm, in [0, 1]; 1 is fully open.", "gripper"
    ),
    (3,),
)


def _position(first: int, name: str, description: str, role: Role) -> Part:
    return Part(Field(name, (3,), "m", description, role), (first, first + 1, first + 2))


def _one(name: str, description: str) -> Part:
    return _position(4, name, description, "object")


def _two(name: str, description: str) -> Part:
    return _position(11, name, description, "object")


def _goal(description: str) -> Part:
    return _position(36, "goal_pos", description, "goal")


def _turn(name: str, description: str, order: Literal["wxyz", "xyzw"]) -> Part:
    """Object 1's quaternion, always given as w, x, y, z, in whichever order Meta-World has it."""
    at = (7, 8, 9, 10) if order == "wxyz" else (10, 7, 8, 9)
    return Part(Field(name, (4,), "1", f"{description} As a unit quaternion w, x, y, z."), at)


def _entry(
    name: str, scene: str, task: str, success: str, *parts: Part, low_y: float = 0.4, low_z: float = 0.05
) -> tuple[str, Entry]:
    entry = Entry(name, scene, task, success, (HAND, GRIPPER, *parts), (-0.5, low_y, low_z), (0.5, 1.0, 0.5))
    return name, entry


_WALL = "A wall 12 cm high and 2 cm thick stands at y = 0.75, from x = -0.02 to x = 0.22."
_HOLE = "The work surface is at z = 0.05; it has a square hole from x = -0.08 to 0.08, y = 0.76 to 0.92."
_PUCK = "the centre of the puck, a cylinder of 2 cm radius and 4 cm height."
_CUBE = "the centre of the cube, 4 cm wide."

TASKS: dict[str, Entry] = dict(
    (
        _entry(
            "assembly-v3",
            "A wrench with a ring at one end lies on the table; a peg stands upright behind it.",
            "lift the wrench and put its ring over the peg.",
            "the ring's centre is within 2 cm of goal_pos in x and y together, and lower than goal_pos. The ring's"
            " centre is 13 cm"
            " from wrench_pos along the wrench's own y axis (at the start: 13 cm toward -x).",
            _one("wrench_pos", "the free end of the wrench's handle."),
            _turn("wrench_quat", "the wrench's orientation.", "wxyz"),
            _goal("the top of the peg."),
        ),
        _entry(
            "basketball-v3",
            "A ball lies on the table, in front of a basket with a hoop.",
            "put the ball into the hoop.",
            "the ball is within 8 cm of the point 5 cm above goal_pos, a difference in height counting double.",
            _one("ball_pos", "the centre of the ball."),
            _goal("the middle of the hoop."),
        ),
        _entry(
            "bin-picking-v3",
            "Two open bins with walls 6 cm high stand side by side: the left one around x = -0.12, the right one"
            " around x = 0.12,"
            " both around y = 0.7. A cube lies in the left one.",
            "move the cube into the right bin.",
            "the cube is within 5 cm of goal_pos.",
            _one("cube_pos", _CUBE),
            _goal("the bottom of the right bin, in its middle."),
            low_z=0.07,
        ),
        _entry(
            "box-close-v3",
            "A lid with a handle on top lies on the table; an open box stands behind it.",
            "grasp the lid and put it on the box.",
            "the lid is within 8 cm of goal_pos.",
            _one("lid_pos", "the lid, where its handle is."),
            _goal("where the lid belongs: on the box."),
        ),
        _entry(
            "button-press-topdown-v3",
            "A box with a button on its top stands on the table.",
            "press the button down.",
            "the button's height differs from that of goal_pos by at most 2.4 cm.",
            _one("button_pos", "the top of the button."),
            _goal("where button_pos is once the button is fully pressed."),
        ),
        _entry(
            "button-press-topdown-wall-v3",
            "A box with a button on its top stands on the table, behind a wall 15 cm high and 2 cm thick at y = 0.7,"
            " from x = 0"
            " to x = 0.2.",
            "press the button down.",
            "the button's height differs from that of goal_pos by at most 2.4 cm.",
            _one("button_pos", "the top of the button."),
            _goal("where button_pos is once the button is fully pressed."),
        ),
        _entry(
            "button-press-v3",
            "A box stands on the table, with a button on the side that faces the robot.",
            "press the button in, away from the robot.",
            "button_pos and goal_pos differ by at most 2 cm in y.",
            _one("button_pos", "the front of the button."),
            _goal("where button_pos is once the button is fully pressed."),
        ),
        _entry(
            "button-press-wall-v3",
            "A box stands on the table, with a button on the side that faces the robot, behind a wall 15 cm high and"
            " 2 cm thick"
            " at y = 0.6, from x = 0 to x = 0.2.",
            "press the button in, away from the robot.",
            "button_pos and goal_pos differ by at most 3 cm in y.",
            _one("button_pos", "the front of the button."),
            _goal("where button_pos is once the button is fully pressed."),
        ),
        _entry(
            "coffee-button-v3",
            "A coffee machine stands on the table, a mug under it, with a button on the side that faces the robot.",
            "press the button in, away from the robot.",
            "button_pos and goal_pos differ by at most 2 cm in y.",
            _one("button_pos", "the front of the button."),
            _goal("where button_pos is once the button is fully pressed."),
        ),
        _entry(
            "coffee-pull-v3",
            "A mug stands under a coffee machine.",
            "pull the mug out, toward the robot, to the goal.",
            "the mug is within 7 cm of goal_pos.",
            _one("mug_pos", "the mug, at its bottom."),
            _goal("where the mug belongs."),
        ),
        _entry(
            "coffee-push-v3",
            "A mug stands on the table, in front of a coffee machine.",
            "push the mug under the coffee machine, to the goal.",
            "the mug is within 7 cm of goal_pos.",
            _one("mug_pos", "the mug, at its bottom."),
            _goal("where the mug belongs."),
        ),
        _entry(
            "dial-turn-v3",
            "A dial that turns about a vertical axis lies on the table.",
            "turn the dial until its mark comes to the far side.",
            "dial_pos is within 7 cm of goal_pos, which takes a turn by about 80 degrees.",
            _one("dial_pos", "a mark on the dial, 5 cm from its axis."),
            _goal("where the mark is to come near: 3 cm behind the dial's axis and 3 cm above it."),
        ),
        _entry(
            "disassemble-v3",
            "A wrench with a ring at one end lies on the table, its ring around an upright peg.",
            "lift the wrench off the peg.",
            "wrench_pos is higher than goal_pos. The ring's centre is 13 cm from wrench_pos along the wrench's own y"
            " axis.",
            _one("wrench_pos", "the free end of the wrench's handle."),
            _turn("wrench_quat", "the wrench's orientation.", "wxyz"),
            _goal("a point 15 cm above where the ring lies at the start; only its height matters."),
        ),
        _entry(
            "door-close-v3",
            "A door with a handle stands open; its hinge is on the left.",
            "close the door.",
            "the handle is within 8 cm of goal_pos.",
            _one("door_handle_pos", "the middle of the door's handle."),
            _goal("where the handle is when the door is closed."),
        ),
        _entry(
            "door-lock-v3",
            "A closed door has a lock that turns about an axis along y.",
            "turn the lock until its tip points down.",
            "lock_pos and goal_pos differ by at most 2 cm in height.",
            _one("lock_pos", "the tip of the lock."),
            _goal("where the tip is when the door is locked; only its height matters."),
            low_z=-0.15,
        ),
        _entry(
            "door-open-v3",
            "A closed door with a handle faces the robot; its hinge is on the left.",
            "pull the door open by its handle.",
            "door_handle_pos and goal_pos differ by at most 8 cm in x.",
            _one("door_handle_pos", "the middle of the door's handle."),
            _goal("where the handle is when the door is open; only x matters."),
        ),
        _entry(
            "door-unlock-v3",
            "A closed door has a lock that turns about an axis along y.",
            "turn the lock until its tip points to the right.",
            "lock_pos and goal_pos differ by at most 2 cm in x.",
            _one("lock_pos", "the tip of the lock."),
            _goal("where the tip is when the door is unlocked; only x matters."),
            low_z=-0.15,
        ),
        _entry(
            "hand-insert-v3",
            f"A cube lies on the table. {_HOLE}",
            "put the cube into the hole.",
            "the cube is within 5 cm of goal_pos.",
            _one("cube_pos", _CUBE),
            _goal("a point inside the hole, below its rim."),
            low_z=-0.15,
        ),
        _entry(
            "drawer-close-v3",
            "A chest with an open drawer stands on the table; the drawer opens toward the robot.",
            "push the drawer shut.",
            "the handle is within 6.5 cm of goal_pos. As it moves at a height 5 cm above goal_pos, they may differ"
            " by 4.1 cm in y.",
            _one("drawer_handle_pos", "a point 5 cm above the middle of the drawer's handle."),
            _goal("where the middle of the handle is when the drawer is shut."),
        ),
        _entry(
            "drawer-open-v3",
            "A chest with a shut drawer stands on the table; the drawer opens toward the robot.",
            "pull the drawer open by its handle.",
            "the handle is within 3 cm of goal_pos.",
            _one("drawer_handle_pos", "the middle of the drawer's handle."),
            _goal("where the handle is when the drawer is open."),
        ),
        _entry(
            "faucet-open-v3",
            "A faucet with a long handle that turns about a vertical axis stands on the table; the handle points to"
            " the robot.",
            "turn the handle toward +x.",
            "the point (-0.04, 0, 0.03) m from faucet_handle_pos is within 7 cm of goal_pos.",
            _one("faucet_handle_pos", "the end of the faucet's handle."),
            _goal("where the end of the handle is to come near."),
            low_z=-0.15,
        ),
        _entry(
            "faucet-close-v3",
            "A faucet with a long handle that turns about a vertical axis stands on the table; the handle points to"
            " the robot.",
            "turn the handle toward -x.",
            "faucet_handle_pos is within 7 cm of goal_pos.",
            _one("faucet_handle_pos", "the end of the faucet's handle."),
            _goal("where the end of the handle is to come near."),
            low_z=-0.15,
        ),
        _entry(
            "hammer-v3",
            "A hammer lies on the table; a nail sticks out of an upright block, toward the robot.",
            "take the hammer and drive the nail into the block.",
            "the nail has moved by more than 9 cm along y; at the start it is 10 cm from goal_pos.",
            _one("hammer_pos", "the hammer, where its handle is to be held."),
            _turn(
                "hammer_quat",
                "the hammer's orientation; at the start its head is at about (0.16, 0.06, 0) m from it.",
                "wxyz",
            ),
            _two("nail_pos", "the nail."),
            _goal("where nail_pos is once the nail is driven in."),
        ),
        _entry(
            "handle-press-side-v3",
            "A box with a handle that slides up and down stands on the left; the handle points to the right.",
            "press the handle down.",
            "handle_pos and goal_pos differ by at most 2 cm in height.",
            _one("handle_pos", "the top of the handle."),
            _goal("where the handle is when it is pressed down."),
        ),
        _entry(
            "handle-press-v3",
            "A box with a handle that slides up and down stands on the table; the handle points to the robot.",
            "press the handle down.",
            "handle_pos and goal_pos differ by at most 2 cm in height.",
            _one("handle_pos", "the top of the handle."),
            _goal("where the handle is when it is pressed down."),
        ),
        _entry(
            "handle-pull-side-v3",
            "A box with a handle that slides up and down stands on the left; the handle points to the right and is"
            " down.",
            "pull the handle up.",
            "handle_pos is within 8 cm of goal_pos; they always differ by about 4.6 cm in x.",
            _one("handle_pos", "the middle of the handle."),
            _goal("where the end of the handle is when it is pulled up."),
        ),
        _entry(
            "handle-pull-v3",
            "A box with a handle that slides up and down stands on the table; the handle points to the robot and is"
            " down.",
            "pull the handle up.",
            "handle_pos and goal_pos differ by at most 5 cm in height.",
            _one("handle_pos", "the right end of the handle."),
            _goal("where the middle of the handle is when it is pulled up; only its height matters."),
        ),
        _entry(
            "lever-pull-v3",
            "A lever 20 cm long, on an axis along x at z = 0.25, points to the robot.",
            "lift the lever until it stands upright.",
            "the lever is within 7.5 degrees of upright, its tip then within 2.6 cm of goal_pos.",
            _one("lever_pos", "the tip of the lever."),
            _goal("where the tip is when the lever is upright."),
            low_z=-0.15,
        ),
        _entry(
            "pick-place-wall-v3",
            f"A puck lies on the table. {_WALL}",
            "carry the puck over the wall to the goal, which is in the air.",
            "the puck is within 7 cm of goal_pos.",
            _one("puck_pos", _PUCK),
            _goal("where the puck belongs."),
        ),
        _entry(
            "pick-out-of-hole-v3",
            "The work surface is at z = 0.054; it has a hole from x = -0.15 to 0.15, y = 0.65 to 0.95, with a puck"
            " in it.",
            "take the puck out of the hole and carry it to the goal, which is in the air.",
            "the puck is within 7 cm of goal_pos.",
            _one("puck_pos", _PUCK),
            _goal("where the puck belongs."),
            low_z=-0.05,
        ),
        _entry(
            "pick-place-v3",
            "A puck lies on the table.",
            "pick up the puck and carry it to the goal, which is in the air.",
            "the puck is within 7 cm of goal_pos.",
            _one("puck_pos", _PUCK),
            _goal("where the puck belongs."),
        ),
        _entry(
            "plate-slide-v3",
            "A plate lies on the table; a cabinet that is open toward the robot stands behind it.",
            "slide the plate into the cabinet.",
            "the plate is within 7 cm of goal_pos.",
            _one("plate_pos", "the centre of the plate."),
            _goal("where the plate belongs: in the cabinet."),
        ),
        _entry(
            "plate-slide-side-v3",
            "A plate lies on the table; a cabinet that is open toward the right stands to the left of it.",
            "slide the plate to the left, into the cabinet.",
            "the plate is within 7 cm of goal_pos.",
            _one("plate_pos", "the centre of the plate."),
            _goal("where the plate belongs: in the cabinet."),
        ),
        _entry(
            "plate-slide-back-v3",
            "A plate lies in the mouth of a cabinet that is open toward the robot.",
            "slide the plate toward the robot, to the goal.",
            "the plate is within 7 cm of goal_pos.",
            _one("plate_pos", "the centre of the plate."),
            _goal("where the plate belongs."),
        ),
        _entry(
            "plate-slide-back-side-v3",
            "A plate lies in the mouth of a cabinet that stands on the left and is open toward the right.",
            "slide the plate to the right, to the goal.",
            "the plate is within 7 cm of goal_pos.",
            _one("plate_pos", "the centre of the plate."),
            _goal("where the plate belongs."),
        ),
        _entry(
            "peg-insert-side-v3",
            "A peg lies on the table along x; a box with a hole in its right side stands on the left. The hole is"
            " along x.",
            "take the peg and push its head into the hole, toward -x.",
            "the peg's head is within 7 cm of goal_pos, differences in y and z counting double. The head is the end"
            " 13 cm from"
            " peg_pos toward -x, and 1 cm lower, at the start and as long as the peg is not turned.",
            _one("peg_pos", "the place on the peg to hold it by."),
            _turn("peg_quat", "the peg's orientation.", "xyzw"),
            _goal("a point inside the hole."),
        ),
        _entry(
            "peg-unplug-side-v3",
            "A peg sticks in a socket on the left, along x, and points to the right.",
            "pull the peg out of the socket, toward +x.",
            "peg_pos is within 7 cm of goal_pos.",
            _one("peg_pos", "the outer end of the peg."),
            _goal("a point in front of the socket, 11 cm to the right of where peg_pos is at the start."),
        ),
        _entry(
            "soccer-v3",
            "A ball of 2.6 cm radius lies on the table, in front of a soccer goal that is open toward the robot.",
            "move the ball into the soccer goal.",
            "the ball is within 7 cm of goal_pos.",
            _one("ball_pos", "the centre of the ball."),
            _goal("the middle of the soccer goal, on the table."),
        ),
        _entry(
            "stick-push-v3",
            "A stick 10 cm long lies on the table along x; a thermos with a handle on its side stands to the right"
            " of it.",
            "take the stick and push the thermos with it to the right, to the goal.",
            "the thermos is within 12 cm of goal_pos while both fingers hold the stick, lifted by at least 1 cm.",
            _one("stick_pos", "the middle of the stick."),
            _turn(
                "stick_quat", "the stick's orientation; its end is 5 cm from stick_pos along its own x axis.", "xyzw"
            ),
            _two("thermos_pos", "the middle of the thermos."),
            _goal("where the thermos belongs."),
        ),
        _entry(
            "stick-pull-v3",
            "A stick 10 cm long lies on the table along x; a thermos with a handle on its side stands to the right"
            " of it.",
            "take the stick, put it through the thermos's handle and pull the thermos to the goal.",
            "thermos_pos is within 12 cm of goal_pos (it is always 11 cm higher) and the stick is in the handle: the"
            " stick's end"
            " is to the right of thermos_pos, at most 4 cm from it in y and 6 cm in z.",
            _one("stick_pos", "the middle of the stick."),
            _turn(
                "stick_quat", "the stick's orientation; its end is 5 cm from stick_pos along its own x axis.", "xyzw"
            ),
            _two("thermos_pos", "the handle of the thermos."),
            _goal("where the thermos belongs, on the table."),
            low_y=0.35,
        ),
        _entry(
            "push-v3",
            "A puck lies on the table.",
            "push the puck to the goal on the table.",
            "the puck is within 5 cm of goal_pos.",
            _one("puck_pos", _PUCK),
            _goal("where the puck belongs."),
        ),
        _entry(
            "push-wall-v3",
            f"A puck lies on the table. {_WALL}",
            "bring the puck around the wall to the goal on the table.",
            "the puck is within 7 cm of goal_pos.",
            _one("puck_pos", _PUCK),
            _goal("where the puck belongs."),
        ),
        _entry(
            "push-back-v3",
            "A puck lies on the table.",
            "move the puck toward the robot, to the goal on the table.",
            "the puck is within 7 cm of goal_pos.",
            _one("puck_pos", _PUCK),
            _goal("where the puck belongs."),
        ),
        _entry(
            "reach-v3",
            "A puck lies on the table; it plays no part.",
            "move the fingertips to the goal, which is in the air.",
            "the point between the fingertips is within 5 cm of goal_pos.",
            _goal("where the point between the fingertips is to be."),
        ),
        _entry(
            "reach-wall-v3",
            f"A puck lies on the table; it plays no part. {_WALL}",
            "move the fingertips to the goal, which is in the air behind the wall.",
            "the point between the fingertips is within 5 cm of goal_pos.",
            _goal("where the point between the fingertips is to be."),
        ),
        _entry(
            "shelf-place-v3",
            "A cube lies on the table; a cupboard 64 cm high stands behind it, open toward the robot, with a shelf"
            " in the middle.",
            "pick up the cube and put it on the shelf.",
            "the cube is within 7 cm of goal_pos.",
            _one("cube_pos", _CUBE),
            _goal("where the cube belongs: on the shelf."),
        ),
        _entry(
            "sweep-into-v3",
            f"A cube lies on the table. {_HOLE}",
            "sweep the cube into the hole.",
            "the cube is within 5 cm of goal_pos in x and y together; its height does not matter.",
            _one("cube_pos", _CUBE),
            _goal("the middle of the hole."),
        ),
        _entry(
            "sweep-v3",
            "A cube lies on the table.",
            "sweep the cube along the table to the right, to the goal.",
            "the cube is within 5 cm of goal_pos.",
            _one("cube_pos", _CUBE),
            _goal("where the cube belongs."),
        ),
        _entry(
            "window-open-v3",
            "A window with a handle slides along x.",
            "slide the window open, toward +x.",
            "window_handle_pos and goal_pos differ by at most 5 cm in x.",
            _one("window_handle_pos", "the handle of the window."),
            _goal("where the handle is when the window is open; only x matters."),
        ),
        _entry(
            "window-close-v3",
            "A window with a handle slides along x.",
            "slide the window shut, toward -x.",
            "window_handle_pos and goal_pos differ by at most 5 cm in x.",
            _one("window_handle_pos", "the handle of the window."),
            _goal("where the handle is when the window is shut; only x matters."),
        ),
    )
)
