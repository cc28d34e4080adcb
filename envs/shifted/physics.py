"""Shifts of the robot's own physics, where MuJoCo simulates it: what it weighs, and what holds it to the ground."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .shift import Shift, expect


@dataclass(frozen=True, slots=True)
class Mass(Shift):
    """All bodies are heavier or lighter: masses and, with them, moments of inertia.

    Attributes:
        factor: The factor of both; positive.
    """

    needs = "mujoco"
    factor: float

    def __post_init__(self) -> None:
        expect(self, "factor", self.factor, 0 < self.factor < math.inf, "a positive number")

    def alter(self, model: Any) -> None:
        """Multiply them."""
        model.body_mass[:] *= self.factor
        model.body_inertia[:] *= self.factor


@dataclass(frozen=True, slots=True)
class Friction(Shift):
    """All contacts hold more or less: sliding, torsional and rolling friction.

    Attributes:
        factor: The factor of the three; positive.
    """

    needs = "mujoco"
    factor: float

    def __post_init__(self) -> None:
        expect(self, "factor", self.factor, 0 < self.factor < math.inf, "a positive number")

    def alter(self, model: Any) -> None:
        """Multiply them, of every geom and of the pairs of geoms that have their own."""
        model.geom_friction[:] *= self.factor
        model.pair_friction[:] *= self.factor


def altered(model: Any, shifts: Iterable[Shift]) -> None:
    """Shift a model's physics, and compute again what MuJoCo computes from it once.

    Args:
        model: The `mujoco.MjModel`, as it was compiled.
        shifts: The shifts; those of other things change nothing.
    """
    import mujoco

    for shift in shifts:
        shift.alter(model)
    mujoco.mj_setConst(model, mujoco.MjData(model))
