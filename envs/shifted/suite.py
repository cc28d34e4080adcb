"""SHIFT10: ten tasks, each with shifts of its own; together they have every kind."""

from __future__ import annotations

from collections.abc import Mapping

from robotrace.episodes.suites import Suite

from .actions import DeadZone, Delayed, Gain, Mirrored, Offset, Reversed, Rotated, Scaled
from .sensors import Biased, Renamed
from .shift import Shift
from .task import FAMILY

SHIFT10: Mapping[str, tuple[Shift, ...]] = {
    "reach-v3": (Rotated(40.0), Scaled(1.25)),
    "push-v3": (Mirrored("x"), Offset((0.05, -0.08, 0.03))),
    "pick-place-v3": (Rotated(-30.0), Scaled(0.8), Reversed()),
    "door-open-v3": (Mirrored("y"), Gain(0.7)),
    "drawer-open-v3": (
        Offset((-0.07, 0.06, 0.04)),
        Renamed(
            {
                "hand_pos": "sensor_c",
                "gripper_opening": "sensor_b",
                "drawer_handle_pos": "sensor_d",
                "goal_pos": "sensor_a",
            }
        ),
    ),
    "button-press-topdown-v3": (Rotated(20.0, axis=(1.0, 0.0, 0.0)), DeadZone(0.01)),
    "window-open-v3": (Scaled(0.85), Delayed(), Biased("window_handle_pos", (0.04, -0.03, 0.02))),
    "basketball-v3": (Reversed(), Delayed(), Biased("ball_pos", (-0.03, 0.04, 0.02))),
    "peg-insert-side-v3": (
        Rotated(90.0),
        Renamed(
            {
                "hand_pos": "sensor_d",
                "gripper_opening": "sensor_a",
                "peg_pos": "sensor_e",
                "peg_quat": "sensor_c",
                "goal_pos": "sensor_b",
            }
        ),
    ),
    "stick-pull-v3": (Rotated(-20.0), Offset((0.06, 0.04, -0.03)), Reversed(), Gain(1.2)),
}

SUITES = (
    Suite(
        "SHIFT10",
        "Ten of Meta-World's tasks on robots that nobody calibrated",
        tuple(f"{FAMILY}/{name}@SHIFT10" for name in SHIFT10),
    ),
)
