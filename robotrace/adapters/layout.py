"""Named fields as one flat vector, and back: each field's numbers stand where the task lists the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.episodes import Array, Task
from robotrace.errors import OptionError


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of an observation stand in a flat vector.

    Attributes:
        shapes: The shape of each field by its name, in order.
    """

    shapes: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, task: Task) -> Layout:
        """The layout of a task's observations.

        Raises:
            OptionError: They are no fixed numbers: the task is several, whose fields differ.
        """
        if any(field.role == "task" for field in task.fields):
            raise OptionError(
                f"{task.name} is several tasks, whose fields differ, so that no one vector holds them: make an environment of one "
                "of them."
            )
        return cls({field.name: tuple(field.shape) for field in task.fields})

    @property
    def size(self) -> int:
        """How many numbers the vector has."""
        return sum(map(prod, self.shapes.values()))

    def flat(self, observation: Mapping[str, npt.ArrayLike]) -> Array:
        """(size,) the vector of an observation's named fields."""
        return np.concatenate([np.ravel(np.asarray(observation[name], dtype=np.float64)) for name in self.shapes])

    def named(self, vector: Any) -> dict[str, Array]:
        """The named fields of a vector, (size,).

        Raises:
            OptionError: The vector has another shape.
        """
        row = np.asarray(vector, dtype=np.float64)
        if row.shape != (self.size,):
            raise OptionError(
                f"observation: expected {self.size} numbers ({', '.join(self.shapes)}), found the shape {row.shape}."
            )
        ends = np.cumsum([prod(shape) for shape in self.shapes.values()])[:-1]
        parts = np.split(row, ends)
        return {name: part.reshape(shape) for part, (name, shape) in zip(parts, self.shapes.items(), strict=True)}
