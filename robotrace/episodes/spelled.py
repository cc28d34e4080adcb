"""A task's name with options behind it, as a command line or a suite's file spells it: "reach-v3?goal=hidden&horizon=80"."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from robotrace.errors import OptionError

TAKEN = ("name", "seed")
"""What a task is made with besides its options, and what is therefore none."""


def spelled(name: str, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """A task's name without what stands behind it, and all options.

    Args:
        name: The name, or the path of a user's file and the function in it; behind a question mark options, "&" between them.
        given: Options that are given beside the name.

    Raises:
        OptionError: What stands there is no option, or says otherwise than another one.
    """
    short, mark, behind = name.partition("?")
    options = dict(given)
    for text in behind.split("&") if mark else ():
        option, equals, value = text.partition("=")
        if not (option.isidentifier() and equals and value):
            raise OptionError(
                f"{name[:100]!r}: expected options behind the question mark, as in {short}?control=raw&horizon=100; found "
                f"{text[:100]!r}."
            )
        read = _read(value)
        if option in options and options[option] != read:
            raise OptionError(
                f"{name[:100]!r} says {option}={read!r}, found {option}={options[option]!r} beside it: leave one of them out."
            )
        options[option] = read
    refuse_taken(options, short[:100])
    return short, options


def refuse_taken(options: Mapping[str, Any], where: str, taken: Collection[str] = TAKEN) -> None:
    """Refuse what is no option of a task's own.

    Args:
        options: The options as somebody wrote them.
        where: Where they stand.
        taken: The words that mean something else.

    Raises:
        OptionError: One of them is among the options.
    """
    for word in taken:
        if word in options:
            raise OptionError(
                f"{where}: expected options of the task's own, found {word}={options[word]!r:.100}: leave it out. The seed of the "
                "goals is given by itself, as in --seed 3."
            )


def written(name: str, given: Mapping[str, Any], usual: Mapping[str, Any]) -> str:
    """A name with the options behind it that are not what they usually are: `spelled` reads it back.

    Args:
        name: The name.
        given: All options.
        usual: What each of them is by default.
    """
    told = {option: value for option, value in given.items() if value != usual[option]}
    behind = "&".join(f"{option}={it if isinstance(it, str) else json.dumps(it)}" for option, it in told.items())
    return f"{name}?{behind}" if behind else name


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
