"""Named arrays as one row of float64, and back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.opto.named import Observation
from robotrace.sandbox.frames import HEADER

Array = npt.NDArray[np.float64]


class Layout:
    """Which field stands where.

    Attributes:
        shapes: The shape of each field by its name, in order.
        size: The number of float64 values of all fields together.
        bytes: The size of these values, in bytes.
    """

    __slots__ = ("_places", "bytes", "shapes", "size")

    def __init__(self, shapes: Iterable[tuple[str, tuple[int, ...]]]) -> None:
        self.shapes = {name: tuple(shape) for name, shape in shapes}
        self._places: list[tuple[str, slice, tuple[int, ...] | None]] = []
        self.size = 0
        for name, shape in self.shapes.items():
            count = math.prod(shape)
            place = slice(self.size, self.size + count)
            self._places.append((name, place, None if len(shape) == 1 else shape))
            self.size += count
        self.bytes = 8 * self.size

    def unpack(self, payload: bytearray) -> Observation:
        """Arrays that may be written to; they lie in the payload.

        Raises:
            ValueError: The payload has another length.
        """
        row = np.frombuffer(payload)
        if len(row) != self.size:
            raise ValueError(f"expected {self.size} numbers, found {len(row)}")
        fields = Observation()
        for name, place, shape in self._places:
            fields[name] = row[place] if shape is None else row[place].reshape(shape)
        return fields


class Packer:
    """Puts observations of one layout into a message that is used over and over."""

    __slots__ = ("_fields", "layout", "message")

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.message = bytearray(HEADER.size + 8 * layout.size)
        row = np.frombuffer(self.message, dtype=np.float64, offset=HEADER.size)
        self._fields: list[tuple[str, tuple[int, ...], Array]] = []
        start = 0
        for name, shape in layout.shapes.items():
            stop = start + math.prod(shape)
            self._fields.append((name, shape, row[start:stop].reshape(shape)))
            start = stop

    @classmethod
    def of(cls, observation: Mapping[str, Any]) -> Packer:
        """For observations like this one."""
        return cls(Layout((name, np.shape(value)) for name, value in observation.items()))

    def fill(self, observation: Mapping[str, Any]) -> bool:
        """Write an observation into the message; False if it has another layout."""
        if len(observation) != len(self._fields):
            return False
        for name, shape, target in self._fields:
            value = observation.get(name)
            if value is None or (value.shape if type(value) is np.ndarray else np.shape(value)) != shape:
                return False
            target[...] = value
        return True
