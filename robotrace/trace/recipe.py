"""What was made of a program's texts when it was loaded: whoever loads the same program again need not make it anew.

A recipe holds code: it is followed in a process only that may run the program itself.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Recipe: TypeAlias = dict[Hashable, Any]
"""Plain data and code objects, by what they were made of."""

_RECIPE: ContextVar[Recipe | None] = ContextVar("robotrace_recipe", default=None)


@contextmanager
def following(recipe: Recipe) -> Iterator[None]:
    """Take from a recipe what is in it, and add what is not."""
    token = _RECIPE.set(recipe)
    try:
        yield
    finally:
        _RECIPE.reset(token)


def once(what: Hashable, make: Callable[[], T]) -> T:
    """What is made of something, or what the recipe that is being followed has for it.

    Args:
        what: What it is made of, with the place: the same in every process that loads the program.
        make: Makes it: plain data and code objects.
    """
    recipe = _RECIPE.get()
    if recipe is None:
        return make()
    if what not in recipe:
        recipe[what] = make()
    found: T = recipe[what]
    return found


def packed(recipe: Recipe) -> bytes:
    """A recipe as bytes, for the same Python."""
    return marshal.dumps(recipe)


def unpacked(data: bytes) -> Recipe:
    """What `packed` wrote. Bytes from elsewhere may do all that code may."""
    found: Recipe = marshal.loads(data)
    return found
