"""What a function has from outside of its text: global names, and the variables of the functions around it."""

from __future__ import annotations

from collections.abc import Sequence
from types import CellType, FunctionType
from typing import Any

from robotrace.sandbox.carried import Pair
from robotrace.sandbox.reach import Reach
from robotrace.sandbox.rules import Refused, Rules, shared
from robotrace.trace.bytecode import named_by

CLASS = "__class__"
"""The variable of a method that `super()` reads; a text is given what `super()` stands for."""


class Outside:
    """Of one function.

    Args:
        function: Whose names they are.
        rules: What a text in its place may name.
        owner: The name of the class whose method it is; "" for none.
    """

    def __init__(self, function: FunctionType, rules: Rules, owner: str) -> None:
        self._globals = function.__globals__
        self._cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
        self._rules, self._class = rules, function.__qualname__.rpartition(".")[0]
        self.free = (*function.__code__.co_freevars, *((CLASS,) if owner and CLASS not in self._cells else ()))
        stored = named_by(function.__code__, frozenset({"STORE_GLOBAL"}))
        bound = filter(self._cells.__contains__, named_by(function.__code__, frozenset({"STORE_DEREF"})))
        mentioned = filter(rules.mentions, (*self._globals, *self._cells))
        self.written = tuple(dict.fromkeys((*stored, *bound, *mentioned)))

    def known(self, names: Sequence[str]) -> list[str]:
        """Those of some names that stand for something."""
        found = [name for name in names if name in self._globals or self._has_value(name) or name == CLASS]
        return [name for name in found if not name.startswith("__") or name == CLASS]

    def top(self, name: str) -> list[str]:
        """The top package of the module that a name leads to, where the sandbox may have it."""
        reference = shared(self._value(name)) if name in self._globals or self._has_value(name) else None
        return [] if reference is None else [reference[0].partition(".")[0]]

    def lacks(self, names: Sequence[str]) -> str:
        """Which of some names a text may not use, in words; "" where it may use all."""
        for name in names:
            try:
                if name != CLASS:
                    self._check(name)
                    Reach(self._rules).give(self._value(name), name)
            except (Refused, ValueError) as refused:
                return f"it uses what it may not: {refused}"
        return ""

    def shared(self, names: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Those of some names that stand for what the sandbox has itself: its module, and its name there."""
        found = {name: shared(self._value(name)) for name in names if name != CLASS}
        return {name: reference for name, reference in found.items() if reference is not None}

    def given(self, names: Sequence[str], reach: Reach) -> list[tuple[str, Pair]]:
        """What some names stand for now, as it goes to the text."""
        return [(name, self._given(name, reach)) for name in names]

    def assign(self, name: str, value: Any) -> None:
        """Give a name another value, as the text did.

        Raises:
            Refused: The user's own text of the function neither assigns nor mentions it.
        """
        if name not in self.written:
            raise Refused(f"{name!r} is not for a function's text to assign")
        if name in self._cells:
            self._cells[name].cell_contents = value
        else:
            self._globals[name] = value

    def _given(self, name: str, reach: Reach) -> Pair:
        if name == CLASS:
            return reach.give_super(self._class)
        self._check(name)
        return reach.give(self._value(name), name, lend=True)

    def _check(self, name: str) -> None:
        if name not in self._cells:
            self._rules.check_data(name, self._value(name))

    def _value(self, name: str) -> Any:
        return self._cells[name].cell_contents if name in self._cells else self._globals[name]

    def _has_value(self, name: str) -> bool:
        return name in self._cells and self._cells[name] != CellType()
