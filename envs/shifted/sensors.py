"""Shifts of what is seen: readings that are off, and names that reveal nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from robotrace.episodes.task import Field
from robotrace.errors import UnknownNameError

from .shift import Fields, Seen, Shift, expect


@dataclass(frozen=True, slots=True)
class Biased(Shift):
    """A sensor is off by a constant.

    Attributes:
        field: The name of the sensor's field.
        by: The numbers that are added to the components of the reading.
    """

    field: str
    by: tuple[float, ...]

    def __post_init__(self) -> None:
        expect(self, "by", self.by, all(map(math.isfinite, self.by)), "finite numbers")

    def seen(self, observation: Seen) -> Seen:
        """The observation with the field moved."""
        value = observation[self.field]
        return {**observation, self.field: value + np.array(self.by).reshape(value.shape)}

    def fields(self, fields: Fields) -> Fields:
        """The fields, unchanged."""
        biased = known(self.field, fields)
        size = int(np.prod(biased.shape))
        expect(self, "by", self.by, len(self.by) == size, f"{size} numbers for {self.field}")
        return fields


@dataclass(frozen=True, slots=True)
class Renamed(Shift):
    """Sensors have names and descriptions that reveal nothing of what they measure.

    Attributes:
        names: The new names by the old ones; other fields keep theirs.
    """

    names: Mapping[str, str] = field(default_factory=dict)

    def seen(self, observation: Seen) -> Seen:
        """The observation under the new names, in their order."""
        if not self.names:
            return observation
        named = {self.names.get(name, name): value for name, value in observation.items()}
        return {name: named[name] for name in sorted(named)}

    def fields(self, fields: Fields) -> Fields:
        """The fields in the order of their names, so that their order reveals nothing; renamed ones have no role."""
        if not self.names:
            return fields
        for old in self.names:
            known(old, fields)
        renamed = [
            replace(field, name=self.names[field.name], description="a sensor.", role="other")
            if field.name in self.names
            else field
            for field in fields
        ]
        names = sorted(field.name for field in renamed)
        expect(self, "names", dict(self.names), len(set(names)) == len(names), "a name of its own for every field")
        return tuple(sorted(renamed, key=lambda field: field.name))


def known(name: str, fields: Fields) -> Field:
    """The field of a name.

    Raises:
        UnknownNameError: There is none.
    """
    named = {field.name: field for field in fields}
    if name not in named:
        raise UnknownNameError("field", name, named)
    return named[name]
