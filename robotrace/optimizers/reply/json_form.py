"""A reply that is one JSON object, as in the paper: {"reasoning": ..., "answer": ..., "suggestion": {NAME: VALUE}}."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from robotrace.errors import ProposalError
from robotrace.optimizers.reply.fences import fences
from robotrace.optimizers.reply.objects import Broken, Piece, objects
from robotrace.optimizers.reply.values import MAX_LITERAL, like, read_value, short_repr
from robotrace.opto import Variable

_EXPECTED = 'Expected one JSON object: {"reasoning": "...", "answer": "...", "suggestion": {NAME: VALUE, ...}}.'
_ASKED = "suggestion"
_WORDS = ("reasoning", "answer")


def read_object(text: str, variables: Sequence[Variable] = ()) -> tuple[str, Mapping[str, Any]]:
    """The reasoning and the suggestion of a reply: of the one object in it that has a suggestion, whatever stands around it.

    An object whose keys are the names of variables is its own suggestion; where there is one variable, the suggestion may be its
    value.

    Raises:
        ProposalError: There is no such object, or more than one.
    """
    names = [variable.name for variable in variables]
    pieces, broken = objects(text)
    body = _chosen(text, pieces, broken, names)
    suggestion = body.get(_ASKED)
    if _ASKED not in body and _by_name(body, names):
        suggestion = {name: value for name, value in body.items() if name in names}
    elif len(names) == 1 and suggestion is not None and not isinstance(suggestion, dict):
        suggestion = {names[0]: suggestion}
    if not isinstance(suggestion, dict):
        state = f"is {short_repr(suggestion)}" if _ASKED in body else "is missing"
        raise ProposalError(f'The "{_ASKED}" of the reply {state}. {_EXPECTED}')
    if not suggestion:
        raise ProposalError(f'The "{_ASKED}" of the reply is empty: it proposes nothing.')
    reasoning = [body.get(name) for name in _WORDS]
    return "\n\n".join(words.strip() for words in reasoning if isinstance(words, str) and words.strip()), suggestion


def read_plain(value: Any, variable: Variable) -> Any:
    """A value out of JSON as one of the variable's kind.

    Raises:
        ProposalError: The value is not of that kind.
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


def _chosen(text: str, pieces: Sequence[Piece], broken: Sequence[Broken], names: Sequence[str]) -> dict[str, Any]:
    """The object that is meant.

    Raises:
        ProposalError: No object is meant, or it is not clear which one.
    """
    first = len(text) - len(text.lstrip())
    for flaw in broken:
        if flaw.start == first or f'"{_ASKED}"' in text[flaw.start : flaw.at]:
            raise _flawed(text, flaw)
    mappings = [piece for piece in pieces if isinstance(piece.value, dict)]
    asked = [piece for piece in mappings if _ASKED in piece.value]
    if not asked and not broken:
        asked = [piece for piece in mappings if _by_name(piece.value, names)]
    if len(asked) > 1:
        raise _several(text, asked)
    if not asked and not mappings:
        raise _none(text, pieces, broken)
    if not asked and broken and any(_by_name(piece.value, names) for piece in mappings):
        raise _flawed(text, broken[0])  # it may be part of what is broken
    piece = asked[0] if asked else mappings[0]
    line = _line(text, piece.start)
    for block in fences(text):
        if not block.closed and block.line < line:
            raise ProposalError(f"The block in line {block.line} has no end; the reply may have been cut off.")
    return dict(piece.value)


def _by_name(body: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Whether an object without a suggestion gives variables by name, and nothing else but words."""
    return any(name in names for name in body) and all(name in names or name in _WORDS for name in body)


def _several(text: str, asked: Sequence[Piece]) -> ProposalError:
    lines = [_line(text, piece.start) for piece in asked]
    opened = [
        block.line
        for block in fences(text)
        if any(0 < line - block.line <= block.text.count("\n") + 1 for line in lines)
    ]
    what, where = ("fenced blocks", opened) if len(opened) == len(asked) else ("objects with a suggestion", lines)
    shown = " and ".join(str(line) for line in where[:2])
    return ProposalError(f"The reply holds {len(asked)} {what} (lines {shown}); exactly one is expected.")


def _none(text: str, pieces: Sequence[Piece], broken: Sequence[Broken]) -> ProposalError:
    if pieces:
        return ProposalError(f"The reply is a JSON list, no object. {_EXPECTED}")
    meant = [flaw for flaw in broken if _ASKED in text[flaw.start : flaw.start + 200] or flaw.at > flaw.start + 1]
    if meant:
        return _flawed(text, max(meant, key=lambda flaw: flaw.at))
    start = " ".join(text[:500].split())
    return ProposalError(f"The reply holds no JSON object. {_EXPECTED} It begins: {start[:120]!r}.")


def _flawed(text: str, flaw: Broken) -> ProposalError:
    cut_off = "; it may have been cut off" if flaw.at >= len(text.rstrip()) else ""
    column = flaw.at - text.rfind("\n", 0, flaw.at)
    return ProposalError(
        f"The reply is no JSON: {flaw.why} in line {_line(text, flaw.at)}, column {column}{cut_off}. {_EXPECTED}"
    )


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
