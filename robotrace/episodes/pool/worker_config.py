"""A worker's configuration, passed once as plain data: how to make its task, and how to run episodes of it.

No simulator and no live object crosses a process border.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from robotrace.episodes.registry import Recipe, recipe_of
from robotrace.episodes.task import Level, Task
from robotrace.errors import OptionError


@dataclass(frozen=True, slots=True)
class WorkerConfig:
    """The problem that a worker builds for itself.

    Attributes:
        recipe: The recipe that the task is made from.
        level: The feedback level.
        trust: Whether controllers run in the worker's own process instead of a sandbox.
    """

    recipe: Recipe
    level: Level = "facts"
    trust: bool = False

    @classmethod
    def of(cls, task: Task, *, level: Level = "facts", trust: bool = False) -> WorkerConfig:
        """The configuration for a live task.

        Raises:
            OptionError: The task cannot be made again from a name, a seed and options.
        """
        return cls(recipe_of(task), level, trust)

    def to_json(self) -> str:
        """The configuration as text.

        Raises:
            OptionError: An option of the task is not plain data.
        """
        recipe = self.recipe
        options = dict(recipe.options)
        body = {"task": recipe.name, "seed": recipe.seed, "options": options}
        body |= {"step_seconds": recipe.step_seconds, "level": self.level, "trust": self.trust}
        for name, value in options.items():
            if not _is_plain(value):
                raise OptionError(
                    f"Option {name!r} of task {recipe.name} cannot be told to another process: expected numbers, texts, "
                    f"lists and dicts of them, found {value!r:.80}. Use one worker."
                )
        return json.dumps(body)

    @classmethod
    def from_json(cls, text: str) -> WorkerConfig:
        """What `to_json` wrote."""
        body = json.loads(text)
        return cls(
            Recipe(body["task"], body["seed"], body["options"], body["step_seconds"]), body["level"], body["trust"]
        )


def _is_plain(value: Any) -> bool:
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError):
        return False
