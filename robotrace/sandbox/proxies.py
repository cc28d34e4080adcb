"""In a function's process: what stands for the things that stay at home. Each operation on one is a question that goes there."""

from __future__ import annotations

import builtins
import functools
import importlib
import json
import re
from collections.abc import Callable, Generator, Mapping
from typing import Any

from robotrace.opto import codec
from robotrace.sandbox import answers, frames, operations
from robotrace.sandbox.carried import Pair, pack, unpack
from robotrace.sandbox.lent import Lent
from robotrace.sandbox.line import Line
from robotrace.sandbox.plain import PLAIN
from robotrace.text import with_article
from robotrace.trace import Node, record, unwrap
from robotrace.trace.operation import Origin
from robotrace.trace.state import CONTEXT

_set = object.__setattr__


class HomeError(Exception):
    """What was raised at home, where its class is not to be had here."""


class Proxy:
    """A thing at home, by its number. Its class has the special methods that the thing has."""

    __slots__ = ("_home", "_number", "_title")

    def __init__(self, home: Home, number: int, title: str) -> None:
        for name, value in (("_home", home), ("_number", number), ("_title", title)):
            _set(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # Python's own questions, of which home answers none
            raise AttributeError(name)
        return _asked(self, operations.READ, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _asked(self, operations.WRITE, name, value)

    def __delattr__(self, name: str) -> None:
        _asked(self, operations.DELETE, name)

    def __hash__(self) -> int:
        return hash(number_of(self))

    def __repr__(self) -> str:
        return f"<{object.__getattribute__(self, '_title')}>"

    def __copy__(self) -> Proxy:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Proxy:
        return self

    def __reduce__(self) -> Any:
        raise TypeError(f"{self!r} stays outside of the sandbox: it can be asked, and not copied")


class HomeNode(Node):
    """A node of home's, with its value."""

    __slots__ = ("_number",)

    _number: int


def number_of(proxy: Proxy) -> int:
    """By which home knows it."""
    number: int = object.__getattribute__(proxy, "_number")
    return number


class Home:
    """The process that this one serves, during one call.

    Args:
        line: To there.
        most: The size of a question, in bytes.

    Attributes:
        is_open: Whether it answers: not while a program is loaded, which may be done ahead, and in vain.
    """

    def __init__(self, line: Line, most: int, *, is_open: bool = False) -> None:
        self._line, self._most, self.is_open = line, most, is_open
        self._lent = Lent()
        self._proxies: dict[int, Proxy] = {}

    def ask(self, do: str, of: int, *given: Any, **named: Any) -> Any:
        """Have something done there.

        Raises:
            Exception: What was raised there, of the same class where that is one of Python's own.
        """
        if not self.is_open:
            raise PermissionError(
                "while a program is loaded, what stays outside of the sandbox cannot be asked for anything"
            )
        question = {
            "do": do,
            "of": of,
            "given": [self.pack(value) for value in given],
            "named": {name: self.pack(value) for name, value in named.items()},
            "changes": self.changes(),
        }
        data = frames.to_utf8(codec.encode(question))
        if len(data) > self._most:
            raise ValueError(f"what is handed out of the sandbox takes {len(data)} bytes, more than {self._most}")
        answers.decoded(answers.QUESTION)(data)
        (answer,) = codec.decode(json.loads(self._line.ask(data)))[1:]
        self.hear(answer["changes"])
        if "raised" in answer:
            raise raised(answer["raised"], answer["words"])
        return self.take(answer["value"])

    def pack(self, value: Any) -> Pair:
        """A value as it goes home."""
        number = self._lent.number(value)
        return ["lent", number] if number is not None else self._content(value)

    def take(self, pair: Pair) -> Any:
        """A value that came from there."""
        return unpack(pair, self._find)

    def changes(self) -> list[list[Any]]:
        """What has been changed here of what was lent."""
        return [[number, self._content(value)] for number, value in self._lent.changed()]

    def hear(self, changes: list[list[Any]]) -> None:
        """Do to the copies here what was done at home."""
        for number, pair in changes:
            self._lent.change(number, self.take(pair))

    def _content(self, value: Any) -> Pair:
        return pack(value, _refer)

    def _find(self, tag: str, content: Any) -> Any:
        if tag == "lent":
            number, pair = content
            if number in self._lent:
                self._lent.change(number, self.take(pair))
            else:
                self._lent.hold(number, self.take(pair))
            return self._lent[number]
        if tag == "exception":
            return exception(tuple(content))
        if tag == "regex":
            return re.compile(*content)
        if tag == "import":
            return imported(*content)
        if tag == "node":
            number, pair = content
            made = HomeNode(self.take(pair), Origin("node"))
            made._number = number
            return made
        number, title, supported = content
        if number not in self._proxies:
            self._proxies[number] = _class(title, tuple(supported))(self, number, title)
        return self._proxies[number]


def raised(kinds: list[str], words: str) -> Exception:
    """What was raised at home.

    Args:
        kinds: The names of its class and of that class's bases, in order.
        words: What it says.
    """
    try:
        return exception(tuple(kinds))(words)
    except TypeError:  # one of Python's that wants more than words
        return HomeError(f"{kinds[0]}: {words}")


@functools.lru_cache(maxsize=256)
def exception(kinds: tuple[str, ...]) -> type[Exception]:
    """The exception that stands for one of home's: one of Python's own, or one of the same name that is derived from those."""
    known = [found for kind in kinds if isinstance(found := getattr(builtins, kind, None), type)]
    nearest = next((found for found in known if issubclass(found, Exception)), Exception)
    return nearest if nearest.__name__ == kinds[0] else type(kinds[0], (nearest,), {"__module__": "builtins"})


def imported(module: str, name: str) -> Any:
    """A module, or what it defines.

    Raises:
        ImportError: It is not to be had here.
    """
    found = importlib.import_module(module)
    try:
        return functools.reduce(getattr, name.split("."), found) if name else found
    except AttributeError as error:
        raise ImportError(f"{module}.{name} is not to be had in the sandbox") from error


def surroundings(pairs: Mapping[str, Pair], home: Home | None) -> dict[str, Any]:
    """What a program has from outside of its text, by name."""
    found = {}
    for name, pair in pairs.items():
        assert home is not None
        try:
            found[name] = home.take(pair)
        except ImportError as error:
            found[name] = Absent(str(error))
    return found


class Absent:
    """Stands for what cannot be imported here, and may never be needed: its use fails."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ImportError(self._words)

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Fail."""
        raise ImportError(self._words)


def _refer(value: Any) -> Pair:
    if isinstance(value, (Proxy, HomeNode)):
        return ["handle", number_of(value) if isinstance(value, Proxy) else value._number]
    if isinstance(value, Node):
        return pack(value.data, _refer)
    raise TypeError(
        f"{with_article(type(value).__name__)} cannot leave the sandbox; {PLAIN} can, and what came from outside"
    )


def _asked(proxy: Proxy, do: str, *given: Any, **named: Any) -> Any:
    """What home says; where nodes of this process are among the arguments, that is a node too, which came from them."""
    home: Home = object.__getattribute__(proxy, "_home")
    found = home.ask(do, number_of(proxy), *given, **named)
    if CONTEXT.get() is False or all(unwrap(value) is value for value in (*given, *named.values())):
        return found
    title = object.__getattribute__(proxy, "_title") if do == operations.CALL else do
    inputs = {**{f"args_{place}": value for place, value in enumerate(given)}, **named}
    return record(title, inputs, found, description="Done outside of the sandbox.")


@functools.lru_cache(maxsize=512)
def _class(title: str, supported: tuple[str, ...]) -> type[Proxy]:
    """Of the proxies of one class of things: named as that, with the same operations."""
    space: dict[str, Any] = {"__slots__": ()}
    for name in supported:
        if name == operations.AWAIT:
            space["__await__"] = _awaited
        elif name == "isinstance":
            space["__instancecheck__"] = _isinstance
        else:
            space[operations.SPECIAL[name]] = _method(name)
    if "eq" in supported:
        space["__hash__"] = Proxy.__hash__
    return type(title, (Proxy,), space)


def _method(name: str) -> Callable[..., Any]:
    if name in operations.LEAVE:

        def leave(self: Proxy, kind: Any, error: Any, trace: Any) -> Any:  # noqa: ARG001 - as Python calls it
            return _asked(self, name, None if error is None else f"{type(error).__name__}: {error}"[: frames.MESSAGE])

        return leave

    def method(self: Proxy, /, *given: Any, **named: Any) -> Any:
        return _asked(self, name, *given, **named)

    return method


def _awaited(self: Proxy) -> Generator[Proxy, Any, Any]:
    return (yield self)


def _isinstance(self: Proxy, value: Any) -> bool:
    return isinstance(value, (Proxy, HomeNode)) and bool(_asked(self, "isinstance", value))
