"""What a proxy can be asked for: each operation has a name, a special method in the proxy, and its like at home."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any


def _reflected(forward: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda owner, other: forward(other, owner)


UNARY: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "len": ("__len__", len),
    "bool": ("__bool__", bool),
    "iter": ("__iter__", iter),
    "next": ("__next__", next),
    "str": ("__str__", str),
    "repr": ("__repr__", repr),
    "int": ("__int__", int),
    "float": ("__float__", float),
    "index": ("__index__", operator.index),
    "abs": ("__abs__", abs),
    "neg": ("__neg__", operator.neg),
    "pos": ("__pos__", operator.pos),
    "invert": ("__invert__", operator.invert),
    "reversed": ("__reversed__", reversed),
    "enter": ("__enter__", lambda owner: type(owner).__enter__(owner)),
    "aiter": ("__aiter__", aiter),
    "anext": ("__anext__", anext),
    "aenter": ("__aenter__", lambda owner: type(owner).__aenter__(owner)),
}
BINARY: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "getitem": ("__getitem__", operator.getitem),
    "delitem": ("__delitem__", operator.delitem),
    "contains": ("__contains__", operator.contains),
    "isinstance": ("__instancecheck__", lambda owner, item: isinstance(item, owner)),
    **{
        name: (f"__{name}__", getattr(operator, name))
        for name in (
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "add",
            "sub",
            "mul",
            "truediv",
            "floordiv",
            "mod",
            "pow",
            "matmul",
        )
    },
    "and": ("__and__", operator.and_),
    "or": ("__or__", operator.or_),
    "xor": ("__xor__", operator.xor),
}
REFLECTED: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    f"r{name}": (f"__r{name}__", _reflected(BINARY[name][1]))
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor")
}
GROWING = frozenset(f"{side}{name}" for name in ("add", "mul", "pow", "matmul") for side in ("", "r"))
"""By these a number or a container can be made as large as one likes, in a few questions."""
CALL, READ, WRITE, DELETE, ITEM = "call", "read", "write", "delete", "setitem"
LEAVE = {"exit": "__exit__", "aexit": "__aexit__"}
AWAIT = "await"
"""Of what home awaits; a coroutine's step ends there."""
OPERATIONS = (*UNARY, *BINARY, *REFLECTED, *LEAVE, CALL, READ, WRITE, DELETE, ITEM)
SPECIAL = {
    **{name: special for name, (special, _) in {**UNARY, **BINARY, **REFLECTED}.items()},
    **LEAVE,
    CALL: "__call__",
    ITEM: "__setitem__",
    AWAIT: "__await__",
}
"""The special method of each operation but reading and writing attributes."""
_OF_CLASSES = (CALL, "isinstance", "iter", "len", "getitem", "contains")
"""What a class can be asked for; all else that its type has is about types."""


def supported(value: Any) -> list[str]:
    """The operations of an object, but reading and writing attributes."""
    if isinstance(value, type):
        return [name for name in _OF_CLASSES if name in (CALL, "isinstance") or hasattr(type(value), SPECIAL[name])]
    return _supported(type(value))  # type: ignore[arg-type]  # mypy doubts that types are hashable


@lru_cache(maxsize=512)
def _supported(kind: type) -> list[str]:
    found = []
    for name, special in SPECIAL.items():
        method = getattr(kind, special, None)
        if method is not None and method is not getattr(object, special, None):
            found.append(name)
    return found
