"""The JSON objects and lists that stand in a text, wherever they stand, and what looks like one and is none."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import chain
from typing import Any, NoReturn

from robotrace.errors import ProposalError
from robotrace.text import printable

_BEGIN = re.compile(r"[{\[]")
_DEEPEST = 40
_MOST_FAILURES = 200  # places that are tried in vain; bounds the time that a hostile text takes


@dataclass(frozen=True, slots=True)
class Piece:
    """Some JSON in a text.

    Attributes:
        value: The value that the JSON stands for, its texts fit to be written.
        start: The offset of the first character.
        end: The offset behind the last character.
    """

    value: Any
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Broken:
    """What begins as JSON does and is none.

    Attributes:
        start: The offset of the first character.
        at: The offset of the character that JSON cannot have there.
        why: What JSON has at that place, in words.
    """

    start: int
    at: int
    why: str


def objects(text: str) -> tuple[list[Piece], list[Broken]]:
    """All JSON objects and lists of a text, outermost ones only, and what failed to be one.

    Raises:
        ProposalError: An object gives a key twice, holds NaN or Infinity, or is nested too deep to be read.
    """
    pieces: list[Piece] = []
    broken: list[Broken] = []
    place = 0
    while (begin := _BEGIN.search(text, place)) is not None and len(broken) < _MOST_FAILURES:
        start = begin.start()
        try:
            value, place = _DECODER.raw_decode(text, start)
        except json.JSONDecodeError as error:
            broken.append(Broken(start, error.pos, error.msg))
            place = start + 1
        except (RecursionError, ValueError) as error:  # nested too deep, or a number of thousands of digits
            raise ProposalError(f"The reply is no JSON that can be read: {str(error)[:200]}.") from error
        else:
            if _depth(value) > _DEEPEST:
                raise ProposalError(f"The reply is nested deeper than {_DEEPEST} levels.")
            pieces.append(Piece(_written(value), start, place))
    return pieces, broken


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level and depth <= _DEEPEST:
        inner = (item.values() if isinstance(item, dict) else item for item in level if isinstance(item, (dict, list)))
        level, depth = list(chain.from_iterable(inner)), depth + 1
    return depth


def _written(value: Any) -> Any:
    """A value with texts that can be written: JSON's escapes can spell half a character, or a control character."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_written(item) for item in value]
    if isinstance(value, dict):
        return {printable(name): _written(item) for name, item in value.items()}
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise ProposalError(f"The reply gives {name[:100]!r} twice in one object; exactly one is expected.")
        members[name] = value
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise ProposalError(f"The reply holds {name}, which is no finite number.")


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse_constant)
