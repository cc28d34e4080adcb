"""Values as they go between a function's process and the one that it serves: plain data, and references to what stays at home.

Each is a pair: ["value", plain data], ["list", [pairs]] and so on where something else is within, or what `refer` made of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from robotrace.opto.codec import MAX_KEYS
from robotrace.opto.named import Observation
from robotrace.sandbox.forms import DEEPEST, items, plain, text, whole
from robotrace.sandbox.plain import is_plain

Pair: TypeAlias = list[Any]
MOST = 1 << 53
"""Of the numbers that references have."""
MANY = 100_000
"""Items of a container that holds references."""
BYTES = 1 << 24
_CONTAINERS: dict[str, Callable[[Any], Any]] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


def pack(value: Any, refer: Callable[[Any], Pair], depth: int = 0) -> Pair:
    """A value as a pair.

    Args:
        value: Anything.
        refer: Makes a pair of what is neither plain data nor a container, or raises.
        depth: The number of containers around the value.
    """
    kind = type(value)
    if kind is Observation:
        return ["observation", pack(dict(value), refer, depth)]
    if is_plain(value):
        return ["value", value]
    if kind is bytes:
        return ["bytes", value.decode("latin-1")]
    if kind is complex:
        return ["complex", [value.real, value.imag]]
    if (kind is not dict and kind.__name__ not in _CONTAINERS) or kind.__module__ != "builtins":
        return refer(value)
    if depth == DEEPEST:
        raise ValueError(f"data nested more than {DEEPEST} deep cannot go between the sandbox and this process")
    if kind is dict:
        if "__builtins__" in value:
            raise ValueError("a namespace does not leave its process")
        return ["dict", [[pack(key, refer, depth + 1), pack(item, refer, depth + 1)] for key, item in value.items()]]
    return [kind.__name__, [pack(item, refer, depth + 1) for item in value]]


def unpack(pair: Pair, find: Callable[[str, Any], Any]) -> Any:
    """The value that `pack` made a pair of.

    Args:
        pair: In its form.
        find: Finds what a reference stands for, by its tag and content.
    """
    tag, content = pair
    if tag == "value":
        return content
    if tag == "observation":
        return Observation(unpack(content, find))
    if tag == "bytes":
        return content.encode("latin-1")
    if tag == "complex":
        return complex(*content)
    if tag == "dict":
        return {unpack(key, find): unpack(item, find) for key, item in content}
    if tag in _CONTAINERS:
        return _CONTAINERS[tag](unpack(item, find) for item in content)
    return find(tag, content)


def carried(data: Any, at: str, depth: int = 0) -> Pair:
    """The form of a pair that a process may send: it refers to numbers that it was given, and to nothing else."""
    tag, content = _two(data, at)
    if depth > DEEPEST:
        raise ValueError(f"{at}: expected data nested at most {DEEPEST} deep, found more")
    match tag:
        case "value":
            plain(content, at)
        case "handle" | "lent":
            whole(1, MOST)(content, at)
        case "bytes":
            text(BYTES)(content, at).encode("latin-1")
        case "complex":
            real, imaginary = _two(content, at)
            if type(real) is not float or type(imaginary) is not float:
                raise ValueError(f"{at}: expected two numbers")
        case "list" | "tuple":
            items(lambda item, here: carried(item, here, depth + 1), MANY)(content, at)
        case "set" | "frozenset":
            items(_key, MAX_KEYS)(content, at)
        case "dict":
            for key, item in items(_two, MAX_KEYS)(content, at):
                _key(key, at)
                carried(item, at, depth + 1)
        case "observation":
            inner = carried(content, at, depth + 1)
            if inner[0] != "dict" and not (inner[0] == "value" and type(inner[1]) is dict):
                raise ValueError(f"{at}: expected named values")
        case _:
            raise ValueError(f"{at}: expected a pair that a process may send")
    return [tag, content]


def _two(data: Any, at: str) -> list[Any]:
    if type(data) is not list or len(data) != 2:
        raise ValueError(f"{at}: expected a pair")
    return data


def _key(data: Any, at: str) -> Pair:
    """What is hashed is plain data: hashing anything else would run its methods."""
    pair = carried(data, at)
    if pair[0] != "value":
        raise ValueError(f"{at}: expected keys and items of sets to be plain data")
    hash(pair[1])
    return pair
