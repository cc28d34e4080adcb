"""A value that an optimizer may change, and what it may be changed to."""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

from robotrace.errors import ParameterError
from robotrace.trace.constraint import Constraint, Kind, Rule
from robotrace.trace.containers import ATOMS
from robotrace.trace.graph import Graph
from robotrace.trace.nodes import Node
from robotrace.trace.operation import Origin

_unnamed = itertools.count()


class Parameter(Node):
    """A value that an optimizer may change.

    Made by `node(value, trainable=True)`, and by `bundle(trainable=True)` for the source of a function. It stays the
    same object while its value changes; graphs keep the value that their calls read.

    A deep copy, and a pickled parameter, has the value and the constraint, is frozen where this one is, and has no graphs.

    Attributes:
        stem: The name that is numbered where several parameters of one graph or optimizer have it, such as those of the
            instances of one class; None for a name that the user gave.
        kind: "code" (the source of one function), "text", "number" (int or float) or "value" (anything else).
        graphs: What `backward` left here since the last `zero_feedback`, oldest first.
        frozen: Whether optimizers leave the value alone and show it as a fixed input; see `freeze`.
        function: The function whose source it is, for a bundle's code; None for all other parameters.
        receiver: The object whose method the function is, held weakly; None where it is none, or not reached yet.
    """

    __slots__ = ("_reading", "_rule", "frozen", "function", "graphs", "kind", "receiver", "stem")

    def __init__(
        self,
        value: Any,
        name: str | None = None,
        *,
        description: str = "",
        bounds: tuple[Any, Any] | None = None,
        choices: Sequence[Any] | None = None,
        check: Callable[[Any], bool] | None = None,
        expects: str = "",
        pattern: str | None = None,
        rule: Rule | None = None,
        stem: str | None = None,
    ) -> None:
        rule = rule or Constraint.like(
            value, bounds=bounds, choices=choices, check=check, expects=expects, pattern=pattern
        )
        if name is None:
            name = stem = f"{rule.kind}_{next(_unnamed)}"
        super().__init__(rule.accept(name, value), Origin(name, "", description))
        self.stem = stem
        self.kind: Kind = rule.kind
        self.graphs: list[Graph] = []
        self.frozen = False
        self.function: FunctionType | None = None
        self.receiver: weakref.ref[Any] | None = None
        self._rule = rule
        self._reading: weakref.ref[Reading] | None = None

    @property
    def rule(self) -> Rule:
        """What decides whether a value is accepted."""
        return self._rule

    @property
    def constraint(self) -> str:
        """What a new value must satisfy, in words; "" for nothing beyond its kind."""
        return self._rule.words

    def validate(self, value: Any) -> Any:
        """Check that a value could be set.

        Returns:
            The value; an int for a float parameter comes back as a float.

        Raises:
            ParameterError: it does not have the type, or breaks the constraint. Nothing is converted by guess.
        """
        return self._rule.accept(self.name, value)

    def set(self, value: Any) -> None:
        """Change the value.

        Raises:
            ParameterError: see `validate`; the parameter then keeps the value it has.
        """
        self._data = self.validate(value)
        self._reading = None

    def freeze(self) -> None:
        """Let no optimizer change the value from now on; `set` still does."""
        self.frozen = True

    def unfreeze(self) -> None:
        """Let optimizers change the value again."""
        self.frozen = False

    def number(self, number: int) -> None:
        """Be called by the stem and a number from now on, also where calls have read it."""
        self._origin.name = f"{self.stem}-{number}"

    def zero_feedback(self) -> None:
        """Forget the graphs of the last backward passes."""
        self.graphs = []

    def reading(self) -> Reading:
        """The parameter as a call reads it now."""
        reading = self._reading() if self._reading is not None else None
        if reading is None:
            reading = Reading(self, self._data, self._origin)
            self._reading = weakref.ref(reading)
        return reading

    def is_read_as(self, reading: Reading) -> bool:
        """Whether calls still read the parameter as this: it has not been set since."""
        return self._reading is not None and self._reading() is reading

    def _edge(self) -> Node:
        return self.reading()

    def _leaf(self, data: Any) -> Parameter:
        return _restore(data, (self.name, self.stem), self.description, self._rule, self.frozen)

    def __copy__(self) -> Parameter:
        return self._leaf(self._data)

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        fresh = self._leaf(self._deep(memo))
        memo[id(self)] = fresh
        return fresh

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self._data, (self.name, self.stem), self.description, self._rule, self.frozen)


def checked_name(name: str) -> str:
    """A name that a user gives a parameter.

    Raises:
        ParameterError: No line of a reply could consist of it.
    """
    if name != name.strip() or not name.isprintable():
        raise ParameterError(
            f"A parameter cannot be called {name!r:.100}: replies name it on a line of its own. Leave out line breaks, control "
            "characters and blanks around it."
        )
    return name


class Reading(Node):
    """A parameter as calls read it: its value until the next `set`.

    Calls hold readings rather than parameters, so that a graph tells the value that was used. A parameter holds its
    reading weakly: there is no cycle, and a reading lives as long as the calls that made it.
    """

    __slots__ = ("_parameter",)

    _parameter: Parameter

    def __init__(self, parameter: Parameter, data: Any, origin: Origin) -> None:
        super().__init__(data, origin)
        self._parameter = parameter
        if type(data) not in ATOMS:
            self._keep()

    def _shown(self) -> Node:
        return self._parameter if self._parameter.is_read_as(self) else self


def _restore(value: Any, names: tuple[str, str | None], description: str, rule: Rule, frozen: bool) -> Parameter:
    name, stem = names
    parameter = Parameter(value, name, description=description, rule=rule, stem=stem)
    parameter.frozen = frozen
    return parameter
