"""What produced a value: the name and the words that all nodes of one function share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature
from typing import Any

RECEIVERS = frozenset({"self", "cls"})


class Origin:
    """Where a value comes from.

    Attributes:
        name: Name of the nodes that come from it.
        operation: Name of the function; "" for a value that no traced call produced.
        description: What it does or is for, in words.
    """

    __slots__ = ("description", "name", "operation")

    def __init__(self, name: str, operation: str = "", description: str = "") -> None:
        self.name = name
        self.operation = operation
        self.description = description

    def bind(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs of one call by name; here they have their names already."""
        return {**dict(zip(_numbered(len(args)), args, strict=True)), **kwargs}


class Operation(Origin):
    """A function whose calls become nodes.

    Attributes:
        function: What is called, with plain values.
        names: Names of its positional arguments, in order.
        var_positional: The name under which further positional arguments are kept, as a tuple.
        var_keyword: The name under which unknown keyword arguments are kept, as a dict; None to keep each by its own name.
        known: Names of the arguments that may be given by keyword.
    """

    __slots__ = ("function", "known", "names", "var_keyword", "var_positional")

    def __init__(
        self,
        name: str,
        function: Callable[..., Any],
        names: tuple[str, ...] = (),
        *,
        description: str = "",
        var_positional: str = "args",
        var_keyword: str | None = None,
        known: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(name, name, description)
        self.function = function
        self.names = names
        self.var_positional = var_positional
        self.var_keyword = var_keyword
        self.known = known or frozenset(names)

    def bind(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs of one call by argument name. Done when they are asked for, not in the call."""
        bound: dict[str, Any] = dict(zip(self.names, args))  # noqa: B905 - `strict` takes as long as all the rest
        if len(args) > len(self.names):
            bound[self.var_positional] = args[len(self.names) :]
        if not kwargs:
            return bound
        extra = {}
        for name, value in kwargs.items():
            if name in self.known or self.var_keyword is None:
                bound[name] = value
            else:
                extra[name] = value
        if extra:
            bound[str(self.var_keyword)] = extra
        return bound


def of_function(
    name: str, function: Callable[..., Any], signature: Signature | None, *, description: str = "", skip: int = 0
) -> Operation:
    """The operation of a Python function.

    Args:
        name: of the operation.
        function: whose calls are meant.
        signature: of the function, or None where Python knows none.
        description: in words.
        skip: number of leading arguments that are no inputs (the receiver of a method).
    """
    if signature is None:
        return Operation(name, function, description=description)
    parameters = list(signature.parameters.values())[skip:]
    named = {Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD}
    return Operation(
        name,
        function,
        tuple(p.name for p in parameters if p.kind in named),
        description=description,
        var_positional=next((p.name for p in parameters if p.kind is Parameter.VAR_POSITIONAL), "args"),
        var_keyword=next((p.name for p in parameters if p.kind is Parameter.VAR_KEYWORD), None),
        known=frozenset(
            p.name for p in parameters if p.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
        ),
    )


def _numbered(count: int) -> tuple[str, ...]:
    return tuple(f"arg{i}" for i in range(count))
