"""What is known of Gymnasium's own environments: the names, units and meanings of what they observe and do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import prod
from typing import Any

from robotrace.episodes.task import Field

_KEYS = {"versions", "of", "options", "about", "reward", "seconds", "starter", "fields", "actions"}


@dataclass(frozen=True, slots=True)
class Documented:
    """What is known of an environment.

    Attributes:
        about: What is to be done, in a sentence.
        reward: What is rewarded, in words.
        seconds: How long an action lasts; None where nobody says.
        starter: The bundled controller that training begins with; "" for none.
        fields: The parts of an observation, in their order.
        actions: The name and the meaning of each component of an action.
    """

    about: str
    reward: str
    seconds: float | None
    starter: str
    fields: tuple[Field, ...]
    actions: tuple[tuple[str, str], ...]

    def observed(self, numbers: int) -> tuple[Field, ...]:
        """The first fields that have so many numbers together; none where some field would be cut."""
        found: list[Field] = []
        for field in self.fields:
            if numbers <= 0:
                break
            found.append(field)
            numbers -= prod(field.shape)
        return tuple(found) if numbers == 0 else ()


def documented(env_id: str, kwargs: Mapping[str, Any] | None = None) -> Documented | None:
    """What is known of an environment; None where nothing is.

    Args:
        env_id: Its id, such as "HalfCheetah-v5".
        kwargs: The options that it is made with, some of which change what an action is.
    """
    name, _, version = env_id.rpartition("-")
    entry = _table().get(name)
    if entry is None or version not in entry["versions"]:
        return None
    for option, other in entry.get("options", {}).items():
        if (kwargs or {}).get(option):
            entry = _table()[other]
    return _of({**_table().get(entry.get("of", ""), {}), **entry})


def _of(entry: Mapping[str, Any]) -> Documented:
    return Documented(
        about=entry["about"],
        reward=entry["reward"],
        seconds=entry.get("seconds"),
        starter=entry.get("starter", ""),
        fields=tuple(map(_field, entry["fields"])),
        actions=tuple((name, meaning) for name, meaning in entry["actions"]),
    )


def _field(row: Sequence[Any]) -> Field:
    name, unit, meaning = row[:3]
    return Field(name, tuple(row[4]) if len(row) > 4 else (), unit, meaning, row[3] if len(row) > 3 else "other")


@cache
def _table() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("documented.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    assert all(set(entry) <= _KEYS for entry in table.values()), "documented.toml has a key that nobody reads"
    return table
