"""The tasks on what is fixed to the table or the wall: buttons, dials, doors, drawers, faucets, handles, levers, windows."""

from __future__ import annotations

from .entries import Entry, entry, first_object, goal

FIXTURES: tuple[Entry, ...] = (
    entry(
        "button-press-topdown-v3",
        "A box with a button on its top stands on the table.",
        "press the button down.",
        "the button's height differs from that of goal_pos by at most 2.4 cm.",
        first_object("button_pos", "the top of the button.", (-4.3, 4.3), (-4.3, 4.3), (-10.4, 0.1)),
        goal("where button_pos is once the button is fully pressed."),
    ),
    entry(
        "button-press-topdown-wall-v3",
        "A box with a button on its top stands on the table, behind a wall 15 cm high and 2 cm thick at y = 0.7,"
        " from x = 0"
        " to x = 0.2.",
        "press the button down.",
        "the button's height differs from that of goal_pos by at most 2.4 cm.",
        first_object("button_pos", "the top of the button.", (-4.3, 4.3), (-4.3, 4.3), (-10.4, 0.1)),
        goal("where button_pos is once the button is fully pressed."),
    ),
    entry(
        "button-press-v3",
        "A box stands on the table, with a button on the side that faces the robot.",
        "press the button in, away from the robot.",
        "button_pos and goal_pos differ by at most 2 cm in y.",
        first_object("button_pos", "the front of the button.", (-4.3, 4.3), (-0.1, 10.4), (-4.3, 4.3)),
        goal("where button_pos is once the button is fully pressed."),
    ),
    entry(
        "button-press-wall-v3",
        "A box stands on the table, with a button on the side that faces the robot, behind a wall 15 cm high and"
        " 2 cm thick"
        " at y = 0.6, from x = 0 to x = 0.2.",
        "press the button in, away from the robot.",
        "button_pos and goal_pos differ by at most 3 cm in y.",
        first_object("button_pos", "the front of the button.", (-4.3, 4.3), (-0.1, 10.4), (-4.3, 4.3)),
        goal("where button_pos is once the button is fully pressed."),
    ),
    entry(
        "coffee-button-v3",
        "A coffee machine stands on the table, a mug under it, with a button on the side that faces the robot.",
        "press the button in, away from the robot.",
        "button_pos and goal_pos differ by at most 2 cm in y.",
        first_object("button_pos", "the front of the button.", (-3.2, 3.2), (0, 6), (-3.2, 3.2)),
        goal("where button_pos is once the button is fully pressed."),
    ),
    entry(
        "dial-turn-v3",
        "A dial that turns about a vertical axis lies on the table.",
        "turn the dial until its mark comes to the far side.",
        "dial_pos is within 7 cm of goal_pos, which takes a turn by about 80 degrees.",
        first_object("dial_pos", "a mark on the dial, 5 cm from its axis.", (-5, 5), (0, 10), (0, 6.6)),
        goal("where the mark is to come near: 3 cm behind the dial's axis and 3 cm above it."),
    ),
    entry(
        "door-close-v3",
        "A door with a handle stands open; its hinge is on the left.",
        "close the door.",
        "the handle is within 8 cm of goal_pos.",
        first_object("door_handle_pos", "the middle of the door's handle.", (-3.6, 11.7), (-8, 37.1), (-12.3, 12.3)),
        goal("where the handle is when the door is closed."),
    ),
    entry(
        "door-lock-v3",
        "A closed door has a lock that turns about an axis along y.",
        "turn the lock until its tip points down.",
        "lock_pos and goal_pos differ by at most 2 cm in height.",
        first_object("lock_pos", "the tip of the lock.", (-9.8, 0.2), (-0.3, 3.5), (-2, 0.1)),
        goal("where the tip is when the door is locked; only its height matters."),
        low_z=-0.15,
    ),
    entry(
        "door-open-v3",
        "A closed door with a handle faces the robot; its hinge is on the left.",
        "pull the door open by its handle.",
        "door_handle_pos and goal_pos differ by at most 8 cm in x.",
        first_object("door_handle_pos", "the middle of the door's handle.", (-37.1, 8), (-3.6, 11.7), (-12.3, 12.3)),
        goal("where the handle is when the door is open; only x matters."),
    ),
    entry(
        "door-unlock-v3",
        "A closed door has a lock that turns about an axis along y.",
        "turn the lock until its tip points to the right.",
        "lock_pos and goal_pos differ by at most 2 cm in x.",
        first_object("lock_pos", "the tip of the lock.", (0, 2), (-0.3, 3.5), (-0.2, 9.8)),
        goal("where the tip is when the door is unlocked; only x matters."),
        low_z=-0.15,
    ),
    entry(
        "drawer-close-v3",
        "A chest with an open drawer stands on the table; the drawer opens toward the robot.",
        "push the drawer shut.",
        "the handle is within 6.5 cm of goal_pos. As it moves at a height 5 cm above goal_pos, they may differ"
        " by 4.1 cm in y.",
        first_object(
            "drawer_handle_pos", "a point 5 cm above the middle of the drawer's handle.", (-10, 10), (0.1, 25), (-11, 1)
        ),
        goal("where the middle of the handle is when the drawer is shut."),
    ),
    entry(
        "drawer-open-v3",
        "A chest with a shut drawer stands on the table; the drawer opens toward the robot.",
        "pull the drawer open by its handle.",
        "the handle is within 3 cm of goal_pos.",
        first_object("drawer_handle_pos", "the middle of the drawer's handle.", (-10, 10), (0.1, 25), (-6, 6)),
        goal("where the handle is when the drawer is open."),
    ),
    entry(
        "faucet-open-v3",
        "A faucet with a long handle that turns about a vertical axis stands on the table; the handle points to"
        " the robot.",
        "turn the handle toward +x.",
        "the point (-0.04, 0, 0.03) m from faucet_handle_pos is within 7 cm of goal_pos.",
        first_object("faucet_handle_pos", "the end of the faucet's handle.", (-1.7, 4.7), (-1.7, 20.7), (-0.9, 3.1)),
        goal("where the end of the handle is to come near."),
        low_z=-0.15,
    ),
    entry(
        "faucet-close-v3",
        "A faucet with a long handle that turns about a vertical axis stands on the table; the handle points to"
        " the robot.",
        "turn the handle toward -x.",
        "faucet_handle_pos is within 7 cm of goal_pos.",
        first_object("faucet_handle_pos", "the end of the faucet's handle.", (-4.7, 1.7), (-1.7, 20.7), (-0.9, 3.1)),
        goal("where the end of the handle is to come near."),
        low_z=-0.15,
    ),
    entry(
        "handle-press-side-v3",
        "A box with a handle that slides up and down stands on the left; the handle points to the right.",
        "press the handle down.",
        "handle_pos and goal_pos differ by at most 2 cm in height.",
        first_object("handle_pos", "the top of the handle.", (-16, 2.2), (-7, 7), (-4.4, 0)),
        goal("where the handle is when it is pressed down."),
    ),
    entry(
        "handle-press-v3",
        "A box with a handle that slides up and down stands on the table; the handle points to the robot.",
        "press the handle down.",
        "handle_pos and goal_pos differ by at most 2 cm in height.",
        first_object("handle_pos", "the top of the handle.", (-7, 7), (-2.2, 16), (-4.4, 0)),
        goal("where the handle is when it is pressed down."),
    ),
    entry(
        "handle-pull-side-v3",
        "A box with a handle that slides up and down stands on the left; the handle points to the right and is down.",
        "pull the handle up.",
        "handle_pos is within 8 cm of goal_pos; they always differ by about 4.6 cm in x.",
        first_object("handle_pos", "the middle of the handle.", (-11.4, 6.8), (-7, 7), (-2.2, 2.2)),
        goal("where the end of the handle is when it is pulled up."),
    ),
    entry(
        "handle-pull-v3",
        "A box with a handle that slides up and down stands on the table; the handle points to the robot and is down.",
        "pull the handle up.",
        "handle_pos and goal_pos differ by at most 5 cm in height.",
        first_object("handle_pos", "the right end of the handle.", (-12, 2), (-2.2, 16), (-3.6, 0.8)),
        goal("where the middle of the handle is when it is pulled up; only its height matters."),
    ),
    entry(
        "lever-pull-v3",
        "A lever 20 cm long, on an axis along x at z = 0.25, points to the robot.",
        "lift the lever until it stands upright.",
        "the lever is within 7.5 degrees of upright, its tip then within 2.6 cm of goal_pos.",
        first_object("lever_pos", "the tip of the lever.", (-7.1, 3), (-3, 23.8), (-3.8, 3.8)),
        goal("where the tip is when the lever is upright."),
        low_z=-0.15,
    ),
    entry(
        "window-open-v3",
        "A window with a handle slides along x.",
        "slide the window open, toward +x.",
        "window_handle_pos and goal_pos differ by at most 5 cm in x.",
        first_object("window_handle_pos", "the handle of the window.", (-16, 4), (-0.8, 9.4), (-15, 15)),
        goal("where the handle is when the window is open; only x matters."),
    ),
    entry(
        "window-close-v3",
        "A window with a handle slides along x.",
        "slide the window shut, toward -x.",
        "window_handle_pos and goal_pos differ by at most 5 cm in x.",
        first_object("window_handle_pos", "the handle of the window.", (-21, -1), (-0.8, 9.4), (-15, 15)),
        goal("where the handle is when the window is shut; only x matters."),
    ),
)
