"""Named arrays as one row of float64, and back. Texts stay the same, and are part of what is agreed on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.opto.named import Observation
from robotrace.sandbox.frames import HEADER

Array = npt.NDArray[np.float64]


class Layout:
    """Which field stands where.

    Attributes:
        shapes: The shape of each field by its name, in order; of a text the text itself, which takes no room in the row.
        size: The number of float64 values of all fields together.
        bytes: The size of these values, in bytes.
    """

    __slots__ = ("_places", "bytes", "shapes", "size")

    def __init__(self, shapes: Iterable[tuple[str, Sequence[int] | str]]) -> None:
        self.shapes = {name: shape if isinstance(shape, str) else tuple(shape) for name, shape in shapes}
        self._places: list[tuple[str, slice | str, tuple[int, ...] | None]] = []
        self.size = 0
        for name, shape in self.shapes.items():
            if isinstance(shape, str):
                self._places.append((name, shape, None))
                continue
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
            if isinstance(place, str):
                fields[name] = place
            else:
                fields[name] = row[place] if shape is None else row[place].reshape(shape)
        return fields


class Packer:
    """Puts observations of one layout into a message that is used over and over."""

    __slots__ = ("_fields", "_texts", "layout", "message")

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.message = bytearray(HEADER.size + 8 * layout.size)
        row = np.frombuffer(self.message, dtype=np.float64, offset=HEADER.size)
        self._fields: list[tuple[str, tuple[int, ...], Array]] = []
        self._texts = {name: text for name, text in layout.shapes.items() if isinstance(text, str)}
        start = 0
        for name, shape in layout.shapes.items():
            if isinstance(shape, str):
                continue
            stop = start + math.prod(shape)
            self._fields.append((name, shape, row[start:stop].reshape(shape)))
            start = stop

    @classmethod
    def of(cls, observation: Mapping[str, Any]) -> Packer:
        """For observations like this one."""
        return cls(
            Layout((n, value if isinstance(value, str) else np.shape(value)) for n, value in observation.items())
        )

    def fill(self, observation: Mapping[str, Any]) -> bool:
        """Write an observation into the message; False if it has another layout."""
        if len(observation) != len(self.layout.shapes):
            return False
        if self._texts and any(observation.get(name) != text for name, text in self._texts.items()):
            return False
        for name, shape, target in self._fields:
            value = observation.get(name)
            if value is None or (value.shape if type(value) is np.ndarray else np.shape(value)) != shape:
                return False
            target[...] = value
        return True
