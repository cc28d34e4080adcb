"""SHIFT10: ten tasks, each with shifts of its own; together they have every kind.

The shifts are plain data here, which `kinds.from_record` makes shifts of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SUITE = "SHIFT10"
SHIFTS: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "reach-v3": (
        {"kind": "Rotated", "degrees": 40.0},
        {"kind": "Scaled", "factor": 1.25},
    ),
    "push-v3": (
        {"kind": "Mirrored", "axis": "x"},
        {"kind": "Offset", "by": (0.05, -0.08, 0.03)},
    ),
    "pick-place-v3": (
        {"kind": "Rotated", "degrees": -30.0},
        {"kind": "Scaled", "factor": 0.8},
        {"kind": "Reversed"},
    ),
    "door-open-v3": (
        {"kind": "Mirrored", "axis": "y"},
        {"kind": "Gain", "factor": 0.7},
    ),
    "drawer-open-v3": (
        {"kind": "Offset", "by": (-0.07, 0.06, 0.04)},
        {
            "kind": "Renamed",
            "names": {
                "hand_pos": "sensor_c",
                "gripper_opening": "sensor_b",
                "drawer_handle_pos": "sensor_d",
                "goal_pos": "sensor_a",
            },
        },
    ),
    "button-press-topdown-v3": (
        {"kind": "Rotated", "degrees": 20.0, "axis": (1.0, 0.0, 0.0)},
        {"kind": "DeadZone", "width": 0.01},
    ),
    "window-open-v3": (
        {"kind": "Scaled", "factor": 0.85},
        {"kind": "Delayed"},
        {"kind": "Biased", "field": "window_handle_pos", "by": (0.04, -0.03, 0.02)},
    ),
    "basketball-v3": (
        {"kind": "Reversed"},
        {"kind": "Delayed"},
        {"kind": "Biased", "field": "ball_pos", "by": (-0.03, 0.04, 0.02)},
    ),
    "peg-insert-side-v3": (
        {"kind": "Rotated", "degrees": 90.0},
        {
            "kind": "Renamed",
            "names": {
                "hand_pos": "sensor_d",
                "gripper_opening": "sensor_a",
                "peg_pos": "sensor_e",
                "peg_quat": "sensor_c",
                "goal_pos": "sensor_b",
            },
        },
    ),
    "stick-pull-v3": (
        {"kind": "Rotated", "degrees": -20.0},
        {"kind": "Offset", "by": (0.06, 0.04, -0.03)},
        {"kind": "Reversed"},
        {"kind": "Gain", "factor": 1.2},
    ),
}
