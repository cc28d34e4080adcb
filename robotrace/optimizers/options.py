"""What the options of all optimizers have in common: names that are looked up, values that are looked at."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Collection, Iterable
from types import NoneType
from typing import Any

from robotrace.errors import OptionError

HOLDS = {"self", "parameters", "trust"}
"""What is given to an optimizer in a program alone: it is no option."""


def option_names(factory: Callable[..., Any]) -> tuple[str, ...] | None:
    """The keywords that an optimizer can be made with; None where it takes any."""
    keywords = inspect.signature(factory).parameters.values()
    if any(keyword.kind is keyword.VAR_KEYWORD for keyword in keywords):
        return None
    return tuple(
        keyword.name
        for keyword in keywords
        if keyword.kind in (keyword.KEYWORD_ONLY, keyword.POSITIONAL_OR_KEYWORD) and keyword.name not in HOLDS
    )


def refuse_unknown(owner: str, options: Iterable[str], known: Collection[str] | None) -> None:
    """Refuse what is no option of this optimizer, with the nearest that is.

    Args:
        owner: The name of the optimizer.
        options: The names that were given.
        known: The names that the optimizer has; None where it takes any.

    Raises:
        OptionError: An option is unknown; the message names the first.
    """
    for option in options:
        if known is None or option in known:
            continue
        near = difflib.get_close_matches(option, known, n=3, cutoff=0.6)
        others = f"it has {', '.join(sorted(known))}." if known else "it has none."
        hint = f"did you mean {' or '.join(near)}?" if near else others
        raise OptionError(f"{owner} has no option {option!r}: {hint}")


def at_least(name: str, value: int, least: int) -> None:
    """Refuse a number that is too small.

    Raises:
        OptionError: The value is no whole number from `least` up.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise OptionError(f"{name} must be {least} or more, found {value!r}.")


def of_kind(name: str, value: Any, *kinds: type) -> None:
    """Refuse a value of another type.

    Raises:
        OptionError: The value is of none of these types.
    """
    if type(value) not in kinds:
        words = " or ".join("None" if kind is NoneType else kind.__name__ for kind in kinds)
        raise OptionError(f"{name} must be {words}, found {value!r:.100}.")


def one_of(name: str, value: str, choices: Collection[str]) -> None:
    """Refuse a word that is none of a few.

    Raises:
        OptionError: The value is not one of the choices.
    """
    if value not in choices:
        raise OptionError(f"{name} must be one of {', '.join(choices)}, found {value!r}.")
