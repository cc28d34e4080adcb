"""Texts that Python cannot parse in this process, as one line each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from robotrace.errors import ProgramError
from robotrace.text import one_line


@contextmanager
def readable(origin: str) -> Iterator[None]:
    """Around parsing a program and walking its tree.

    Args:
        origin: Where the text is from, for error messages.

    Raises:
        ProgramError: The text is not Python, or is nested too deep to be traversed.
    """
    try:
        yield
    except SyntaxError as error:
        where = origin if error.lineno is None else f"{origin}, line {error.lineno}"
        raise ProgramError(f"{where}: {error.msg}: {one_line(error.text or '')}") from error
    except (RecursionError, MemoryError) as error:  # thousands of attributes, signs or terms in one expression
        raise ProgramError(
            f"{origin} is nested too deep for Python to read: write it in shorter expressions."
        ) from error
    except ValueError as error:  # null bytes, halves of surrogate pairs
        raise ProgramError(f"{origin} cannot be read as Python: {one_line(str(error))}") from error
