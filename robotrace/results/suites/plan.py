"""What a suite runs: tasks by optimizers by seeds, under the same settings, as plain data with one form in a file."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from robotrace.errors import OptionError, RunError
from robotrace.results.schema import Name, Seed
from robotrace.text import one_line

MOST_RUNS = 100_000
UNNAMED = "tasks"
"""What a suite is called that is a list of tasks."""


@dataclass(frozen=True, slots=True)
class Member:
    """A task of a suite.

    Attributes:
        task: What makes it: its name, or the path of a user's file and the name in it.
        name: The name that it has of itself, such as "metaworld/reach-v3".
        role: The class that it belongs to, "train" or "test"; "" where the suite has a single one.
    """

    task: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One run of a suite.

    Attributes:
        member: The task that it trains on.
        optimizer: The optimizer's name, or the path of a user's own.
        seed: The seed of its goals.
    """

    member: Member
    optimizer: str
    seed: int

    def __str__(self) -> str:
        return f"{self.member.name.split('/')[-1]}, {short_name(self.optimizer)}, seed {self.seed}"


@dataclass(frozen=True, slots=True)
class SuitePlan:
    """What a suite runs.

    Attributes:
        name: The name of the suite, or of its file.
        members: The tasks.
        optimizers: The optimizers.
        seeds: The seeds of the goals.
        settings: The options that every run gets, by the names that `robotrace train` has for them; what is not there is at its
            default.
    """

    name: str
    members: tuple[Member, ...]
    optimizers: tuple[str, ...]
    seeds: tuple[int, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is empty or there twice.

        Raises:
            OptionError: It is.
        """
        named = {"tasks": [it.name for it in self.members], "optimizers": self.optimizers, "seeds": self.seeds}
        for what, values in named.items():
            if not values:
                raise OptionError(f"{what}: expected one or more, found none.")
            twice = [value for value, count in Counter(values).items() if count > 1]
            if twice:
                raise OptionError(f"{what}: {twice[0]} is there twice: name each once.")
        for paths in (self.tasks_folders, self.optimizers_folders):
            if shared := [path for path, count in Counter(paths.values()).items() if count > 1]:
                alike = [name for name, path in paths.items() if path == shared[0]]
                raise OptionError(f"{' and '.join(alike)} would have the same folder, {shared[0]!r}: rename one of them.")

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All runs: task by task, of each task optimizer by optimizer."""
        return tuple(
            Cell(member, optimizer, seed)
            for member in self.members
            for optimizer in self.optimizers
            for seed in self.seeds
        )

    @property
    def tasks_folders(self) -> dict[str, str]:
        """By a task's name, the name of its folder: what is behind the slash, where that tells tasks apart."""
        last = Counter(it.name.split("/")[-1] for it in self.members)
        return {
            it.name: as_file(it.name.split("/")[-1] if last[it.name.split("/")[-1]] == 1 else it.name)
            for it in self.members
        }

    @property
    def optimizers_folders(self) -> dict[str, str]:
        """By an optimizer's name, the name of its folder."""
        return {name: as_file(short_name(name)) for name in self.optimizers}

    def place(self, cell: Cell) -> tuple[str, str, str]:
        """Where a run's folder is in the suite's: three names."""
        task, optimizer = self.tasks_folders[cell.member.name], self.optimizers_folders[cell.optimizer]
        return task, optimizer, f"seed-{cell.seed}"

    @property
    def roles(self) -> tuple[str, ...]:
        """The classes of the tasks, each once."""
        return tuple(dict.fromkeys(member.role for member in self.members))

    @property
    def places(self) -> tuple[str, ...]:
        """The files of users' own that the plan names."""
        named = (*(it.task for it in self.members), *self.optimizers, str(self.settings.get("policy", "")))
        return tuple(name for name in dict.fromkeys(named) if ".py" in name)

    def differences(self, other: SuitePlan) -> list[str]:
        """What is otherwise in another plan, in words, a setting each."""
        mine, theirs = self._flat(), other._flat()
        names = [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)]
        return [f"{name} {_shown(mine.get(name))}, found {_shown(theirs.get(name))}" for name in names]

    def to_json(self) -> str:
        """The plan as the text of suite.json."""
        body = {
            "suite": self.name,
            "tasks": [{"task": it.task, "name": it.name, "class": it.role} for it in self.members],
            "optimizers": list(self.optimizers),
            "seeds": list(self.seeds),
            "settings": dict(self.settings),
        }
        return json.dumps(body, indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: bytes, *, source: Path) -> SuitePlan:
        """The plan of a text, which may come from a stranger.

        Args:
            text: What `to_json` wrote.
            source: The file that it is from.

        Raises:
            RunError: It is no plan; names what is wrong with it.
        """
        try:
            body = _Plan.model_validate_json(text)
            members = tuple(Member(it.task, it.name, it.role) for it in body.tasks)
            return cls(body.suite, members, tuple(body.optimizers), tuple(body.seeds), body.settings)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        except OptionError as error:
            what = str(error)
        raise RunError(
            f"{str(source)!r} is no plan of a suite ({one_line(what, 200)}): restore it from a copy, or give another --out."
        )

    def _flat(self) -> dict[str, Any]:
        tasks = [it.name for it in self.members]
        return {"suite": self.name, "tasks": tasks, "optimizers": list(self.optimizers), "seeds": list(self.seeds)} | dict(
            self.settings
        )


def short_name(optimizer: str) -> str:
    """An optimizer's name in tables: of a user's own file what is behind its folders."""
    return re.split(r"[/\\]", optimizer)[-1] if ".py" in optimizer else optimizer


def as_file(name: str) -> str:
    """A name as that of a file: what is no letter, digit or one of `. + @ _ -` becomes a hyphen."""
    return re.sub(r"[^\w.+@]+", "-", name).strip(".-")[:100] or "x"


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Member(_Part):
    task: Annotated[str, Field(max_length=4000)]
    name: Name
    role: Annotated[Literal["", "train", "test"], Field(alias="class")] = ""


class _Plan(_Part):
    suite: Name
    tasks: Annotated[list[_Member], Field(max_length=MOST_RUNS)]
    optimizers: Annotated[list[Annotated[str, Field(max_length=4000)]], Field(max_length=1000)]
    seeds: Annotated[list[Seed], Field(max_length=MOST_RUNS)]
    settings: dict[Name, Any]


def _shown(value: Any) -> str:
    return "at its default" if value is None else one_line(json.dumps(value, ensure_ascii=False), 80)
