"""Small changes of a program's text, one place each, as a person makes mistakes: another operator, number or name, a part left out.

The kinds are the usual ones of mutation testing (DeMillo, Lipton and Sayward, "Hints on test data selection", 1978; Jia and
Harman, "An analysis and survey of the development of mutation testing", 2011): operators of arithmetic, comparison and logic are
exchanged, whole numbers become one more or one less, names become others of the same function, operands change places, a sign or
a term is put in or left out.
"""

from __future__ import annotations

import keyword
import re
import tokenize
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from robotrace.optimizers.tokens import cut, line_starts

_OTHERS = {
    "+": ("-", "*"),
    "-": ("+",),
    "*": ("+", "//"),
    "//": ("*", "%"),
    "/": ("*",),
    "%": ("//",),
    "<": ("<=", ">"),
    "<=": ("<", ">="),
    ">": (">=", "<"),
    ">=": (">", "<="),
    "==": ("!=",),
    "!=": ("==",),
    "+=": ("-=",),
    "-=": ("+=",),
    "min": ("max",),
    "max": ("min",),
    "and": ("or",),
    "or": ("and",),
    "True": ("False",),
    "False": ("True",),
}
_USUAL = {other for others in _OTHERS.values() for other in others} | {"in", "not in"}
_ARITHMETIC = {"+", "-", "*", "//", "/", "%"}
_BEFORE_AN_OPERAND = {"(", "[", "{", ",", "=", ":", "return", "if", "else", "and", "or", "not", "in", *_OTHERS} - {
    "True",
    "False",
    "min",
    "max",
}
_WHOLE = re.compile(r"\d+")
MOST_NAMES = 6
"""Other names of the function that a name is exchanged for."""


class Edit(NamedTuple):
    """One change.

    Attributes:
        line: The line of the text that it is in, from 1.
        text: The whole text after it.
        about: What it does, in words.
        rare: Whether it is of a kind that mends few faults: other names and places, signs and terms put in or left out.
    """

    line: int
    text: str
    about: str
    rare: bool = False


def edits_of(text: str, *, name: str) -> list[Edit]:
    """All changes of a text, in the order of its lines; no two give the same text, and none gives the same as before.

    Args:
        text: The source of a function.
        name: The parameter's name, for the refusal.

    Raises:
        ProposalError: The text is too long, or cannot be cut into tokens.
    """
    words, starts = cut(text, name), line_starts(text)
    body = words[_header(words) + 1 :]
    known = _names(words)
    found: dict[str, Edit] = {text: Edit(0, text, "")}
    for at in range(len(body)):
        for first, last, put in _changes(body, at, known):
            start = starts[first.start[0] - 1] + first.start[1]
            end = starts[last.end[0] - 1] + last.end[1]
            changed = text[:start] + put + text[end:]
            about = f"line {first.start[0]}: {text[start:end] or 'nothing'} becomes {put.strip() or 'nothing'}"
            found.setdefault(changed, Edit(first.start[0], changed, about, put not in _USUAL and not put.isdigit()))
    return list(found.values())[1:]


_Change = tuple[tokenize.TokenInfo, tokenize.TokenInfo, str]


def _changes(body: Sequence[tokenize.TokenInfo], at: int, known: Sequence[str]) -> Iterator[_Change]:
    token = body[at]
    word, before, after = token.string, _string(body, at - 1), _string(body, at + 1)
    is_sign = word == "-" and before in _BEFORE_AN_OPERAND
    if is_sign:
        yield token, token, ""
    elif word in _OTHERS:
        for other in _OTHERS[word]:
            yield token, token, other
    elif token.type == tokenize.NUMBER and _WHOLE.fullmatch(word):
        for number in (int(word) + 1, int(word) - 1):
            yield token, token, str(number)
    elif _is_name(token) and before != "." and after not in ("(", "="):
        for other in [name for name in known if name != word][:MOST_NAMES]:
            yield token, token, other
    if word == "not" and after != "in":
        yield token, token, ""
    elif word == "not":
        yield token, body[at + 1], "in"
    elif word == "in" and before != "not" and not _is_loop(body, at):
        yield token, token, "not in"
    if word in _ARITHMETIC and not is_sign and _is_short(body, at + 1):
        yield token, body[at + 1], ""
    if word == "," and _is_operand(body, at - 1) and _is_operand(body, at + 1):
        yield body[at - 1], body[at + 1], f"{after}, {before}"
    if _is_operand(body, at) and before in ("return", "(", ",", "=", "[") and after not in (".", "(", "[", "="):
        yield token, token, f"-{word}"


def _string(body: Sequence[tokenize.TokenInfo], at: int) -> str:
    return body[at].string if 0 <= at < len(body) else ""


def _header(words: Sequence[tokenize.TokenInfo]) -> int:
    """The place of the colon after what a function takes; -1 where no function is defined.

    What stands before is never changed, decorators and all. Nor is its docstring, which is a string.
    """
    depth, seen = 0, False
    for at, token in enumerate(words):
        seen = seen or token.string == "def"
        depth += (token.string in "([{") - (token.string in ")]}") if token.type == tokenize.OP else 0
        if seen and token.string == ":" and depth == 0:
            return at
    return -1


def _names(words: Sequence[tokenize.TokenInfo]) -> list[str]:
    """What the function calls its arguments and what it sets itself, in order."""
    start = next((at for at, token in enumerate(words) if token.string == "def"), 0)
    header = _header(words)
    return list(
        dict.fromkeys(
            token.string
            for at, token in enumerate(words[start:], start)
            if _is_name(token) and (_is_argument(words, at) if at <= header else _is_set(words, at))
        )
    )


def _is_argument(words: Sequence[tokenize.TokenInfo], at: int) -> bool:
    return _string(words, at - 1) in ("(", ",", "*", "**")


def _is_set(words: Sequence[tokenize.TokenInfo], at: int) -> bool:
    before, after = _string(words, at - 1), _string(words, at + 1)
    return before != "." and (after in ("=", "+=", "-=", ",") or before in ("for", ","))


def _is_name(token: tokenize.TokenInfo) -> bool:
    return token.type == tokenize.NAME and not keyword.iskeyword(token.string)


def _is_operand(body: Sequence[tokenize.TokenInfo], at: int) -> bool:
    """Whether a single token is a whole operand: a name or a number, and no part of a longer one."""
    if not 0 <= at < len(body) or not (_is_name(body[at]) or body[at].type == tokenize.NUMBER):
        return False
    return _string(body, at - 1) != "." and _string(body, at + 1) not in (".", "(", "[")


def _is_short(body: Sequence[tokenize.TokenInfo], at: int) -> bool:
    """Whether the term that begins here is a single token, so that it can be left out with its operator."""
    return _is_operand(body, at) and _string(body, at + 1) not in ("*", "//", "/", "%", "**")


def _is_loop(body: Sequence[tokenize.TokenInfo], at: int) -> bool:
    """Whether an `in` belongs to a `for`."""
    line = [token.string for token in body[:at] if token.start[0] == body[at].start[0]]
    return "for" in line[-8:]
