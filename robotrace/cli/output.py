"""The only module that prints: results on standard output, all else on standard error.

What is printed may come from a model, a controller, a file's name or a stranger's run folder. Everything goes through `shown`
here: control characters are written out, so that no text can steer the terminal, and nothing in it is taken for markup.
"""

from __future__ import annotations

import errno
import io
import json
import logging
import math
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from robotrace.errors import RobotraceError
from robotrace.text import escaped

if TYPE_CHECKING:
    from robotrace.results import Run

_ANSWERS: ContextVar[TextIO | None] = ContextVar("answers", default=None)
"""Where results are written, while standard output is kept for them alone."""
_PLAIN = str.maketrans({"·": "-", "…": "~", "–": "-", "—": "-", "±": "+", "×": "x", "≥": ">", "≤": "<"})


class OutputError(RobotraceError):
    """Standard output cannot be written, or its reader has gone away.

    Attributes:
        unread: Whether the reader of the output went away, as `head` does; then no error is shown.
    """

    def __init__(self, message: str, *, unread: bool) -> None:
        super().__init__(message)
        self.unread = unread


def shown(text: str, encoding: str | None = None) -> str:
    """A text as it may be printed: control characters written out, and what an encoding lacks by something near, or "?"."""
    safe = text if text.isprintable() else escaped(text, len(text))
    try:
        safe.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        known = encoding if encoding and _exists(encoding) else "ascii"
        return safe.translate(_PLAIN).encode(known, "replace").decode(known)
    return safe


def note(words: str, quiet: bool = False) -> None:
    """Write something that is not the result to standard error."""
    if not quiet:
        stream = _BestEffort(sys.stderr)
        stream.write(shown(words, stream.encoding) + "\n")
        stream.flush()


def echo(words: str) -> None:
    """Print a plain text on standard output."""
    with _writing() as stream:
        stream.write(shown(words, stream.encoding) + "\n")


def errors(quiet: bool) -> Console:
    """Standard error, where everything is shown that is not the result."""
    return _Console(file=_BestEffort(sys.stderr), stderr=True, quiet=quiet)


def print_rich(renderable: RenderableType, *, soft_wrap: bool = False) -> None:
    """Print a table, a card or code."""
    with _writing() as stream:
        _Console(file=stream).print(renderable, soft_wrap=soft_wrap)


def print_json(body: Mapping[str, Any]) -> None:
    """Print one JSON object; a number that is not finite, which JSON does not know, becomes null."""
    echo(json.dumps(_finite(body), allow_nan=False))


def read(path: Path) -> Run:
    """Read a run folder, and note what was odd about it."""
    from robotrace.results import read_run

    run = read_run(path)
    for words in run.notes:
        note(words)
    return run


def log_here() -> None:
    """Let the library's warnings be shown as everything else is."""
    logger = logging.getLogger("robotrace")
    if not any(isinstance(handler, _Notes) for handler in logger.handlers):
        logger.addHandler(_Notes(logging.WARNING))


@contextmanager
def kept_apart(arguments: Sequence[str]) -> Iterator[None]:
    """With --json, keep standard output for the object: what a task or a library prints goes to standard error.

    Args:
        arguments: The words of the command line.
    """
    if "--json" not in arguments:
        yield
        return
    sys.stdout.flush()
    answers = os.fdopen(os.dup(1), "w", encoding=sys.stdout.encoding, errors="replace")
    os.dup2(2, 1)  # for code in C, and for processes that are started
    before, token = sys.stdout, _ANSWERS.set(answers)
    sys.stdout = sys.stderr
    try:
        yield
    finally:
        sys.stdout = before
        _ANSWERS.reset(token)
        os.dup2(answers.fileno(), 1)
        with suppress(OSError):  # whoever wrote it has flushed it, and told what could not be written
            answers.close()


@contextmanager
def settled() -> Iterator[None]:
    """See to it that what was printed has left when the program ends; exit status 1 where it cannot."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # for the help texts, which do not go through `shown`
    try:
        yield
    except OutputError as error:
        _abandoned()
        note(f"robotrace: {error}", quiet=error.unread)
        raise SystemExit(1) from error
    except OSError as error:  # of a help text, or of a file that is handled nowhere else
        _abandoned()
        if error.errno != errno.EPIPE:
            note(f"robotrace: {error if error.filename else _words(error)}")
        raise SystemExit(1) from error
    except SystemExit as leaving:
        if (failure := _abandoned()) is None:
            raise
        if failure.errno != errno.EPIPE and not leaving.code:  # else it was shown already
            note(f"robotrace: {_words(failure)}")
        raise SystemExit(leaving.code or 1) from failure


class _Console(Console):
    """A console on which no text is markup and no text steers the terminal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of a renderable; rich's own codes for colours are put around them afterwards."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=shown(segment.text, self.encoding))


class _BestEffort(io.TextIOBase):
    """Standard error, which may be full: what is written there is not the result, and ends nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # writable in typeshed, not here
        """The encoding of the stream."""
        return self._stream.encoding or "ascii"

    def write(self, text: str) -> int:
        """Write, if it can be."""
        with self._forgiving():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, if it can be."""
        with self._forgiving():
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The file descriptor of the stream."""
        return self._stream.fileno()

    @contextmanager
    def _forgiving(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError:
            return


class _Notes(logging.Handler):
    """Shows a record of the log as a note."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show one record."""
        note(f"robotrace: {record.getMessage()}")


@contextmanager
def _writing() -> Iterator[TextIO]:
    stream = _ANSWERS.get() or sys.stdout
    try:
        yield stream
        stream.flush()
    except OSError as error:
        unread = error.errno == errno.EPIPE
        raise OutputError(_words(error), unread=unread) from error


def _words(error: OSError) -> str:
    return f"Standard output cannot be written: {error.strerror}."


def _abandoned() -> OSError | None:
    """Why standard output cannot be written; it is then given up, so that nothing is tried again at exit."""
    try:
        sys.stdout.flush()
    except OSError as error:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return error
    return None


def _exists(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except LookupError:
        return False
    return True


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
