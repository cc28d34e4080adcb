"""Texts of code parameters that are not for this process: each carries what runs it elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Protocol

from robotrace.errors import UnsafeCodeError
from robotrace.trace.failure import excerpt


class Runner(Protocol):
    """Runs one text somewhere else."""

    def __call__(self, /, *args: Any, **kwargs: Any) -> tuple[int | None, Any]:
        """Call the function that the text defines.

        Returns:
            The line of the text that it returned from, and the value.

        Raises:
            Exception: what it raised, in words; the line is its attribute `line`, None if unknown.
            UnsafeCodeError: this call cannot be made elsewhere.
            SandboxUnavailable: there is no such place at present.
        """
        ...


class Foreign(str):
    """A text that nobody here has read. It is checked by whoever made it, and never parsed or compiled in this process.

    A pickled one is a text that nothing runs.

    Attributes:
        run: calls the function that it defines.
    """

    __slots__ = ("run",)

    run: Runner

    def __new__(cls, text: str, run: Runner) -> Foreign:
        """The text with what runs it."""
        made = super().__new__(cls, text)
        made.run = run
        return made

    def __copy__(self) -> Foreign:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Foreign:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _stranded, (str(self),)


class Away:
    """A foreign text as a bundle calls it, with the attributes of `Code`."""

    __slots__ = ("function", "lined", "text", "title")

    def __init__(self, text: Foreign, title: str) -> None:
        self.function: Callable[..., Any] = text.run
        self.lined = True
        self.text = text
        self.title = title

    def explain(self, error: BaseException) -> tuple[str, int | None]:
        """What was raised in words, and the line of the text."""
        line = getattr(error, "line", None)
        words = str(error)
        if line is None or "-->" in words:
            return words, line
        return excerpt(words, self.title, self.text.splitlines(), line), line


def _stranded(text: str) -> Foreign:
    return Foreign(text, _nowhere)


def _nowhere(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise UnsafeCodeError(
        "An optimizer wrote this text, and the sandbox that it ran in was left behind with the process that it was copied "
        "from. Read it; set it again as your own text to run it here."
    )
