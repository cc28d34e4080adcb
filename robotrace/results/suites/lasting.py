"""Whether what a run found lasts: its best controller on its held-out goals once more, each episode to its horizon.

A run's own test ends an episode at its first success. This one goes on, so that success at the last step is known too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from robotrace.errors import RunError
from robotrace.results import files
from robotrace.results.folder import RunFolder
from robotrace.results.statistics import Rate
from robotrace.text import one_line

NAME = "lasting.json"


@dataclass(frozen=True, slots=True)
class Lasting:
    """What became of each held-out goal, from the first on.

    Attributes:
        any_step: Whether it was solved at any step.
        last_step: Whether it was solved at the last step.
    """

    any_step: tuple[bool, ...]
    last_step: tuple[bool, ...]

    @classmethod
    def of(cls, flags: Iterable[tuple[bool, bool]]) -> Lasting:
        """From a pair for each goal: solved at any step, and at the last."""
        pairs = list(flags)
        return cls(tuple(any_step for any_step, _ in pairs), tuple(last for _, last in pairs))

    @property
    def rate(self) -> Rate:
        """Solved at the last step."""
        return Rate.of(self.last_step)

    def write(self, folder: RunFolder) -> None:
        """Put it beside the run's other files.

        Raises:
            OSError: It cannot be written.
        """
        body = {"split": "heldout", "any_step": self.any_step, "last_step": self.last_step}
        files.replace(folder.path / NAME, (json.dumps(body) + "\n").encode(), within=folder.path)

    @classmethod
    def read(cls, folder: RunFolder) -> Lasting | None:
        """What stands beside a run; None where nothing does.

        Raises:
            RunError: It cannot be read.
        """
        path = folder.path / NAME
        try:
            body = _Body.model_validate_json(files.read(path, within=folder.path))
            if len(body.any_step) != len(body.last_step):
                raise ValueError("as many goals at any step as at the last one were expected")
        except FileNotFoundError:
            return None
        except (OSError, ValidationError, ValueError) as error:
            words = one_line(str(error), 200)
            raise RunError(f"{str(path)!r} cannot be read ({words}): remove it, and resume the suite.") from error
        return cls(tuple(body.any_step), tuple(body.last_step))


class _Body(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow")
    split: Literal["heldout"]
    any_step: Annotated[list[bool], Field(max_length=100_000)]
    last_step: Annotated[list[bool], Field(max_length=100_000)]
