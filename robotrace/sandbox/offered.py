"""What a text may use that stays in its user's process, in words; `rules` says what it may, and see `opto.available`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import FunctionType, ModuleType
from typing import Any

from robotrace.opto import Variable
from robotrace.opto.available import described, listed, mentioned, with_doc
from robotrace.sandbox.plain import is_plain
from robotrace.sandbox.rules import origin
from robotrace.trace import Node, Parameter
from robotrace.trace.bundles import Bundle
from robotrace.trace.bytecode import READS, named_by
from robotrace.trace.code import CodeRule

_MEMBERS = 8  # of an object


def offered_by(parameter: Parameter, names: Mapping[int, str]) -> tuple[str, ...]:
    """The lines about one parameter; none where it is no code.

    Values of data are not shown: what they are called, of which type and how large they are, is.

    Args:
        parameter: Any.
        names: What the parameters that may change are called, by their ids.
    """
    function, rule = parameter.function, parameter.rule
    if not isinstance(function, FunctionType) or not isinstance(rule, CodeRule):
        return ()
    words = mentioned(f"{rule.first}\n{parameter.description}") - {rule.name}
    receiver = parameter.receiver() if parameter.receiver is not None else None
    lines = [*_members(receiver, rule.name, words, names)] if receiver is not None else []
    return listed(iter([*lines, *_outside(function, words, names)]))


def offered_from(outside: Mapping[str, Any], text: str) -> tuple[str, ...]:
    """The lines about those of a program's live values that a text mentions.

    Args:
        outside: Live values by name that the program uses and does not make.
        text: The user's own text of a function.
    """
    words = mentioned(text)
    return tuple(line for name, value in outside.items() if name in words for line in _named(name, value, {}))


def with_live(variable: Variable, outside: Mapping[str, Any]) -> Variable:
    """A code parameter of a program with what it may use of the live values that the program does not make; others as they are."""
    if variable.kind != "code" or not outside:
        return variable
    lines = []
    for line in variable.available:
        name, _, stands_for = line.partition(": ")
        lines.append(f"{name}: {_described(outside[stands_for], {})}" if stands_for in outside else line)
    return replace(variable, available=(*lines, *offered_from(outside, str(variable.value))))


def _members(receiver: object, own: str, words: frozenset[str], names: Mapping[int, str]) -> Iterator[str]:
    """What a method finds on its object."""
    for name, value in vars(receiver).items():
        if not name.startswith("_") or name in words:
            yield f"self.{name}: {_described(value, names)}"
    for name, value in _methods(receiver):
        if name not in (own, "forward") and (not name.startswith("_") or name in words):  # forward calls this one
            yield with_doc(f"self.{name}{_signature(value)}", inspect.getdoc(value))


def _outside(function: FunctionType, words: frozenset[str], names: Mapping[int, str]) -> Iterator[str]:
    """The names that the function has from around it, and those of its module that the user's text mentions."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    around = {name: cell.cell_contents for name, cell in cells if name != "__class__" and _is_filled(cell)}
    used = set(named_by(function.__code__, READS))
    module = {name: value for name, value in function.__globals__.items() if name in words}
    for name, value in {**module, **around}.items():
        if is_plain(value) and name in module and name not in used:
            continue  # a word of the docstring, which happens to be the name of some data
        yield from _named(name, value, names)


def _named(name: str, value: Any, names: Mapping[int, str]) -> Iterator[str]:
    if isinstance(value, Bundle | FunctionType):
        yield with_doc(f"{name}{_signature(value)}", inspect.getdoc(value))
    elif isinstance(value, type) and origin(value) == "own":
        yield with_doc(f"class {name}{_signature(value)}", inspect.getdoc(value))
    elif not isinstance(value, type | ModuleType) or origin(value) == "own":
        yield f"{name}: {_described(value, names)}"


def _described(value: Any, names: Mapping[int, str]) -> str:
    if id(value) in names:
        return f"the variable {names[id(value)]}"
    plain = value.data if isinstance(value, Node) else value
    if isinstance(plain, FunctionType | Bundle):
        return with_doc(f"a function {_signature(plain)}", inspect.getdoc(plain))
    if origin(plain) != "own":
        return described(plain)
    kind = type(plain).__name__
    methods = [f"{name}{_signature(method)}" for name, method in _methods(plain) if not name.startswith("_")]
    space = getattr(plain, "__dict__", {})
    fields = [
        f"{name} ({type(value).__name__})"
        for name, value in space.items()
        if not name.startswith("_") and (is_plain(value) or origin(value) == "own")
    ]
    members = _few(fields) + _few(methods)
    return f"{kind}, with {', '.join(members)}" if members else kind


def _few(members: Sequence[str]) -> list[str]:
    return [*members[:_MEMBERS], *(["..."] if len(members) > _MEMBERS else [])]


def _methods(owner: object) -> Iterator[tuple[str, Any]]:
    """The methods that the user's own classes define, without those that Python calls by itself."""
    for kind in type(owner).__mro__:
        if origin(kind) == "own":
            for name, value in vars(kind).items():
                if isinstance(value, FunctionType | Bundle | staticmethod | classmethod) and not name.startswith("__"):
                    yield name, getattr(owner, name)


def _signature(function: Any) -> str:
    try:
        return str(inspect.signature(function))
    except (TypeError, ValueError):  # some of C's have none
        return "(...)"


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:  # its variable is not set yet
        return False
