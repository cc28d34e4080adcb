"""What a worker is told, as plain data: how to make its task once, and then one episode after another.

No simulator and no live object crosses a process border.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from robotrace.episodes.registry import Recipe, recipe_of
from robotrace.episodes.runner import Until
from robotrace.episodes.task import Level, Task
from robotrace.errors import OptionError
from robotrace.opto import Case, Split


@dataclass(frozen=True, slots=True)
class Spec:
    """The problem that a worker builds for itself.

    Attributes:
        recipe: of the task.
        level: how much the feedback tells.
        trust: run controllers in the worker's own process instead of a sandbox.
    """

    recipe: Recipe
    level: Level = "facts"
    trust: bool = False

    @classmethod
    def of(cls, task: Task, *, level: Level = "facts", trust: bool = False) -> Spec:
        """The spec of a live task.

        Raises:
            OptionError: the task cannot be made anew, or one of its options cannot be written down.
        """
        return cls(recipe_of(task), level, trust)

    def to_json(self) -> str:
        """As text.

        Raises:
            OptionError: an option of the task is no plain data.
        """
        recipe = self.recipe
        options = dict(recipe.options)
        body = {"task": recipe.name, "seed": recipe.seed, "options": options, "level": self.level, "trust": self.trust}
        for name, value in options.items():
            if not _is_plain(value):
                raise OptionError(
                    f"Option {name!r} of task {recipe.name} cannot be told to another process: expected numbers, texts, "
                    f"lists and dicts of them, found {value!r:.80}. Use one worker."
                )
        return json.dumps(body)

    @classmethod
    def from_json(cls, text: str) -> Spec:
        """What `to_json` wrote."""
        body = json.loads(text)
        return cls(Recipe(body["task"], body["seed"], body["options"]), body["level"], body["trust"])


@dataclass(frozen=True, slots=True)
class Flight:
    """One episode to be run.

    Attributes:
        text: the whole controller.
        case: split and goal.
        traced: as for `rollout`.
        until: as for `rollout`.
    """

    text: str
    case: Case
    traced: bool = True
    until: Until = "success"

    def to_json(self) -> str:
        """As text."""
        return json.dumps([self.text, self.case.split, self.case.index, self.traced, self.until])

    @classmethod
    def from_json(cls, body: str) -> Flight:
        """What `to_json` wrote."""
        text, split, index, traced, until = json.loads(body)
        chosen: Split = split
        return cls(text, Case(chosen, index), traced, until)

    def __str__(self) -> str:
        return f"the episode on goal {self.case}"


def _is_plain(value: Any) -> bool:
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError):
        return False
