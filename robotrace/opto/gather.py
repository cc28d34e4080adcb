"""A controller that lives in a script or a notebook, gathered into one text.

Its functions' sources, and whatever they need from outside that can be written down: imported modules, importable functions,
constants. What cannot is asked for by name.
"""

from __future__ import annotations

import builtins
import dis
import inspect
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any

from robotrace.errors import ProgramError
from robotrace.opto.definitions import definitions, split_lines
from robotrace.opto.program import Program
from robotrace.trace import Parameter
from robotrace.trace.constraint import Constraint

_CONSTANTS = (int, float, complex, str, bytes, bool, type(None))


def gather(controller: Callable[..., Any]) -> Program:
    """The program of a live function and of everything in its own module that it calls.

    Args:
        controller: A bundle, or a plain function that calls bundles.

    Raises:
        ProgramError: A function's source cannot be read, or the value of a name that it uses cannot be written as code.
    """
    collector = _Collector()
    name = collector.add_function(controller)
    return Program.parse(collector.text(), entry=name, origin=f"function {name!r}")


class _Collector:
    """Collects definitions in the order in which a file needs them."""

    def __init__(self) -> None:
        self.imports: dict[str, None] = {}
        self.constants: dict[str, str] = {}
        self.functions: dict[str, str] = {}

    def text(self) -> str:
        head = "\n".join([*self.imports, *([""] if self.imports and self.constants else [])])
        constants = "\n".join(f"{name} = {value}" for name, value in self.constants.items())
        first = "\n".join(part for part in (head, constants) if part)
        return "\n\n\n".join(part.strip("\n") for part in (first, *self.functions.values()) if part) + "\n"

    def add_function(self, function: Callable[..., Any]) -> str:
        plain = inspect.unwrap(function)
        if not isinstance(plain, types.FunctionType):
            raise ProgramError(
                f"A controller is a function, a bundle or a file; found {type(function).__name__}. "
                "Write it as a function controller(observation), or give the path of its file."
            )
        name = plain.__name__
        if not name.isidentifier():
            raise ProgramError("A lambda cannot be made one text: write it as a function, def controller(observation).")
        if name in self.functions:
            return name
        self.functions[name] = ""  # in the making: recursion ends here
        try:
            source = textwrap.dedent(inspect.getsource(plain))
        except (OSError, TypeError) as error:
            raise ProgramError(
                f"The source of {name!r} is not to be had (was it typed into an interactive prompt?): put it in a file."
            ) from error
        for needed, value in _outside_names(plain):
            self.add(needed, value, user=name)
        # An insertion moves it behind what it needs.
        del self.functions[name]
        parameter = getattr(function, "parameter", None)
        self.functions[name] = _with_present_code(source, parameter)
        return name

    def add(self, name: str, value: Any, *, user: str) -> None:
        if isinstance(value, types.ModuleType):
            path = value.__name__
            self.imports[f"import {path}" if path == name else f"import {path} as {name}"] = None
        elif isinstance(value, Parameter):
            self.imports.setdefault("import robotrace as rt")
            self.constants[name] = _parameter_source(value)
        elif callable(value) and hasattr(value, "__qualname__"):
            self._add_callable(name, value, user)
        elif is_constant(value):
            self.constants[name] = repr(value)
        else:
            raise ProgramError(
                f"{user} uses {name!r}, a {type(value).__name__} from outside: a candidate runs on its own, as one text. "
                f"Make {name} inside {user}, or put the controller in a file that makes it."
            )

    def _add_callable(self, name: str, value: Any, user: str) -> None:
        plain = inspect.unwrap(value)
        module, own = getattr(plain, "__module__", None) or "", getattr(plain, "__name__", name)
        if isinstance(plain, types.FunctionType) and not importable(module):
            if own != name:
                raise ProgramError(f"{user} uses {own!r} under the name {name!r}: use one name for it.")
            self.add_function(value)
        elif getattr(sys.modules.get(module), own, None) is plain:
            self.imports[f"from {module} import {own}" + ("" if own == name else f" as {name}")] = None
        else:
            raise ProgramError(f"{user} uses {name!r}, which cannot be imported by name: put the controller in a file.")


def _outside_names(function: types.FunctionType) -> Iterator[tuple[str, Any]]:
    """Names that a function (its decorators and inner functions too) takes from outside, with their values, in order of use."""
    captured = inspect.getclosurevars(function).nonlocals
    names = list(dict.fromkeys([*_decorator_names(function), *global_names(function.__code__)]))
    for name in names:
        if name in function.__globals__:
            yield name, function.__globals__[name]
        elif not hasattr(builtins, name):
            raise ProgramError(f"{function.__name__} uses {name!r}, which is not defined.")
    for name, value in sorted(captured.items()):
        if not callable(value) or inspect.unwrap(value) is not function:
            yield name, value


def global_names(code: types.CodeType) -> Iterator[str]:
    """The names that code, and the functions in it, take from the module."""
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from global_names(constant)


def _decorator_names(function: types.FunctionType) -> Iterator[str]:
    """The first name of each decorator line, such as `rt` of `@rt.bundle(trainable=True)`."""
    for line in _above(inspect.getsource(function)):
        if line.lstrip().startswith("@"):
            yield line.lstrip()[1:].split("(")[0].split(".")[0].strip()


def _above(source: str) -> list[str]:
    """The lines of a function's source above its `def`: its decorators."""
    return split_lines(source)[: next(definitions(source)).line]


def importable(module: str) -> bool:
    """Whether a candidate can import from this module: an installed package, not the script or notebook at hand."""
    found = sys.modules.get(module)
    if found is None or module == "__main__" or getattr(found, "__spec__", None) is None:
        return False
    top = module.partition(".")[0]
    path = getattr(found, "__file__", None) or ""
    return top == "robotrace" or top in sys.stdlib_module_names or "site-packages" in path or not path.endswith(".py")


def is_constant(value: Any) -> bool:
    """Whether a value is written as a literal."""
    if isinstance(value, list | tuple | set | frozenset):
        return all(is_constant(item) for item in value)
    if isinstance(value, dict):
        return all(is_constant(item) for pair in value.items() for item in pair)
    return isinstance(value, _CONSTANTS)


def _parameter_source(parameter: Parameter) -> str:
    """A trainable literal as the file would hold it."""
    rule = parameter.rule
    if not is_constant(parameter.data) or not isinstance(rule, Constraint) or rule.check is not None:
        raise ProgramError(
            f"Parameter {parameter.name!r} holds what cannot be written as a literal, or has a check of its own: "
            "put the controller in a file."
        )
    options = {"name": parameter.name, "description": parameter.description, "choices": rule.choices}
    options["pattern"] = rule.pattern
    options["bounds"] = None if rule.bounds == (None, None) else rule.bounds
    given = "".join(f", {option}={value!r}" for option, value in options.items() if value)
    return f"rt.node({parameter.data!r}, trainable=True{given})"


def _with_present_code(source: str, parameter: Parameter | None) -> str:
    """The function's decorators as written, with the code that its parameter holds now."""
    if parameter is None:
        return source
    return "".join([*_above(source), parameter.data.rstrip("\n"), "\n"])
