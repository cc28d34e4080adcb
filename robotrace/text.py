"""Texts of whatever origin, made fit for a file, a prompt or a terminal: encodable, bounded, without control characters.

What a model answered, a controller raised or a run folder of somebody else's holds goes through here before it is kept or shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_MOST = 200
_AN = ("a", "e", "i", "o", "nd")  # an ndarray; types in u are mostly "a uint8", "a ufunc", "a UUID"
_HALF = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def encodable(text: str) -> str:
    """A text that UTF-8 can write: halves of surrogate pairs, such as JSON's "\\ud83d" alone, become U+FFFD."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def printable(text: str) -> str:
    """A text that UTF-8 can write, without control characters but newline, carriage return and tab; each becomes U+FFFD."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", encodable(text))


def escaped(text: str, most: int) -> str:
    """The first `most` characters of a text, control characters but newline and tab written out."""
    return "".join(_shown(letter) for letter in text[:most])


def cut(text: str, most: int = _MOST) -> str:
    """A text of at most so many characters, saying how many were left out of the middle."""
    if len(text) <= most:
        return text
    head, tail = text[: most * 2 // 3], text[len(text) - most // 3 :]
    return f"{head} ...({len(text) - len(head) - len(tail)} characters left out)... {tail}"


def one_line(text: str, most: int = _MOST) -> str:
    """A text as at most so many characters on one line, control characters written out."""
    flat = " ".join(cut(text, 4 * most).split())
    return cut(flat if flat.isprintable() else escaped(flat, 5 * most), most)


def quoted(text: str, most: int = _MOST) -> str:
    """A text as a block of lines that begin with ">", so that none can be taken for anything else."""
    shown = escaped(cut(text.strip(), most).replace("\r\n", "\n"), 2 * most)
    return "\n".join(f"> {line}".rstrip() for line in shown.split("\n"))


def with_article(noun: str) -> str:
    """A noun or the name of a type after its article: "an int", "a list"."""
    return f"{'an' if noun.lower().startswith(_AN) else 'a'} {noun}"


def html_table(rows: Mapping[str, object]) -> str:
    """Names and values as a table for a notebook, every value escaped and bounded; empty ones are left out."""
    cells = ((name, one_line(str(value), 500)) for name, value in rows.items())
    lines = (f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in cells if value)
    return f"<table>{''.join(lines)}</table>"


def _shown(letter: str) -> str:
    if letter in "\n\t" or letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
