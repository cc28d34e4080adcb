"""Code as a parameter: what a text must define, and the function that it makes.

The statements of the text become the body of a function of their own, which returns the one that is wanted:

    def __bind__(free, variables):          # never called: makes the free variables cells
        def __scope__(default, values):     # run with the original's globals and cells
            <the text>
            return <the function>

So imports and helper functions stay with the text, the globals are the module's own, and closures are shared.
"""

from __future__ import annotations
import __future__

import ast
import itertools
import linecache
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from types import CellType, CodeType, FunctionType
from typing import Any, NamedTuple

from robotrace.errors import ParameterError, UnsafeCodeError
from robotrace.text import cut
from robotrace.trace.constraint import Kind
from robotrace.trace.failure import Place, explain
from robotrace.trace.instrument import instrument, is_generator, mangle, own, take_defaults
from robotrace.trace.recipe import once
from robotrace.trace.remote import RemoteCode
from robotrace.trace.source import FunctionDef, header

INSTRUMENTED = "__robotrace_returns__"
_number = itertools.count(1)


class Compiled(NamedTuple):
    """A text as compiled: the code object of `__scope__`, and whether its function returns (line, value)."""

    scope: CodeType
    lined: bool


@dataclass(frozen=True, slots=True)
class CodeRule:
    """The rule of a code parameter: which function its text must define.

    Attributes:
        name: Name of the function.
        header: The function's `def` line, without annotations.
        owner: Name of the class whose method the function is, or "".
        free: Names of the variables that the function has from the functions around it.
        first: The text of the function that Python itself has compiled, which needs no check; "" where there is none.
    """

    name: str
    header: str
    owner: str = ""
    free: tuple[str, ...] = ()
    first: str = ""

    @property
    def kind(self) -> Kind:
        """Always "code"."""
        return "code"

    @property
    def words(self) -> str:
        """The rule in words."""
        return f"a function `{self.header}`"

    def accept(self, name: str, value: Any) -> Any:
        """The text, if it compiles and defines the function. Nothing of it is run; one that runs elsewhere is taken as it is."""
        if isinstance(value, RemoteCode):
            return value
        if not isinstance(value, str):
            raise self._error(name, f"found a value of type {type(value).__name__}", "give its source as text")
        if value != self.first:
            self.compile(value, "<proposal>", name)
        return value

    def compile(self, text: str, filename: str, parameter: str) -> Compiled:
        """Compile a text.

        Raises:
            ParameterError: it is not Python, or does not define the function.
            UnsafeCodeError: it is remote code.
        """
        if isinstance(text, RemoteCode):
            raise UnsafeCodeError(
                f"The text of {parameter!r} runs elsewhere: it is not to be compiled in this process."
            )
        try:
            tree = ast.parse(text)
            main = self._main(tree, parameter)
            lined = not is_generator(main)
            twin = self._main(ast.parse(text), parameter)  # parsed again: many times as fast as a copy of the tree
            self._wrap(tree, main, twin)
            module = compile(tree, filename, "exec", flags=__future__.annotations.compiler_flag, dont_inherit=True)
        except SyntaxError as error:
            where = f"line {error.lineno}: {error.msg}" + (f": `{cut(error.text.strip())}`" if error.text else "")
            raise self._error(parameter, f"found a syntax error in {where}", "correct that line") from error
        except (ValueError, RecursionError, MemoryError) as error:  # null bytes; brackets nested without end
            raise self._error(
                parameter, f"found a text that Python cannot parse ({error})", "write it simpler"
            ) from error
        return Compiled(_inner(_inner(module, "__bind__"), "__scope__"), lined)

    def _main(self, tree: ast.Module, parameter: str) -> FunctionDef:
        """The function that the text is about."""
        for item in own(tree.body):
            if isinstance(item, (ast.Return, ast.Yield, ast.YieldFrom, ast.Await)):
                found = f"found `{ast.unparse(item)}` outside a function in line {item.lineno}"
                raise self._error(parameter, found, "indent it into the function")
        functions = [item for item in tree.body if isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef))]
        main = next((item for item in reversed(functions) if item.name == self.name), None)
        if main is None:
            names = ", ".join(item.name for item in functions) or "no function"
            raise self._error(parameter, f"found {names} at its top level", f"define {self.name} there")
        if header(main) != self.header:
            raise self._error(parameter, f"found `{header(main)}:`", "keep the signature as it was")
        if main.decorator_list:
            raise self._error(parameter, f"found a decorator on {self.name}", "leave the decorator out")
        return main

    def _wrap(self, tree: ast.Module, main: FunctionDef, twin: FunctionDef) -> None:
        """Put the statements of the text into `__scope__`, in place, with the twin of its function as the instrumented one."""
        for function in (main, twin):
            if self.owner:
                mangle(function, self.owner)
            defaults = take_defaults(function)
        instrument(twin, INSTRUMENTED)
        frame = ast.parse(
            f"def __bind__({', '.join(self.free)}):\n"
            f" def __scope__({', '.join(defaults)}):\n  return {INSTRUMENTED}\n"
            " return __scope__"
        )
        bind = frame.body[0]
        assert isinstance(bind, ast.FunctionDef)
        scope = bind.body[0]
        assert isinstance(scope, ast.FunctionDef)
        futures = [item for item in tree.body if isinstance(item, ast.ImportFrom) and item.module == "__future__"]
        body = [item for item in tree.body if item not in futures]
        body.insert(body.index(main) + 1, twin)
        scope.body[:0] = body
        tree.body = [*futures, bind]

    def _error(self, parameter: str, found: str, remedy: str) -> ParameterError:
        return ParameterError(f"Parameter {parameter!r} expects {self.words}; {found}; {remedy}")


class PlainFunction:
    """A function that is no parameter, with the attributes of `Code`."""

    __slots__ = ("function", "lined", "text", "title")

    def __init__(self, function: Callable[..., Any], title: str) -> None:
        self.function = function
        self.lined = False
        self.text = None
        self.title = title

    def explain(self, error: BaseException) -> tuple[str, None]:
        """What was raised in words, with the failing line marked; the line is none of a parameter's."""
        code = getattr(self.function, "__code__", None)
        return explain(error, Place.of(self.title, code) if code is not None else None)[0], None


class Code:
    """One text of a code parameter, compiled for its function.

    While this object lives, `linecache` knows the text, so that tracebacks and debuggers show it.

    Attributes:
        text: the source.
        function: what the text defines; its first call runs the text, and raises what the statements there raise.
        lined: whether `function` returns (line, value).
        place: where its lines are found.
        scope: the compiled statements of the text.
    """

    __slots__ = ("__weakref__", "_original", "_owner", "function", "lined", "place", "scope", "text")

    def __init__(self, text: str, rule: CodeRule, original: FunctionType, owner: type | None) -> None:
        filename = f"<robotrace {rule.name} {next(_number)}>"
        compiled: tuple[CodeType, bool] = once((filename, text), lambda: (*rule.compile(text, filename, rule.name),))
        self.scope, self.lined = compiled
        self._original = original
        self._owner = owner
        self.function: Callable[..., Any] = self._first_call
        self.text = text
        lines = text.splitlines(keepends=True)
        self.place = Place(rule.name, filename, 1, len(lines))
        linecache.cache[filename] = (len(text), None, lines, filename)
        weakref.finalize(self, linecache.cache.pop, filename, None).atexit = False

    def explain(self, error: BaseException) -> tuple[str, int | None]:
        """What was raised in words, with the failing line marked; and that line."""
        return explain(error, self.place)

    def _first_call(self, *args: Any, **kwargs: Any) -> Any:
        self.function = self._run()
        return self.function(*args, **kwargs)

    def _run(self) -> Callable[..., Any]:
        original = self._original
        cells = dict(zip(original.__code__.co_freevars, original.__closure__ or (), strict=True))
        if self._owner is not None:
            cells.setdefault("__class__", CellType(self._owner))
        closure = tuple(cells[name] for name in self.scope.co_freevars)
        scope = FunctionType(self.scope, original.__globals__, "__scope__", None, closure)
        made = scope(*(original.__defaults__ or ()), *(original.__kwdefaults__ or {}).values())
        code = made.__code__.replace(co_name=original.__name__, co_qualname=original.__qualname__)
        function = FunctionType(code, made.__globals__, original.__name__, made.__defaults__, made.__closure__)
        function.__kwdefaults__ = made.__kwdefaults__
        function.__qualname__, function.__module__ = original.__qualname__, original.__module__
        function.__doc__ = made.__doc__
        return function


def _inner(code: CodeType, name: str) -> CodeType:
    return next(item for item in code.co_consts if isinstance(item, CodeType) and item.co_name == name)
