"""Regular expressions that texts have to match as a whole, in a time that no text can make endless.

The pattern is its user's, the text may be anybody's. Python's `re` tries all ways in which a repetition within a repetition can
share out a text among its rounds, which doubles with each letter, and nothing can stop it. Such a pattern is refused when it is
given, and long texts are not matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from robotrace.errors import ParameterError

_LONG, _SHORT = 10_000, 1_000
"""Characters of a text that is matched: where two repetitions may share it out, and where more may. The time grows with the length
to the power of their number."""
_MANY = 8
"""Rounds from which a repetition counts as one without end."""
_ONE_LETTER = {"LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY"}
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT"}

Items = Iterable[tuple[Any, Any]]


def checked_pattern(pattern: object) -> str:
    """A regular expression that texts can be matched with.

    Raises:
        ParameterError: It does not compile, or some texts would be matched without end.
    """
    if not isinstance(pattern, str):
        raise ParameterError(
            f"pattern is a regular expression as a text, with flags inside it such as (?i); found {pattern!r:.100}"
        )
    try:
        re.compile(pattern)
        items = list(import_module("re._parser").parse(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        raise ParameterError(f"The pattern {pattern!r:.200} is no regular expression: {error}") from error
    if _may_be_endless(items, repeated=False):
        raise ParameterError(
            f"The pattern {pattern!r:.200} repeats a part that itself matches one text in several ways, so some texts would be "
            "matched without end; make the inner repetition possessive, as in (?:-[a-z]++)*, or the group atomic, (?>...)"
        )
    return pattern


@lru_cache
def longest(pattern: str) -> int:
    """The most characters of a text that is matched with this pattern."""
    return _LONG if _repetitions(import_module("re._parser").parse(pattern)) <= 2 else _SHORT


def matches(pattern: str, text: str) -> bool:
    """Whether a text that is not too long matches as a whole."""
    return len(text) <= longest(pattern) and re.fullmatch(pattern, text) is not None


def _repetitions(items: Items) -> int:
    """How many repetitions of a varying, large number of rounds there are in some items."""
    count = 0
    for operation, argument in items:
        name = str(operation)
        if name in _REPEATS:
            low, high, body = argument
            count += (high - low > _MANY) + _repetitions(body)
        count += sum(map(_repetitions, _parts(name, argument)))
    return count


def _may_be_endless(items: Items, *, repeated: bool) -> bool:
    """Whether a repetition in these items can be shared out in several ways within another one around it.

    Args:
        items: What the parser of `re` makes of a pattern.
        repeated: Whether they stand within a repetition that they do not mark off.
    """
    for operation, argument in items:
        name = str(operation)
        if name in _REPEATS:
            low, high, body = argument
            if repeated and low != high:
                return True
            again = repeated or high > _MANY
            if _may_be_endless(body, repeated=again and not _marks_off(list(body))):
                return True
        elif name == "BRANCH" and repeated and not _differ(argument[1]):
            return True
        if any(_may_be_endless(part, repeated=repeated) for part in _parts(name, argument)):
            return True
    return False


def _parts(name: str, argument: Any) -> list[Items]:
    """The items within an item; none for what is tried in one way alone."""
    match name:
        case "SUBPATTERN":
            return [argument[-1]]
        case "BRANCH":
            return list(argument[1])
        case "ASSERT" | "ASSERT_NOT":
            return [argument[1]]
        case "GROUPREF_EXISTS":
            return [part for part in argument[1:] if part is not None]
        case _:
            return []


def _differ(branches: Sequence[Sequence[tuple[Any, Any]]]) -> bool:
    """Whether branches begin with a letter each that none of the others begins with."""
    firsts = [(str(branch[0][0]), branch[0][1]) if len(branch) else ("", None) for branch in branches]
    return all(name == "LITERAL" for name, _ in firsts) and len(set(firsts)) == len(firsts)


def _marks_off(body: Sequence[tuple[Any, Any]]) -> bool:
    """Whether each round begins, or each ends, with a sign that the one repetition in it cannot take: `-[a-z]+`, `[a-z]+, `."""
    if len(body) == 1 and str(body[0][0]) == "SUBPATTERN":
        return _marks_off(list(body[0][1][-1]))
    repeats = [argument for operation, argument in body if str(operation) in _REPEATS]
    others = [item for item in body if str(item[0]) not in _REPEATS]
    if len(repeats) != 1 or any(str(operation) not in _ONE_LETTER for operation, _ in others):
        return False
    inner = list(repeats[0][2])
    if len(inner) != 1 or str(inner[0][0]) not in _ONE_LETTER:
        return False
    return any(
        str(operation) == "LITERAL" and not _takes(inner[0], argument) for operation, argument in (body[0], body[-1])
    )


def _takes(item: tuple[Any, Any], code: int) -> bool:
    """Whether an item of one letter may take the one with this code; letters and digits count as taken, whatever their case."""
    name, argument = str(item[0]), item[1]
    if chr(code).isalnum():
        return True
    if name == "IN":
        negated = str(argument[0][0]) == "NEGATE"
        return negated != any(_holds(part, code) for part in argument[negated:])
    return not (name == "LITERAL" and argument != code) and not (name == "NOT_LITERAL" and argument == code)


def _holds(part: tuple[Any, Any], code: int) -> bool:
    """Whether a part of a set such as [a-z_] holds a sign."""
    name, argument = str(part[0]), part[1]
    if name == "LITERAL":
        return bool(argument == code)
    if name == "RANGE":
        return bool(argument[0] <= code <= argument[1])
    signs = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
    negated = {key.replace("CATEGORY", "CATEGORY_NOT"): sign.upper() for key, sign in signs.items()}
    return re.fullmatch((signs | negated).get(str(argument), r"(?s:.)"), chr(code)) is not None
