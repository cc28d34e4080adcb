"""The numbers in a parameter's text: where they stand, and which of them are constants to be tuned.

The text may be a language model's, so it is never parsed or compiled: it is cut into tokens, which takes time in proportion
to its length. Which numbers are tuned follows from the tokens around them:

- a number with a decimal point or an exponent is tuned;
- a whole number is tuned where it counts 2 or more, and stays whole, 2 or more, and of its sign. It is left alone as a direct
  argument of a call (`range(5)`, `round(x, 3)`, `axis=2`: sizes and counts), as the size of a list (`[0.0] * 3`), and where
  the text compares the same number with `==` or `!=` or matches it in a `case` (a label);
- any number is left alone as an index (`x[2]`, `x[:3]`), as an exponent (`x ** 2`), and in the line of a `def` (callers rely
  on it); so are 0 and 1 where they are whole, numbers in other bases, imaginary ones, and whatever is in strings or comments.

A minus before a number belongs to it where it is a sign, not a subtraction.
"""

from __future__ import annotations

import keyword
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from robotrace.optimizers.tokens import cut, line_starts

MAX_LITERAL = 40  # characters of one number

_FLOAT = re.compile(r"(\d[\d_]*\.[\d_]*|\.\d[\d_]*|\d[\d_]*(?=[eE]))([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[1-9][\d_]*")
_BASE = tokenize.TokenInfo(tokenize.NEWLINE, "\n", (1, 0), (1, 0), "")


@dataclass(frozen=True, slots=True)
class Literal:
    """A number that may be tuned.

    Attributes:
        start: The offset of the number's first character, the sign included.
        end: The offset after the number's last character.
        value: The number's value; an int where it is written as one.
        signed: Whether the number may change its sign.
    """

    start: int
    end: int
    value: int | float
    signed: bool = True


@dataclass(frozen=True, slots=True)
class _Word:
    """A token in its surroundings.

    Attributes:
        token: The token itself.
        bracket: The kind of the bracket that the token stands directly in: "call", "index", "group" or "" for none; of a
            bracket, its own kind.
        header: Whether the token belongs to the line of a `def`.
    """

    token: tokenize.TokenInfo
    bracket: str
    header: bool

    @property
    def text(self) -> str:
        return self.token.string


def find_literals(text: str, *, name: str) -> tuple[Literal, ...]:
    """The numbers of a text that are tuned, in its order.

    Args:
        text: Source code in Python, or a text proposed as such.
        name: The parameter's name, for the refusal.

    Raises:
        ProposalError: The text is too long, or cannot be cut into tokens.
    """
    words = [_Word(_BASE, "", False), *_in_place(cut(text, name)), _Word(_BASE, "", False)]
    starts = line_starts(text)
    labels = {words[i].text for i in range(1, len(words) - 1) if _is_label(words, i)}
    literals = []
    for i in range(1, len(words) - 1):
        value = _number(words, i, labels)
        if value is None:
            continue
        (row, column), end = words[i].token.start, words[i].token.end
        base = words[i + 1].text == "**"
        if not base and _is_sign(words, i - 1):
            (row, column), value = words[i - 1].token.start, -value
        literals.append(Literal(starts[row - 1] + column, starts[end[0] - 1] + end[1], value, not base))
    return tuple(literals)


def _in_place(tokens: Sequence[tokenize.TokenInfo]) -> Iterator[_Word]:
    """The tokens outside strings with their surroundings."""
    brackets: list[str] = []
    before, header, quoted = _BASE, -1, 0  # header: depth of brackets of the `def` that is open
    for token in tokens:
        name = tokenize.tok_name[token.type]
        quoted += name.endswith("STRING_START") - name.endswith("STRING_END")  # f-strings, from Python 3.12 on
        if quoted or name.endswith("STRING_END"):
            before = token
            continue
        if token.string in ("def", "lambda") and header < 0:
            header = len(brackets)
        kind = brackets[-1] if brackets else ""
        if token.type == tokenize.OP and token.string in "([{":
            kind = _kind(token.string, before)
            brackets.append(kind)
        elif token.type == tokenize.OP and token.string in ")]}":
            kind = brackets.pop() if brackets else ""
        yield _Word(token, kind, header >= 0)
        if header == len(brackets) and token.string == ":":
            header = -1
        before = token


def _kind(bracket: str, before: tokenize.TokenInfo) -> str:
    named = before.type == tokenize.NAME and not keyword.iskeyword(before.string)
    follows = named or before.string in (")", "]", "}") or "STRING" in tokenize.tok_name[before.type]
    if bracket == "(" and follows:
        return "call"
    return "index" if bracket == "[" and follows else "group"


def _number(words: Sequence[_Word], i: int, labels: set[str]) -> int | float | None:
    """The number at this place, if it is to be tuned."""
    word = words[i]
    if word.token.type != tokenize.NUMBER or len(word.text) > MAX_LITERAL or word.header or word.bracket == "index":
        return None
    if words[i - 1].text == "**" or (words[i - 1].text in "+-" and words[i - 2].text == "**"):
        return None
    if _FLOAT.fullmatch(word.text):
        value = float(word.text)
        return value if abs(value) < 1e300 else None
    if not _WHOLE.fullmatch(word.text) or word.bracket == "call" or word.text in labels or _is_size(words, i):
        return None
    return int(word.text) if int(word.text) > 1 else None


def _is_sign(words: Sequence[_Word], i: int) -> bool:
    """Whether the word is a minus that no value stands before."""
    before = words[i - 1] if i else words[0]
    value = before.token.type in (tokenize.NUMBER, tokenize.STRING) or before.text in (")", "]", "}")
    named = before.token.type == tokenize.NAME and not keyword.iskeyword(before.text)
    return words[i].text == "-" and not value and not named


def _is_label(words: Sequence[_Word], i: int) -> bool:
    beside = {words[i - 1].text, words[i + 1].text}
    return words[i].token.type == tokenize.NUMBER and bool(beside & {"==", "!=", "case"})


def _is_size(words: Sequence[_Word], i: int) -> bool:
    """Whether it multiplies a list, a tuple or a string."""
    if words[i - 1].text == "*" and i >= 2:
        neighbour = words[i - 2]
    elif words[i + 1].text == "*" and i + 2 < len(words):
        neighbour = words[i + 2]
    else:
        return False
    return neighbour.token.type == tokenize.STRING or (neighbour.text in "[]" and neighbour.bracket == "group")
