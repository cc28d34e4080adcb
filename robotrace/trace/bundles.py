"""Functions whose calls leave nodes."""

from __future__ import annotations

import ast
import copy
import functools
import importlib
import inspect
import sys
import weakref
from collections.abc import Callable
from contextlib import suppress
from types import FunctionType, MethodType
from typing import Any, overload

from robotrace.errors import ExecutionError, SandboxUnavailable, ServiceError, TraceError, UnsafeCodeError
from robotrace.trace.brief import brief
from robotrace.trace.code import Code, CodeRule, PlainFunction
from robotrace.trace.nodes import Call
from robotrace.trace.operation import RECEIVERS, of_function
from robotrace.trace.parameter import Parameter, checked_name
from robotrace.trace.recipe import once
from robotrace.trace.remote import RemoteCode, RemoteFunction
from robotrace.trace.saving import Saved
from robotrace.trace.source import header, source_text, written
from robotrace.trace.state import CONTEXT, LINES, ONE_TEXT, Frame
from robotrace.trace.traced import value_of
from robotrace.trace.values import unwrap

OWN = "__bundles__"
"""Where an object keeps the bundles of its trainable methods, by the names of their functions."""
NOT_THE_FUNCTIONS = (SandboxUnavailable, ServiceError, UnsafeCodeError)
"""What a call may raise that says nothing about the function: it leaves no node."""


class Bundle(Saved):
    """A function whose calls leave nodes. Made by `bundle`.

    Arguments may be nodes, plain values, or containers of both; the function itself gets plain values. A call returns a
    node, but in another bundle's body and where tracing is off it returns the plain value.

    A trainable method belongs to the instance: from the moment when it is first reached there (`a.act`), the instance has a
    bundle of its own, which begins with the code that the class has then. The class keeps the one of a classmethod, a
    staticmethod, and of instances that have no `__dict__`.

    Attributes:
        name: Name of the function, such as "controller" or "Policy.act".
        signature: Signature of the function; None where Python knows none.
        parameter: The function's source as a parameter, where it is trainable; None otherwise.
    """

    __wrapped__: Callable[..., Any]
    __qualname__: str
    name: str

    def __init__(
        self, function: Callable[..., Any], *, trainable: bool, name: str | None, description: str | None
    ) -> None:
        if isinstance(function, (staticmethod, classmethod, property)):
            raise TraceError(f"put bundle beneath @{type(function).__name__}: directly above the def")
        if isinstance(function, Bundle):
            raise TraceError(f"{function.name} is a bundle already")
        if not callable(function):
            raise TraceError(
                f"bundle() needs a function, or something else that can be called; found {brief(function)}"
            )
        functools.update_wrapper(self, function)
        path = getattr(function, "__qualname__", type(function).__name__).rpartition("<locals>.")[2]
        self.name = name or path
        self.signature = _signature(function)
        self.parameter: Parameter | None = None
        words = description if description is not None else inspect.getdoc(function) or ""
        skip = int(
            isinstance(function, FunctionType)  # a built-in's receiver, such as that of str.upper, is an input
            and "." in path
            and self.signature is not None
            and next(iter(self.signature.parameters), "") in RECEIVERS
        )
        self._origin = of_function(self.name, function, self.signature, description=words, skip=skip)
        self._skip = skip
        self._owner: type | None = None
        self._is_shared = not (trainable and skip) or ONE_TEXT.get()
        self._code: Code | RemoteFunction | PlainFunction = PlainFunction(function, self.name)
        self._is_async = inspect.iscoroutinefunction(function)
        if trainable:
            self._rule, text = _code_rule(function, path)
            self.parameter = Parameter(
                text, checked_name(self.name), description=words, rule=self._rule, stem=None if name else self.name
            )
            self._introduce()

    def parameters(self) -> list[Parameter]:
        """The parameter, if there is one."""
        return [self.parameter] if self.parameter is not None else []

    def named_parameters(self) -> list[tuple[str, Parameter]]:
        """The parameter by the bundle's name, if there is one."""
        return [(self.name, parameter) for parameter in self.parameters()]

    def prepare(self) -> None:
        """Compile the parameter's text now, and not in the first call."""
        self._current()

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call the function, traced."""
        if not self._is_shared and args and isinstance(args[0], self._owner or ()):  # A.act(a, x)
            own = self.of(args[0])
            if own is not self:
                return own(*args, **kwargs)
        if self._is_async:
            return self._call_async(args, kwargs)
        outer = CONTEXT.get()
        if outer is False:
            code = self._current()
            output = code.function(*unwrap(args), **unwrap(kwargs))
            return self._noted(output) if code.lined else output
        call, code = self._begin(args, kwargs)
        token = CONTEXT.set(call.reads)
        try:
            output = code.function(*call.values, **call.keywords)
        except Exception as error:  # the user's code: what it raises becomes feedback
            self._fail(call, code, error, outer)
            raise
        finally:
            CONTEXT.reset(token)
        return _finish(call, code, output, outer)

    async def _call_async(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        outer = CONTEXT.get()
        if outer is False:
            code = self._current()
            output = await code.function(*unwrap(args), **unwrap(kwargs))
            return self._noted(output) if code.lined else output
        call, code = self._begin(args, kwargs)
        token = CONTEXT.set(call.reads)
        try:
            output = await code.function(*call.values, **call.keywords)
        except Exception as error:  # as above
            self._fail(call, code, error, outer)
            raise
        finally:
            CONTEXT.reset(token)
        return _finish(call, code, output, outer)

    def _noted(self, output: tuple[int | None, Any]) -> Any:
        lines = LINES.get()
        if lines is not None:
            lines[self.name] = output[0]
        return output[1]

    def _introduce(self) -> None:
        """Tell the parameter whose source it is."""
        assert self.parameter is not None
        assert isinstance(self.__wrapped__, FunctionType)
        self.parameter.function = self.__wrapped__

    def _begin(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Call, Code | RemoteFunction | PlainFunction]:
        call = Call(self._origin, args, kwargs, self._skip)
        code = self._code
        if self.parameter is not None:
            call.code = reading = self.parameter.reading()
            text = value_of(reading)
            if code.text is not text:
                code = self._compile(text)
        return call, code

    def _current(self) -> Code | RemoteFunction | PlainFunction:
        """What a call runs now."""
        if self.parameter is None or self._code.text is value_of(self.parameter):
            return self._code
        return self._compile(value_of(self.parameter))

    def _compile(self, text: str) -> Code | RemoteFunction:
        self._code = code = self._made(text)
        return code

    def _made(self, text: str) -> Code | RemoteFunction:
        if isinstance(text, RemoteCode):
            return RemoteFunction(text, self.__wrapped__.__name__)
        assert isinstance(self.__wrapped__, FunctionType)
        return Code(text, self._rule, self.__wrapped__, self._owner)

    def _fail(
        self, call: Call, code: Code | RemoteFunction | PlainFunction, error: Exception, outer: Frame | None
    ) -> None:
        """Leave a node of a call that raised; at the top of a workflow, raise it."""
        if isinstance(error, TypeError) and not self._binds(call):
            return  # the caller's mistake: there was no call
        if isinstance(error, NOT_THE_FUNCTIONS):
            return
        words, line = code.explain(error)
        node = call.failed(words, line)
        if outer is None:
            raise ExecutionError(f"{node.name} failed. {words}", node) from error
        outer.append(node)

    def _binds(self, call: Call) -> bool:
        try:
            if self.signature is not None:
                self.signature.bind(*call.values, **call.keywords)
        except TypeError:
            return False
        return True

    def of(self, instance: object) -> Bundle:
        """The instance's own bundle of this method; this one, where all instances share it."""
        space = None if self._is_shared or isinstance(instance, type) else getattr(instance, "__dict__", None)
        if space is None:
            return self
        own: dict[str, Bundle] = space.setdefault(OWN, {})
        name = self.__qualname__
        while (found := own.get(name)) is not None:
            if found.__wrapped__ is self.__wrapped__:
                break
            name += "'"  # a class that took the name of its base
        else:
            found = own.setdefault(name, self._for_instance())
        assert found.parameter is not None
        if found.parameter.receiver is None:
            with suppress(TypeError):  # of an object that nothing can hold weakly, a method is told less of
                found.parameter.receiver = weakref.ref(instance)
        return found

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self.of(instance), instance)

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner = owner

    def _for_instance(self) -> Bundle:
        assert self.parameter is not None
        parameter = copy.copy(self.parameter)
        parameter.stem = self.name
        fresh = self._holding(parameter, is_shared=True)
        if value_of(parameter) is self._rule.first:  # compiled once for all: it is a `def`, and holds no state
            fresh._code = self._current()
        return fresh

    def __reduce__(self) -> tuple[Any, ...]:
        place = (self.__module__, self.__qualname__)
        if _found(*place) is not None:
            return _refound, (*place, self.parameter, self._is_shared)
        return _remade, (self.__wrapped__, self.name, self._origin.description, self.parameter)

    def _holding(self, parameter: Parameter | None, *, is_shared: bool) -> Bundle:
        """A bundle of the same function, with another parameter."""
        fresh = object.__new__(type(self))
        vars(fresh).update(vars(self))
        fresh.parameter = parameter
        fresh._is_shared = is_shared
        fresh._code = PlainFunction(self.__wrapped__, self.name)
        if parameter is not None:
            fresh._introduce()
        return fresh

    def __copy__(self) -> Bundle:
        return self  # as a function's copy is the function

    def __deepcopy__(self, memo: dict[int, Any]) -> Bundle:
        if self.parameter is None:
            return self
        return self._holding(copy.deepcopy(self.parameter, memo), is_shared=self._is_shared)

    def __repr__(self) -> str:
        return f"<Bundle {self.name}{self.signature or '(...)'}{', trainable' if self.parameter is not None else ''}>"


@overload
def bundle(
    function: None = None, *, trainable: bool = False, name: str | None = None, description: str | None = None
) -> Callable[[Callable[..., Any]], Bundle]: ...
@overload
def bundle(
    function: Callable[..., Any], *, trainable: bool = False, name: str | None = None, description: str | None = None
) -> Bundle: ...
def bundle(
    function: Callable[..., Any] | None = None,
    *,
    trainable: bool = False,
    name: str | None = None,
    description: str | None = None,
) -> Bundle | Callable[[Callable[..., Any]], Bundle]:
    """Make the calls of a function traced: a decorator, with or without parentheses.

    It goes directly above the `def` of a function, method or async function.

    Args:
        function: The function to be traced; it gets and returns plain values.
        trainable: Make the function's source a parameter, which an optimizer may rewrite.
        name: A name in place of the function's own.
        description: What the function does; its docstring where none is given.

    Returns:
        A `Bundle`, called as the function is.

    Raises:
        TraceError: a trainable function is not written with `def`, or its source is not at hand.
    """

    def made(function: Callable[..., Any]) -> Bundle:
        return Bundle(function, trainable=trainable, name=name, description=description)

    return made if function is None else made(function)


def _finish(call: Call, code: Code | RemoteFunction | PlainFunction, output: Any, outer: Frame | None) -> Any:
    """The node of a call that returned; in a bundle's body it stays behind, and the value goes on."""
    line = None
    if code.lined:
        line, output = output
        lines = LINES.get()
        if lines is not None:
            lines[call.origin.operation] = line
    node = call.node(output)
    node.line = line
    if outer is None:
        return node
    outer.append(node)
    return value_of(node)


def _signature(function: Callable[..., Any]) -> inspect.Signature | None:
    try:
        return inspect.signature(function)
    except ValueError:  # some builtins have none
        return None


def _code_rule(function: Callable[..., Any], path: str) -> tuple[CodeRule, str]:
    """What further texts must define, and the first text."""
    code = written(function).__code__
    text, line = once(("source", code.co_filename, code.co_firstlineno), lambda: _source(function))
    owner = path.rpartition(".")[0].rpartition(".")[2]
    free = code.co_freevars
    return CodeRule(function.__name__, line, owner, (*free, *({"__class__"} - {*free} if owner else ())), text), text


def _source(function: Callable[..., Any]) -> tuple[str, str]:
    """The text of a function, and its `def` line."""
    text = source_text(function)
    definition = ast.parse(text).body[0]
    assert isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef))
    return text, header(definition)


def _found(module: str, path: str) -> Bundle | None:
    """The bundle that a module has in a place; None where there is none."""
    found: Any = sys.modules.get(module)
    for name in path.split("."):
        found = getattr(found, name, None)
    found = getattr(found, "__func__", found)  # of a classmethod
    return found if isinstance(found, Bundle) else None


def _refound(module: str, path: str, parameter: Parameter | None, is_shared: bool) -> Bundle:
    """A bundle that was pickled: that of its place, with the parameter that it had."""
    importlib.import_module(module)
    found = _found(module, path)
    if found is None:
        raise TraceError(f"{module} has no bundle {path} any more, of which one was pickled")
    return found if parameter is None else found._holding(parameter, is_shared=is_shared)


def _remade(function: Callable[..., Any], name: str, description: str, parameter: Parameter | None) -> Bundle:
    """A bundle that was pickled, of a function that is no bundle in its own place."""
    made = Bundle(function, trainable=parameter is not None, name=name, description=description)
    return made if parameter is None else made._holding(parameter, is_shared=made._is_shared)
