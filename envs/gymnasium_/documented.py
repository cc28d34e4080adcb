"""What is known of environments: the names, units and meanings of what they observe and do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import prod
from typing import Any

from robotrace.episodes.task import Field

OWN = "documented.toml"
"""What is known of Gymnasium's own."""
_KEYS = {"versions", "of", "options", "about", "reward", "seconds", "horizon", "starter", "fields", "inside", "actions"}


@dataclass(frozen=True, slots=True)
class Named:
    """The numbers of one part of an observation.

    Attributes:
        axis: Along which axis of it they stand side by side.
        fields: The numbers, in their order.
    """

    axis: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Documented:
    """What is known of an environment.

    Attributes:
        about: What is to be done, in a sentence.
        reward: What is rewarded, in words.
        seconds: How long an action lasts; None where nobody says.
        horizon: How many actions an episode has at most, where the environment's registration does not say; else None.
        starter: The bundled controller that training begins with; "" for none.
        fields: The parts of an observation that is a vector, in their order.
        inside: The numbers of each part of another one, by the part's name.
        actions: The name and the meaning of each component of an action.
    """

    about: str
    reward: str
    seconds: float | None = None
    horizon: int | None = None
    starter: str = ""
    fields: tuple[Field, ...] = ()
    inside: Mapping[str, Named] = field(default_factory=dict)
    actions: tuple[tuple[str, str], ...] = ()

    def observed(self, numbers: int) -> tuple[Field, ...]:
        """The first fields that have so many numbers together; none where some field would be cut."""
        found: list[Field] = []
        for one in self.fields:
            if numbers <= 0:
                break
            found.append(one)
            numbers -= prod(one.shape)
        return tuple(found) if numbers == 0 else ()


def documented(
    env_id: str, kwargs: Mapping[str, Any] | None = None, entries: Mapping[str, Mapping[str, Any]] | None = None
) -> Documented | None:
    """What is known of an environment; None where nothing is.

    Args:
        env_id: Its id, such as "HalfCheetah-v5".
        kwargs: The options that it is made with, some of which change what an action is.
        entries: What its library's table has; by default Gymnasium's own.
    """
    entries = table(OWN) if entries is None else entries
    name, _, version = env_id.rpartition("-")
    entry = entries.get(name)
    if entry is None or version not in entry["versions"]:
        return None
    for option, other in entry.get("options", {}).items():
        if (kwargs or {}).get(option):
            entry = entries[other]
    return _of(_whole(entry, entries))


def _whole(entry: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """An entry with what it lacks, from the one that it names: of its own table, else of Gymnasium's."""
    if "of" not in entry:
        return entry
    other = entries.get(entry["of"]) or table(OWN)[entry["of"]]
    return {**_whole(other, entries), **entry}


def _of(entry: Mapping[str, Any]) -> Documented:
    return Documented(
        about=entry["about"],
        reward=entry["reward"],
        seconds=entry.get("seconds"),
        horizon=entry.get("horizon"),
        starter=entry.get("starter", ""),
        fields=tuple(map(_field, entry.get("fields", ()))),
        inside={part: _named(rows) for part, rows in entry.get("inside", {}).items()},
        actions=tuple((name, meaning) for name, meaning in entry.get("actions", ())),
    )


def _named(rows: Sequence[Any] | str) -> Named:
    """Rows of a table, or the fields of one of Gymnasium's own environments."""
    return Named(0, tuple(map(_field, table(OWN)[rows]["fields"] if isinstance(rows, str) else rows)))


def _field(row: Sequence[Any]) -> Field:
    name, unit, meaning = row[:3]
    return Field(name, tuple(row[4]) if len(row) > 4 else (), unit, meaning, row[3] if len(row) > 3 else "other")


@cache
def table(place: str) -> Mapping[str, Mapping[str, Any]]:
    """The entries of a file beside this one, by name without the version."""
    text = resources.files(__package__).joinpath(place).read_text(encoding="utf-8")
    entries = tomllib.loads(text)
    assert all(set(entry) <= _KEYS for entry in entries.values()), f"{place} has a key that nobody reads"
    return entries
