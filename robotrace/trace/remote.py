"""Remote code: texts of code parameters that are not for this process, each with what runs it elsewhere."""

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


class RemoteCode(str):
    """A text that nobody here has read. It is checked by whoever made it, and never parsed or compiled in this process.

    A pickled one is a text that nothing runs.

    Attributes:
        run: Calls the function that the text defines.
    """

    __slots__ = ("run",)

    run: Runner

    def __new__(cls, text: str, run: Runner) -> RemoteCode:
        """The text with what runs it."""
        made = super().__new__(cls, text)
        made.run = run
        return made

    def __copy__(self) -> RemoteCode:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> RemoteCode:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _unreachable, (str(self),)


class RemoteFunction:
    """Remote code as a bundle calls it, with the attributes of `Code`."""

    __slots__ = ("function", "lined", "text", "title")

    def __init__(self, text: RemoteCode, title: str) -> None:
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


def _unreachable(text: str) -> RemoteCode:
    return RemoteCode(text, _refuse)


def _refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise UnsafeCodeError(
        "An optimizer wrote this text, and the sandbox that it ran in was left behind with the process that it was copied "
        "from. Read it; set it again as your own text to run it here."
    )
