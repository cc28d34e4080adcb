"""Programs that were loaded before: their next process is given what an earlier one made of the text.

A recipe is an untrusted process's word, of which the runner reads nothing. It goes to processes of the same program alone, which
can do no more with a forged one than with their own text; and only once two processes, which know nothing of each other, have
said the same to the last byte. So chance that enters a program as it is loaded cannot be handed on in it.
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

from robotrace.sandbox.surroundings import Surroundings

MOST = 32
"""Programs that are remembered: those that were asked for last."""
LONGEST = 1 << 20
"""Characters of a recipe that is kept."""


class Source(NamedTuple):
    """A program that is to be loaded.

    Attributes:
        text: The source text of the whole program.
        entry: The name of the function in it that is called.
        needs: The names of module groups that the program imports.
        surroundings: What the program has from outside of its text; None for nothing. With any it has no recipe.
    """

    text: str
    entry: str
    needs: tuple[str, ...] = ()
    surroundings: Surroundings | None = None


class Recipe(NamedTuple):
    """What a process said of a program that it had loaded.

    Attributes:
        parameters: The trainable parameters.
        code: What it made of the text, for the next process.
    """

    parameters: list[dict[str, Any]]
    code: str


class Recipes:
    """What is known of programs. Several threads may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: dict[Source, Recipe] = {}
        self._agreed: dict[Source, Recipe] = {}

    def find(self, program: Source) -> Recipe | None:
        """What two processes have agreed on; None where there is no such thing."""
        with self._lock:
            recipe = self._agreed.pop(program, None)
            if recipe is not None:
                self._agreed[program] = recipe  # asked for last
            return recipe

    def hear(self, program: Source, recipe: Recipe) -> None:
        """What one process says that had to make everything itself."""
        if len(recipe.code) > LONGEST:
            return
        with self._lock:
            if self._said.pop(program, None) == recipe:
                _keep(self._agreed, program, recipe)
            else:
                _keep(self._said, program, recipe)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._said.clear()
            self._agreed.clear()


def _keep(known: dict[Source, Recipe], program: Source, recipe: Recipe) -> None:
    while len(known) >= MOST:
        del known[next(iter(known))]
    known[program] = recipe
