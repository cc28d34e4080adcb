"""What one call of a text reaches in the process that it serves, and how what it asks for is done there.

What stays at home is known to the text by numbers, which are given out here and are good for this call only.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any

from robotrace.sandbox import operations
from robotrace.sandbox.carried import Pair, pack, unpack
from robotrace.sandbox.frames import MESSAGE
from robotrace.sandbox.lent import Lent, can_be_lent
from robotrace.sandbox.rules import ROUTINES, Refused, Rules, origin, shared
from robotrace.text import escaped, with_article
from robotrace.trace import Node

_numbers = itertools.count(1)
"""Never given out twice, so that one of an earlier call is found out."""
_PLAIN_TYPES = (str, int, float)


class Reach:
    """Of one call.

    Args:
        rules: What the text may name.
        receiver: The object whose method it is; None for a function.
        passing: Errors that end the call instead of being told to the text.
        caught: What of that which is raised here is told to the text.
    """

    def __init__(
        self,
        rules: Rules,
        receiver: object = None,
        *,
        passing: tuple[type[Exception], ...] = (),
        caught: tuple[type[BaseException], ...] = (Exception,),
    ) -> None:
        self._rules, self._receiver, self._passing, self._caught = rules, receiver, passing, caught
        self._things: dict[int, Any] = {}
        self._known: dict[int, int] = {}
        self._named: set[int] = set()
        self._lent = Lent()

    def give(self, value: Any, name: str = "", *, lend: bool = False) -> Pair:
        """A value as it goes to the text.

        Args:
            value: Anything.
            name: The name that leads to it; "" for an item, an argument, or what was returned.
            lend: Whether what the text changes of a container comes back.

        Raises:
            Refused: The text may not have it.
        """
        if not lend or not can_be_lent(value):
            return self._packed(value, name)
        number = self._lent.number(value)
        content = self._packed(value, name)
        if number is None:
            number = next(_numbers)
        self._lent.hold(number, value)
        return ["lent", [number, content]]

    def give_super(self, owner: str) -> Pair:
        """What `super()` stands for in a method of a class with this qualified name.

        Raises:
            Refused: The receiver is none of its.
        """
        kind = self._receiver if isinstance(self._receiver, type) else type(self._receiver)
        found = next((base for base in kind.__mro__ if base.__qualname__ == owner), None)
        if found is None:
            raise Refused(f"super() is for methods of {owner}, and this was called with {with_article(kind.__name__)}")
        return ["handle", [self._number(super(found, self._receiver)), "super", []]]

    def take(self, pair: Pair) -> Any:
        """What the text means.

        Raises:
            Refused: It means what was not given out in this call.
        """
        return unpack(pair, self._find)

    def hear(self, changes: list[list[Any]]) -> None:
        """Do to what was lent what the text has done to its copies."""
        for number, pair in changes:
            if number not in self._lent:
                raise _gone()
            self._lent.change(number, self.take(pair))

    def changes(self) -> list[list[Any]]:
        """What has been changed here of what was lent."""
        return [[number, self._packed(value, "")] for number, value in self._lent.changed()]

    def perform(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the text asks for: its answer, or what it raised in words."""
        try:
            self.hear(request["changes"])
            owner = self.thing(request["of"])
            if isinstance(owner, Node):
                raise Refused("of a node there is its value, and nothing else to ask for")
            given = [self.take(pair) for pair in request["given"]]
            named = {name: self.take(pair) for name, pair in request["named"].items()}
            answer = self._done(request["do"], owner, given, named)
            return {"value": answer, "changes": self.changes()}
        except self._caught as error:  # the user's code: what it raises, the text may catch
            if isinstance(error, self._passing):
                raise
            kinds, words = told(error)
            return {"raised": kinds, "words": words, "changes": self.changes()}

    def _done(self, do: str, owner: Any, given: list[Any], named: dict[str, Any]) -> Pair:
        if do == operations.READ:
            (name,) = given
            return self._read(owner, name)
        if do in (operations.WRITE, operations.DELETE):
            self._rules.check_write(owner, given[0], self._receiver, *given[1:])
            setattr(owner, *given) if do == operations.WRITE else delattr(owner, *given)
            return self.give(None)
        if do == operations.CALL:
            if id(owner) not in self._named and origin(owner) != "own":
                raise Refused(
                    f"{with_article(type(owner).__name__)} that no name of the program leads to is not to be called"
                )
            return self.give(owner(*given, **named))
        if do not in operations.supported(owner):
            raise TypeError(f"{with_article(type(owner).__name__)} has no {do}")
        self._rules.check_operation(owner, do)
        if do in operations.LEAVE:
            (words,) = given
            fault = (None, None, None) if words is None else (RuntimeError, RuntimeError(words), None)
            return self.give(getattr(type(owner), operations.LEAVE[do])(owner, *fault))
        if do == operations.ITEM:
            owner[given[0]] = given[1]
            return self.give(None)
        if do in operations.UNARY:
            return self.give(operations.UNARY[do][1](owner))
        return self.give({**operations.BINARY, **operations.REFLECTED}[do][1](owner, *given))

    def _read(self, owner: Any, name: Any) -> Pair:
        if type(name) is not str:
            raise Refused("an attribute's name is a text")
        self._rules.check_read(owner, name, self._receiver)
        return self.give(getattr(owner, name), name, lend=True)

    def thing(self, number: int) -> Any:
        """What was given out under a number.

        Raises:
            Refused: Nothing was, in this call.
        """
        if number not in self._things:
            raise _gone()
        return self._things[number]

    def _packed(self, value: Any, name: str) -> Pair:
        return pack(value, lambda inner: self._refer(inner, name if inner is value else ""))

    def _refer(self, value: Any, name: str) -> Pair:
        if isinstance(value, Node):
            return ["node", [self._number(value), self._packed(value.data, name)]]
        for kind in _PLAIN_TYPES:
            if isinstance(value, kind):  # of a subclass: its methods stay here, and its value is all that goes
                return ["value", kind(value)]
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            return ["regex", [value.pattern, value.flags]]
        reference = shared(value)
        if reference is not None:
            return ["import", list(reference)]
        if name:
            self._rules.check_value(name, value)
            self._named.add(id(value))
        else:
            self._rules.check_item(value)
        if isinstance(value, type) and issubclass(value, Exception):
            return ["exception", [kind.__name__ for kind in value.__mro__]]
        return ["handle", [self._number(value), _title(value), operations.supported(value)]]

    def _number(self, value: Any) -> int:
        number = self._known.get(id(value))
        if number is None:
            number = self._known[id(value)] = next(_numbers)
            self._things[number] = value  # kept, so that no other object gets its id
        return number

    def _find(self, tag: str, number: Any) -> Any:
        if tag == "handle":
            return self.thing(number)
        if tag == "lent" and number in self._lent:
            return self._lent[number]
        raise _gone()


def told(error: BaseException) -> tuple[list[str], str]:
    """An exception as it is told to the text: the names of its class and of the bases of that, and its words."""
    kinds = [error.told_as] if isinstance(error, Refused) else [kind.__name__ for kind in type(error).__mro__]
    return kinds, escaped(_words(error), MESSAGE)


def _title(value: Any) -> str:
    """What the text is shown of a thing: a function's or a method's own name, of others that of their class."""
    own = getattr(value, "__name__", None) if isinstance(value, ROUTINES) else None
    return own if type(own) is str and own.isidentifier() else type(value).__name__


def _gone() -> Refused:
    return Refused(
        "this was handed to an earlier call, and ended with it: what stays outside of the sandbox is to be had anew in each call"
    )


def _words(error: BaseException) -> str:
    try:
        return str(error.args[0] if isinstance(error, KeyError) and error.args else error)
    except Exception:  # noqa: BLE001 - the user's own __str__
        return type(error).__name__
