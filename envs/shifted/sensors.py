"""Shifts of what is seen: readings that are off, and names that tell nothing."""

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
        field: Its name.
        by: What is added to each component of its reading.
    """

    field: str
    by: tuple[float, ...]

    def __post_init__(self) -> None:
        expect(self, "by", self.by, all(map(math.isfinite, self.by)), "finite numbers")

    def seen(self, observation: Seen) -> Seen:
        """With the field moved."""
        value = observation[self.field]
        return {**observation, self.field: value + np.array(self.by).reshape(value.shape)}

    def fields(self, fields: Fields) -> Fields:
        """The same."""
        biased = _known(self.field, fields)
        size = int(np.prod(biased.shape))
        expect(self, "by", self.by, len(self.by) == size, f"{size} numbers for {self.field}")
        return fields


@dataclass(frozen=True, slots=True)
class Renamed(Shift):
    """Sensors have names that tell nothing, and nobody says what they measure.

    Attributes:
        names: The new name by the old one; other fields keep theirs.
    """

    names: Mapping[str, str] = field(default_factory=dict)

    def seen(self, observation: Seen) -> Seen:
        """Under the new names, in their order."""
        if not self.names:
            return observation
        named = {self.names.get(name, name): value for name, value in observation.items()}
        return {name: named[name] for name in sorted(named)}

    def fields(self, fields: Fields) -> Fields:
        """In the order of their names, so that their order tells nothing; renamed ones have no role."""
        if not self.names:
            return fields
        for old in self.names:
            _known(old, fields)
        renamed = [
            replace(one, name=self.names[one.name], description="a sensor.", role="other")
            if one.name in self.names
            else one
            for one in fields
        ]
        names = sorted(one.name for one in renamed)
        expect(self, "names", dict(self.names), len(set(names)) == len(names), "a name of its own for every field")
        return tuple(sorted(renamed, key=lambda one: one.name))


def _known(name: str, fields: Fields) -> Field:
    found = next((one for one in fields if one.name == name), None)
    if found is None:
        raise UnknownNameError("field", name, (one.name for one in fields))
    return found
