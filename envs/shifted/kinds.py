"""All kinds of shifts, and shifts as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from robotrace.errors import OptionError, UnknownNameError

from .actions import DeadZone, Delayed, Gain, Mirrored, Offset, Reversed, Rotated, Scaled
from .noise import Noise
from .physics import Friction, Mass
from .sensors import Biased, Renamed
from .shift import Shift

KINDS: Mapping[str, type[Shift]] = {
    kind.__name__: kind
    for kind in (
        *(Rotated, Mirrored, Scaled, Offset, Reversed, Gain, DeadZone, Delayed),
        *(Biased, Noise, Renamed),
        *(Mass, Friction),
    )
}


def to_record(shift: Shift) -> dict[str, Any]:
    """A shift as plain data: {"kind": "Rotated", "degrees": 30, ...}."""
    values: dict[str, Any] = asdict(shift) if is_dataclass(shift) else {}
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {"kind": type(shift).__name__, **plain}


def from_record(record: Mapping[str, Any]) -> Shift:
    """The shift of a record that `to_record` or a user wrote.

    Raises:
        UnknownNameError: There is no such kind.
        OptionError: The record is no such data, or its kind cannot be made of it.
    """
    if not isinstance(record, Mapping) or not isinstance(record.get("kind"), str):
        raise OptionError(
            f'A shift as plain data looks like {{"kind": "Rotated", "degrees": 30}}; found {record!r:.80}.'
        )
    name: str = record["kind"]
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items() if key != "kind"}
    if name not in KINDS:
        raise UnknownNameError("kind of shift", name, KINDS)
    try:
        return KINDS[name](**values)
    except TypeError as error:
        raise OptionError(f"Shift {name} cannot be made of {values}: {error}.") from error
