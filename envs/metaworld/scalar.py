"""The few numeric helpers that Meta-World's tasks call at every step, for single numbers and vectors: the same bits.

Each takes over the common case only (one rotation, one float, one vector) and hands every other to the original, so that
a call means what it always meant.
"""

from __future__ import annotations

import math
from types import ModuleType
from typing import Any

import numpy as np
from metaworld.utils import reward_utils as stock

HUGE = 1e100  # the square of a larger number can overflow, which numpy answers with inf and a float with an error
FLOAT = np.dtype(np.float64)
VALUE_AT_MARGIN = 0.1  # Meta-World's default, which no task changes
TAILS = {
    "long_tail": float(np.sqrt(1 / VALUE_AT_MARGIN - 1)),
    "gaussian": float(np.sqrt(-2 * np.log(VALUE_AT_MARGIN))),
}
"""The scales of the sigmoids that the tasks use."""


class Rotation:
    """Of `scipy.spatial.transform.Rotation`, what the tasks use: `from_matrix(matrix).as_quat()`.

    SciPy converts whole stacks of rotations, which for a single one costs some ten times the arithmetic.
    """

    __slots__ = ("_quat",)

    def __init__(self, quat: Any) -> None:
        self._quat = quat

    @staticmethod
    def from_matrix(matrix: Any) -> Any:
        """The rotation of one (3, 3) float matrix, as MuJoCo gives it; SciPy's own for anything else."""
        if matrix.shape != (3, 3):
            from scipy.spatial.transform import Rotation as StockRotation  # type: ignore[import-untyped]

            return StockRotation.from_matrix(matrix)
        (a, b, c), (d, e, f), (g, h, i) = matrix.tolist()
        trace = a + e + i
        # The order of the terms and of the choices is SciPy's: sums of floats depend on it.
        parts = (a, e, i, trace)
        largest = parts.index(max(parts))
        if largest == 3:
            x, y, z, w = h - f, c - g, d - b, 1 + trace
        elif largest == 0:
            x, y, z, w = 1 - trace + 2 * a, d + b, g + c, h - f
        elif largest == 1:
            x, y, z, w = b + d, 1 - trace + 2 * e, h + f, c - g
        else:
            x, y, z, w = c + g, f + h, 1 - trace + 2 * i, d - b
        norm = math.sqrt(x * x + y * y + z * z + w * w)
        return Rotation(np.array([x / norm, y / norm, z / norm, w / norm]))

    def as_quat(self) -> Any:
        """x, y, z, w."""
        return self._quat


def between(x: float, low: float, high: float) -> float:
    """`numpy.clip` of one float: what is not a number stays that."""
    return low if x < low else high if x > high else x


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """`numpy.linalg.norm`; of one vector or float without asking what kind of norm of what kind of array it is."""
    if axis is None and not keepdims:
        if type(x) is np.ndarray and x.ndim == 1 and x.dtype is FLOAT and (ord is None or ord == 2):
            if not x.flags.c_contiguous:
                x = x.copy()
            return np.float64(math.sqrt(x.dot(x)))
        if isinstance(x, float) and ord is None:
            x = float(x)
            return np.float64(math.sqrt(x * x))
    return np.linalg.norm(x, ord, axis, keepdims)


def tolerance(
    x: Any, bounds: Any = (0.0, 0.0), margin: Any = 0.0, sigmoid: str = "gaussian", value_at_margin: float = 0.1
) -> Any:
    """`metaworld.utils.reward_utils.tolerance`; of one float with the tasks' own tails in plain floats."""
    lower, upper = bounds
    if (
        sigmoid in TAILS
        and value_at_margin == VALUE_AT_MARGIN
        and isinstance(x, float)
        and isinstance(lower, (float, int))
        and isinstance(upper, (float, int))
        and isinstance(margin, (float, int))
    ):
        return within(float(x), lower, upper, float(margin), sigmoid)
    return stock.tolerance(x, bounds, margin, sigmoid, value_at_margin)


def within(x: float, lower: float, upper: float, margin: float, sigmoid: str = "long_tail") -> Any:
    """`tolerance` of a plain float: 1 between two bounds, and outside what the sigmoid says."""
    if lower <= upper and margin > 0:
        if lower <= x <= upper:
            return 1.0
        outside = (float(lower) - x if x < lower else x - float(upper)) / margin
        if -HUGE < outside < HUGE:
            scaled = (outside * TAILS[sigmoid]) ** 2
            # The exponential is numpy's, whose last bit is not the standard library's.
            return 1 / (scaled + 1) if sigmoid == "long_tail" else float(np.exp(-0.5 * scaled))
    return stock.tolerance(x, (lower, upper), margin, sigmoid)


def _like(module: ModuleType, **replaced: Any) -> ModuleType:
    copy = ModuleType(module.__name__, module.__doc__)
    copy.__dict__.update({**vars(module), **replaced})
    return copy


REPLACED = {
    "Rotation": Rotation,
    "np": _like(np, linalg=_like(np.linalg, norm=norm)),
    "reward_utils": _like(stock, tolerance=tolerance),
    "tolerance": tolerance,
}
"""By the names under which the tasks' modules know them."""
