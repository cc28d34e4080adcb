"""A reply that is one JSON object, as in the paper: {"reasoning": ..., "answer": ..., "suggestion": {NAME: VALUE}}."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any, NoReturn

from robotrace.errors import ProposalError
from robotrace.optimizers.reply.fences import fences
from robotrace.optimizers.reply.values import MAX_LITERAL, like, read_value, short_repr
from robotrace.opto import Variable

_DEEPEST = 40
_EXPECTED = 'Expected one JSON object: {"reasoning": "...", "answer": "...", "suggestion": {NAME: VALUE, ...}}.'


def read_object(text: str) -> tuple[str, Mapping[str, Any]]:
    """The reasoning and the suggestion of a reply: the object itself, or the one fenced block that holds it.

    Raises:
        ProposalError: it is no such object.
    """
    found = _load(_body(text))
    if not isinstance(found, dict):
        raise ProposalError(f"The reply is a JSON {type(found).__name__}, no object. {_EXPECTED}")
    suggestion = found.get("suggestion")
    if not isinstance(suggestion, dict):
        said = f"is {short_repr(suggestion)}" if "suggestion" in found else "is missing"
        raise ProposalError(f'The "suggestion" of the reply {said}. {_EXPECTED}')
    if not suggestion:
        raise ProposalError('The "suggestion" of the reply is empty: it proposes nothing.')
    reasoning = [found.get(name) for name in ("reasoning", "answer")]
    return "\n\n".join(words.strip() for words in reasoning if isinstance(words, str) and words.strip()), suggestion


def read_plain(value: Any, variable: Variable) -> Any:
    """A value out of JSON as one of the variable's kind.

    Raises:
        ProposalError: it is not one.
    """
    if variable.kind in ("code", "text"):
        if isinstance(value, str):
            return read_value(value, variable)
        raise ProposalError(f"{variable.name!r} takes a JSON string, found {short_repr(value)}.")
    if variable.kind == "number":
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return read_value(repr(value), variable)
        raise ProposalError(f"{variable.name!r} takes a JSON number, found {short_repr(value)}.")
    if len(repr(value)) > MAX_LITERAL:
        raise ProposalError(f"The value for {variable.name!r} has more than {MAX_LITERAL:,} characters.")
    if isinstance(variable.value, tuple) and isinstance(value, list):  # JSON has lists only
        return tuple(value)
    return like(value, variable)


def _body(text: str) -> str:
    if text.lstrip().startswith(("{", "[")):
        return text
    blocks = [block for block in fences(text) if block.language in ("", "json")]
    if not blocks:
        start = " ".join(text[:500].split())
        raise ProposalError(f"The reply holds no JSON object. {_EXPECTED} It begins: {start[:120]!r}.")
    if len(blocks) > 1:
        lines = " and ".join(str(block.line) for block in blocks[:2])
        raise ProposalError(f"The reply holds {len(blocks)} fenced blocks (lines {lines}); exactly one is expected.")
    if not blocks[0].closed:
        raise ProposalError(f"The block in line {blocks[0].line} has no end; the reply may have been cut off.")
    return blocks[0].text


def _load(text: str) -> Any:
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        cut_off = "; it may have been cut off" if error.pos >= len(text.rstrip()) else ""
        raise ProposalError(
            f"The reply is no JSON: {error.msg} in line {error.lineno}, column {error.colno}{cut_off}. {_EXPECTED}"
        ) from error
    except (RecursionError, ValueError) as error:  # nested too deep, or a number of thousands of digits
        raise ProposalError(f"The reply is no JSON that can be read: {str(error)[:200]}. {_EXPECTED}") from error

    if _depth(found) > _DEEPEST:
        raise ProposalError(f"The reply is nested deeper than {_DEEPEST} levels. {_EXPECTED}")
    return found


def _depth(value: Any) -> int:
    level, depth = [value], 0
    while level and depth <= _DEEPEST:
        inner = (it.values() if isinstance(it, dict) else it for it in level if isinstance(it, (dict, list)))
        level, depth = list(chain.from_iterable(inner)), depth + 1
    return depth


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ProposalError(f"The reply gives {name[:100]!r} twice in one object; exactly one is expected.")
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ProposalError(f"The reply holds {name}, which is no finite number.")
