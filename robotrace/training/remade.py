"""How a user's own problem is made anew in another process: by its file, or from its class and state."""

from __future__ import annotations

import base64
import io
import pickle
import sys
from collections.abc import Mapping
from types import FunctionType
from typing import Any

from robotrace.episodes.registry import recipe_of
from robotrace.errors import OptionError
from robotrace.opto import Problem
from robotrace.text import one_line
from robotrace.training.subject import subject_of

ALIAS = "robotrace_user_"
"""How the modules of files that were named by their path begin; no other process knows them by that."""


class _Elsewhere(Exception):  # noqa: N818 - an event of this module alone
    """Something that another process could not import."""


class _Pickler(pickle.Pickler):
    """Refuses what is only to be had in this process."""

    def persistent_id(self, value: Any) -> None:
        home = getattr(value, "__module__", None)
        if isinstance(value, type | FunctionType) and isinstance(home, str):
            if home == "__main__":
                raise _Elsewhere(f"{value.__qualname__} is defined in the program that runs")
            if home.startswith(ALIAS):
                raise _Elsewhere(f"{value.__qualname__} is from a file that no module's name leads to")


def making(problem: Problem) -> dict[str, Any]:
    """What another process needs to make a problem anew, as JSON-compatible data.

    Raises:
        OptionError: It cannot be made anew; the line says why, and what would help.
    """
    paths = [path for path in sys.path if path]
    recipe = _recipe(problem)
    if recipe is not None:
        return {"name": recipe[0], "seed": recipe[1], "paths": paths}
    buffer = io.BytesIO()
    try:
        _Pickler(buffer).dump(problem)
    except Exception as error:  # whatever the state of a user's object raises
        raise OptionError(
            f"{one_line(problem.name, 80)} cannot be made anew in another process: {one_line(str(error), 200)}. Keep it in a file "
            "of its own that is imported, with a state that can be pickled, or name it there, ./FILE.py:NAME, on the command line; "
            "or leave pool and workers out."
        ) from error
    return {"pickle": base64.b64encode(buffer.getvalue()).decode(), "paths": paths}


def remade(settings: Mapping[str, Any]) -> Problem:
    """In a worker: the problem. What is unpickled is what the user's own process sent over the socket that it opened.

    Raises:
        OptionError: What makes it in the user's process does not make it here.
    """
    sys.path += [path for path in settings["paths"] if path not in sys.path]
    if "pickle" in settings:
        problem = pickle.loads(base64.b64decode(settings["pickle"]))
    else:
        problem = subject_of(settings["name"], recorded=settings["seed"])
    if not isinstance(problem, Problem):
        raise OptionError(f"{settings.get('name', 'It')} makes no problem in another process: use one worker.")
    return problem


def _recipe(problem: Problem) -> tuple[str, int | None] | None:
    """The file and the name in it that it was made by, and its seed."""
    try:
        recipe = recipe_of(problem)  # type: ignore[arg-type]  # a note is a note
    except (OptionError, AttributeError):
        return None
    return recipe.name, recipe.seed
