"""Classes that hold parameters."""

from __future__ import annotations

from collections.abc import Iterator
from types import MethodType
from typing import Any

from robotrace.errors import TraceError
from robotrace.trace.bundles import Bundle
from robotrace.trace.parameter import Parameter
from robotrace.trace.saving import Saved


class Module(Saved):
    """Base of a class with parameters: trainable methods, and nodes, bundles or modules among its attributes.

    Attributes may also be lists, tuples and dicts of them. A trainable method is a parameter of each instance; one beneath
    `staticmethod` or `classmethod` is one for all. What the class defines as `forward` is what calling an object does.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call `forward`, as PyTorch's modules do; a class may define `__call__` instead.

        Raises:
            TraceError: The class defines neither.
        """
        forward = getattr(self, "forward", None)
        if forward is None:
            raise TraceError(
                f"A {type(self).__name__} cannot be called: its class defines no forward(self, ...) and no __call__(self, ...). "
                "Define one of them, or call its methods."
            )
        return forward(*args, **kwargs)

    def parameters(self) -> list[Parameter]:
        """All parameters, each once, in the order of `named_parameters`."""
        return [parameter for _, parameter in self.named_parameters()]

    def named_parameters(self) -> list[tuple[str, Parameter]]:
        """All parameters, each once, with the path of attributes to it: the instance's own first, then its class's."""
        found: dict[int, tuple[str, Parameter]] = {}
        for path, parameter in _walk("", self, set()):
            found.setdefault(id(parameter), (path, parameter))
        return list(found.values())


def _walk(path: str, value: Any, seen: set[int]) -> Iterator[tuple[str, Parameter]]:
    if isinstance(value, Parameter):
        yield path, value
        return
    if isinstance(value, MethodType) and isinstance(value.__func__, Bundle):
        value = value.__func__
    if isinstance(value, (staticmethod, classmethod)):
        value = value.__wrapped__
    if isinstance(value, Bundle):
        if value.parameter is not None:
            yield path, value.parameter
        return
    if not isinstance(value, (Module, list, tuple, dict)) or id(value) in seen:
        return
    seen.add(id(value))
    for name, item in _items(value):
        yield from _walk(f"{path}.{name}" if path else name, item, seen)


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Module):
        spaces = [vars(value), *(vars(kind) for kind in type(value).__mro__ if kind is not object)]
        reachable: dict[str, Any] = {}
        for space in spaces:  # what comes first hides the rest, as in attribute access
            for name, item in space.items():
                reachable.setdefault(name, item)
        for name, item in reachable.items():
            if not name.startswith("__"):
                yield name, item.of(value) if isinstance(item, Bundle) and name not in vars(value) else item
    elif isinstance(value, dict):
        yield from ((str(key), item) for key, item in value.items())
    else:
        yield from ((str(index), item) for index, item in enumerate(value))
