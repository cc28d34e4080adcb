"""The suite of uncalibrated robots, by name."""

from __future__ import annotations

from robotrace.episodes.suites import Suite

from .listing import FAMILY
from .suite import SHIFTS

SUITES = (
    Suite(
        "SHIFT10",
        "Ten of Meta-World's tasks on robots that nobody calibrated",
        tuple(f"{FAMILY}/{name}@SHIFT10" for name in SHIFTS),
    ),
)
