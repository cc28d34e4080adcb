"""A text that may be a language model's, cut into Python's tokens: it is never parsed or compiled, which could take for ever."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Sequence
from itertools import accumulate

from robotrace.errors import ProposalError

MAX_TEXT = 40_000
"""Characters of one text."""
_BLANK = {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT}


def cut(text: str, name: str) -> list[tokenize.TokenInfo]:
    """The tokens of a text, without comments and blank lines.

    Args:
        text: Source code in Python, or a text proposed as such.
        name: The parameter's name, for the refusal.

    Raises:
        ProposalError: The text is too long, or cannot be cut into tokens.
    """
    if len(text) > MAX_TEXT:
        raise ProposalError(f"The text of {name!r} has {len(text):,} characters; at most {MAX_TEXT:,} are searched.")
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text, newline="\n").readline))
    except (tokenize.TokenError, SyntaxError) as error:
        raise ProposalError(f"The text of {name!r} cannot be cut into Python's tokens: {error.args[0]}.") from error
    stray = [token for token in tokens if token.type == tokenize.ERRORTOKEN and token.string.strip()]
    if stray:
        where = f"line {stray[0].start[0]}: {stray[0].string[:40]!r}"
        raise ProposalError(f"The text of {name!r} cannot be cut into Python's tokens: {where}.")
    return [token for token in tokens if token.type not in _BLANK]


def line_starts(text: str) -> Sequence[int]:
    """The offset at which each line of a text begins."""
    return list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
