"""A trained function or object as plain source, without robotrace."""

from __future__ import annotations

import inspect
import re
import sys
import types
from collections.abc import Iterator
from typing import Any

from robotrace.errors import ProgramError
from robotrace.opto.bare import Bare
from robotrace.opto.gather import importable, is_constant, source_of
from robotrace.text import with_article
from robotrace.trace import Module, Node
from robotrace.trace.bundles import Bundle
from robotrace.trace.bytecode import READS, named_by
from robotrace.trace.code import CodeRule


def export(thing: Any) -> str:
    """The source of a trained function, or of an object with trained methods, and of all of the user's own that it needs.

    Functions have the code that they have now, and nodes are literals of their present values. What an optimizer wrote is put in
    as text: read it before you run it.

    Args:
        thing: A bundle, a function that calls bundles, or an object, such as a `Module`; of an object, its class is written.

    Returns:
        A file that needs no robotrace.

    Raises:
        ProgramError: Something cannot be written; says what.
    """
    writer = _Writer(thing)
    if isinstance(thing, types.MethodType):
        raise ProgramError(
            f"Expected a function or an object to export, found a method: export the object it is of, not {thing!r}."
        )
    definition = thing if isinstance(thing, Bundle | types.FunctionType | type) else type(thing)
    plain = inspect.unwrap(definition)
    if not isinstance(plain, types.FunctionType | type) or importable(plain.__module__):
        raise ProgramError(
            f"Expected a function of your own or an object of a class of your own to export, found {thing!r:.200}."
        )
    writer.define(definition)
    return writer.text()


class _Writer:
    """Collects definitions in the order in which a file needs them."""

    def __init__(self, root: Any) -> None:
        self._objects = list(_objects(root, set()))
        self._imports: dict[str, None] = {}
        self._constants: dict[str, str] = {}
        self._definitions: dict[str, tuple[Any, str]] = {}

    def text(self) -> str:
        constants = "\n".join(f"{name} = {value}" for name, value in self._constants.items())
        first = "\n\n".join(part for part in ("\n".join(self._imports), constants) if part)
        return "\n\n\n".join(part for part in (first, *(text for _, text in self._definitions.values())) if part) + "\n"

    def define(self, value: Any) -> None:
        """Write a function or class of the user's own, after all that it needs."""
        plain = inspect.unwrap(value)
        name = plain.__name__
        if name in self._definitions:
            if self._definitions[name][0] is not plain:
                raise ProgramError(f"Two things are called {name!r}: rename one to export both.")
            return
        self._definitions[name] = (plain, "")  # in the making: recursion ends here
        source = source_of(plain)
        names = _names(plain)
        bare = Bare(
            source,
            names,
            {used for function in _functions(plain) for used in _from_outside(function.__code__)},
            code_of=lambda function: self._code(value, function),
            value_of=lambda attribute: self._literal(value, attribute),
        )
        for used in bare.used:
            self._add(used, names[used], user=name)
        del self._definitions[name]  # an insertion moves it behind what it needs
        self._definitions[name] = (plain, bare.text().strip("\n"))

    def _add(self, name: str, value: Any, *, user: str) -> None:
        plain = inspect.unwrap(value) if callable(value) else value
        module, own = getattr(plain, "__module__", None) or "", getattr(plain, "__name__", name)
        if isinstance(value, types.ModuleType):
            path = value.__name__
            self._imports[f"import {path}" if path == name else f"import {path} as {name}"] = None
        elif isinstance(value, re.Pattern):
            self._imports["import re"] = None
            self._constants[name] = f"re.compile({value.pattern!r}, {int(value.flags & ~re.UNICODE)})"
        elif isinstance(value, Node):
            self._constant(name, value.data, user)
        elif isinstance(plain, types.FunctionType | type) and not importable(module):
            if own != name:
                raise ProgramError(f"{user} uses {own!r} under the name {name!r}: use one name for it.")
            self.define(value)
        elif callable(plain) and getattr(sys.modules.get(module), own, None) is plain:
            if module != "builtins":
                self._imports[f"from {module} import {own}" + ("" if own == name else f" as {name}")] = None
        else:
            self._constant(name, value, user)

    def _constant(self, name: str, value: Any, user: str) -> None:
        text = _literal(value, f"{user} uses {name!r}")
        if self._constants.setdefault(name, text) != text:
            raise ProgramError(f"Two values are called {name!r}: rename one to export both.")

    def _code(self, value: Any, function: str) -> str | None:
        """The present code of a function, or of a method of a class; None where it is the one in the source."""
        if not isinstance(value, type):
            return _present(value) if isinstance(value, Bundle) else None
        method = vars(value).get(function)
        method = method.__func__ if isinstance(method, staticmethod | classmethod) else method
        if not isinstance(method, Bundle):
            return None
        texts = {_present(method.of(it)) for it in self._objects if isinstance(it, value)} or {_present(method)}
        if len(texts) > 1:
            raise ProgramError(
                f"{method.name} differs between objects of one class, which one source cannot hold: export them apart."
            )
        return texts.pop()

    def _literal(self, value: Any, attribute: str) -> str | None:
        """The present value of a node among the attributes of a class's objects; of "", whether there are such objects at all."""
        objects = [it for it in self._objects if isinstance(value, type) and isinstance(it, value)]
        if not attribute:
            return "objects" if objects else None
        held = [vars(it).get(attribute) for it in objects]
        title = f"{getattr(value, '__name__', value)}.{attribute}"
        texts = {_literal(it.data, title) for it in held if isinstance(it, Node)}
        if len(texts) > 1:
            raise ProgramError(
                f"{title} differs between objects of one class, which one source cannot hold: export them apart."
            )
        return texts.pop() if texts else None


def _present(function: Bundle) -> str | None:
    parameter = function.parameter
    if parameter is None or (isinstance(parameter.rule, CodeRule) and parameter.data == parameter.rule.first):
        return None
    return str(parameter.data)


def _literal(value: Any, user: str) -> str:
    if not is_constant(value):
        raise ProgramError(
            f"{user}, {with_article(type(value).__name__)}, which cannot be written as a literal: make it where it is used."
        )
    return repr(value)


def _objects(value: Any, seen: set[int]) -> Iterator[Any]:
    """An object of the user's own classes, and those among its attributes."""
    if id(value) in seen or isinstance(value, type | Node | Bundle | types.FunctionType | types.ModuleType):
        return
    seen.add(id(value))
    if isinstance(value, list | tuple | dict):
        items: Any = value.values() if isinstance(value, dict) else value
    elif hasattr(value, "__dict__") and (isinstance(value, Module) or not importable(type(value).__module__)):
        yield value
        items = list(vars(value).values())
    else:
        return
    for item in items:
        yield from _objects(item, seen)


def _names(plain: Any) -> dict[str, Any]:
    """What names stand for in a function or class: those of the module, and the free variables of functions."""
    names = dict(vars(sys.modules[plain.__module__]) if isinstance(plain, type) else plain.__globals__)
    for function in _functions(plain):
        names |= inspect.getclosurevars(function).nonlocals
    return names


def _from_outside(code: types.CodeType) -> Iterator[str]:
    """The names that a function, and those in it, take from outside."""
    yield from named_by(code, READS)
    yield from code.co_freevars


def _functions(plain: Any) -> list[types.FunctionType]:
    if isinstance(plain, types.FunctionType):
        return [plain]
    found = (
        inspect.unwrap(getattr(item, "__func__", item))
        for item in vars(plain).values()
        if callable(item) or hasattr(item, "__func__")
    )
    return [item for item in found if isinstance(item, types.FunctionType)]
