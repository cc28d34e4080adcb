"""A program that lives in a script or a notebook, gathered into one text.

Its functions' and classes' sources, the state of its objects, and whatever they need from outside that can be written down:
imported modules, importable functions, constants. What cannot is asked for by name.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import inspect
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast

from robotrace.errors import ProgramError
from robotrace.opto.definitions import definitions, split_lines
from robotrace.opto.program import ENTRY, Program
from robotrace.text import with_article
from robotrace.trace import Module, Parameter
from robotrace.trace.bundles import Bundle
from robotrace.trace.bytecode import READS, named_by
from robotrace.trace.constraint import Constraint

_CONSTANTS = (int, float, complex, str, bytes, bool, type(None))


Has: TypeAlias = Callable[[str], bool]
"""Whether a module of this name can be imported where a program runs."""


def gather(controller: Callable[..., Any], *, has: Has | None = None) -> Program:
    """The program of a live function or object, and of everything in its own module that it uses.

    Args:
        controller: A bundle, a plain function that calls bundles, an object that can be called, or a method of an object.
        has: Whether a module can be imported where candidates run, for a program that runs beside this process, or in it: what is
            of other modules, and what cannot be written down, then goes with the program as it is (`Program.outside`). None
            for a program that runs on its own.

    Raises:
        ProgramError: A source cannot be read, or the value of a name that is used cannot be written as code.
    """
    collector = _Collector(has)
    if isinstance(controller, types.MethodType) and not isinstance(controller.__self__, type):
        holder, plain = controller.__self__, inspect.unwrap(controller)
        owner = collector.add_object(f"{type(holder).__name__.lower()}_", holder)
        collector.functions[ENTRY] = f"{ENTRY} = {owner}.{plain.__name__}\n"
        program = Program.parse(collector.text(), origin=f"method {plain.__qualname__!r}", outside=collector.outside)
        return _with_present_methods(program, holder)
    plain = inspect.unwrap(controller)
    if isinstance(plain, types.FunctionType | type) or not callable(plain):
        name = collector.add_function(controller)
        return Program.parse(collector.text(), entry=name, origin=f"function {name!r}", outside=collector.outside)
    if type(plain).__module__ == "builtins":
        collector.add_function(controller)  # which says what a program is
    collector.add_object(ENTRY, controller)
    origin = f"object of class {type(plain).__name__!r}"
    return _with_present_methods(Program.parse(collector.text(), origin=origin, outside=collector.outside), controller)


def _with_present_methods(program: Program, holder: Any) -> Program:
    """The program with the code that an object's trainable methods hold now."""
    parameters = holder.parameters() if isinstance(holder, Module) else ()
    written = {variable.name: variable.value for variable in program.variables}
    present = {it.name: str(it.data) for it in parameters if it.kind == "code" and it.name in written}
    changed = {name: code for name, code in present.items() if code.strip() != written[name].strip()}
    return Program.parse(program.render(changed), outside=program.outside) if changed else program


class _Collector:
    """Collects definitions in the order in which a file needs them."""

    def __init__(self, has: Has | None = None) -> None:
        self._has = has
        self.outside: dict[str, Any] = {}
        self._objects: dict[str, Any] = {}
        self._postponed = False
        self.imports: dict[str, None] = {}
        self.constants: dict[str, str] = {}
        self.functions: dict[str, str] = {}

    def text(self) -> str:
        future = ["from __future__ import annotations"] if self._postponed else []
        head = "\n".join([*future, *self.imports, *([""] if self.imports and self.constants else [])])
        constants = "\n".join(f"{name} = {value}" for name, value in self.constants.items())
        first = "\n".join(part for part in (head, constants) if part)
        return "\n\n\n".join(part.strip("\n") for part in (first, *self.functions.values()) if part) + "\n"

    def add_function(self, function: Callable[..., Any]) -> str:
        plain = inspect.unwrap(function)
        if not isinstance(plain, types.FunctionType):
            raise ProgramError(
                f"A program is a function, a bundle, an object that can be called, or a file; found {type(function).__name__}. "
                "Write it as a function, or give the path of its file."
            )
        name = plain.__name__
        if not name.isidentifier():
            raise ProgramError("A lambda cannot be made one text: write it as a function, with def and a name.")
        if name in self.functions:
            return name
        self.functions[name] = ""  # in the making: recursion ends here
        source = source_of(plain)
        self._postponed |= _postpones(plain)
        for needed, value in _outside_names(plain, source):
            self.add(needed, value, user=name)
        # An insertion moves it behind what it needs.
        del self.functions[name]
        parameter = getattr(function, "parameter", None)
        self.functions[name] = _with_present_code(source, parameter)
        return name

    def add_class(self, kind: type) -> str:
        """A class of the user's own; returns its name."""
        name = kind.__name__
        if name in self.functions:
            return name
        self.functions[name] = ""
        source = source_of(kind)
        space = vars(sys.modules[kind.__module__])
        methods = _methods(kind)
        postpones = any(map(_postpones, methods))
        self._postponed |= postpones
        for needed in _names_around(source, annotations=not postpones):
            if needed in space and needed != name:
                self.add(needed, space[needed], user=name)
        for method in methods:
            for needed, value in _outside_names(method):
                if value is not kind and needed != "__class__":
                    self.add(needed, value, user=f"{name}.{method.__name__}")
        del self.functions[name]
        self.functions[name] = source
        return name

    def add_object(self, name: str, value: Any) -> str:
        """An object of a class of the user's own, with what it holds; returns its name."""
        if any(value is known for known in self._objects.values()):
            return next(known for known, it in self._objects.items() if it is value)
        self._objects[name] = value
        kind = self.add_class(type(value))
        lines = [f"{name} = {kind}.__new__({kind})"]
        for attribute, held in vars(value).items():
            if not attribute.startswith("__"):
                written = self._held(f"{name.rstrip('_')}_{attribute}", held, user=f"{kind}.{attribute}")
                lines.append(f"{name}.{attribute} = {written}")
        self.functions.pop(name, None)
        self.functions[name] = "\n".join(lines) + "\n"
        return name

    def _held(self, name: str, value: Any, *, user: str) -> str:
        """What stands for an attribute's value in the text."""
        if isinstance(value, Parameter):
            self.imports.setdefault("import robotrace as rt")
            return _parameter_source(value)
        if is_constant(value):
            return repr(value)
        if isinstance(value, Module):
            return self.add_object(name, value)
        if callable(value) and hasattr(value, "__qualname__") and not self._stays(value):
            name = getattr(inspect.unwrap(value), "__name__", name)
        elif self._has is None:
            raise ProgramError(
                f"{user} is {with_article(type(value).__name__)}, which cannot be written down: a candidate runs on its own, as "
                "one text. Put the program in a file that makes it; where rows train it, it may stay where it is."
            )
        self.add(name, value, user=user)
        return name

    def add(self, name: str, value: Any, *, user: str) -> None:
        if self._stays(value):
            if self.outside.setdefault(name, value) is not value:
                raise ProgramError(
                    f"{user} uses {name!r}, and another function something else of that name: rename one."
                )
        elif isinstance(value, types.ModuleType):
            path = value.__name__
            self.imports[f"import {path}" if path == name else f"import {path} as {name}"] = None
        elif isinstance(value, Parameter):
            self.imports.setdefault("import robotrace as rt")
            self.constants[name] = _parameter_source(value)
        elif callable(value) and hasattr(value, "__qualname__"):
            self._add_callable(name, value, user)
        elif is_constant(value):
            self.constants[name] = repr(value)
        elif isinstance(value, Module):
            self.add_object(name, value)
        else:
            raise ProgramError(
                f"{user} uses {name!r}, {with_article(type(value).__name__)} from outside: a candidate runs on its own, as one "
                f"text. Make {name} inside {user}, or put the program in a file that makes it; where rows train it, it may stay "
                "where it is."
            )

    def _stays(self, value: Any) -> bool:
        """Whether a value goes with the program as it is: it cannot be written down, or is of a module that is not had there."""
        if self._has is None or isinstance(value, Parameter | Module) or is_constant(value):
            return False
        if isinstance(value, types.ModuleType):
            return not self._has(value.__name__)
        plain = inspect.unwrap(value) if callable(value) and hasattr(value, "__qualname__") else None
        if isinstance(plain, types.FunctionType | type) and not importable(plain.__module__):
            return plain.__name__ == "<lambda>" or not has_source(plain)
        module, own = getattr(plain, "__module__", None) or "", getattr(plain, "__name__", "")
        return plain is None or not self._has(module) or getattr(sys.modules.get(module), own, None) is not plain

    def _add_callable(self, name: str, value: Any, user: str) -> None:
        plain = inspect.unwrap(value)
        module, own = getattr(plain, "__module__", None) or "", getattr(plain, "__name__", name)
        if isinstance(plain, types.FunctionType) and not importable(module):
            if own != name:
                raise ProgramError(f"{user} uses {own!r} under the name {name!r}: use one name for it.")
            self.add_function(value)
        elif isinstance(plain, type) and not importable(module):
            self.add_class(plain)
        elif getattr(sys.modules.get(module), own, None) is plain:
            self.imports[f"from {module} import {own}" + ("" if own == name else f" as {name}")] = None
        else:
            raise ProgramError(f"{user} uses {name!r}, which cannot be imported by name: put the controller in a file.")


def has_source(of: Any) -> bool:
    """Whether the source of a function or a class is to be had."""
    try:
        source_of(of)
    except ProgramError:
        return False
    return True


def source_of(of: Any) -> str:
    """The source of a function or a class.

    Raises:
        ProgramError: It is not to be had.
    """
    try:
        return textwrap.dedent(inspect.getsource(of))
    except (OSError, TypeError) as error:
        raise ProgramError(
            f"The source of {of.__name__!r} is not to be had (was it typed into an interactive prompt?): put it in a file."
        ) from error


def _methods(kind: type) -> list[types.FunctionType]:
    """The functions that a class's own text defines."""
    held: list[Any] = [it.fget if isinstance(it, property) else it for it in vars(kind).values()]
    plain = [
        inspect.unwrap(cast("Callable[..., Any]", it))
        for it in held
        if isinstance(it, types.FunctionType | staticmethod | classmethod | Bundle)
    ]
    return [
        it for it in plain if isinstance(it, types.FunctionType) and it.__qualname__.startswith(f"{kind.__qualname__}.")
    ]


def _postpones(function: types.FunctionType) -> bool:
    """Whether a function's file has annotations that are not evaluated."""
    return bool(function.__code__.co_flags & __future__.annotations.compiler_flag)


def _names_around(source: str, *, annotations: bool) -> Iterator[str]:
    """The names that a definition uses where it is made: in bases, decorators, defaults, annotations, a class's own statements."""
    waiting: list[ast.AST] = [*ast.parse(source).body]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, ast.Name):
            yield part.id
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*part.decorator_list, part.args, *([part.returns] if part.returns and annotations else [])]
        elif isinstance(part, ast.arg | ast.AnnAssign) and not annotations:
            waiting += [part.value] if isinstance(part, ast.AnnAssign) and part.value else []
        elif not isinstance(part, ast.Lambda):
            waiting += ast.iter_child_nodes(part)


def _outside_names(function: types.FunctionType, source: str = "") -> Iterator[tuple[str, Any]]:
    """Names that a function (its decorators and inner functions too) takes from outside, with their values, in order of use."""
    captured = inspect.getclosurevars(function).nonlocals
    used = _names_around(source, annotations=not _postpones(function)) if source else ()
    around = [name for name in used if name in function.__globals__]
    names = list(dict.fromkeys([*_decorator_names(function), *around, *named_by(function.__code__, READS)]))
    for name in names:
        if name in function.__globals__:
            yield name, function.__globals__[name]
        elif not hasattr(builtins, name):
            raise ProgramError(f"{function.__name__} uses {name!r}, which is not defined.")
    for name, value in sorted(captured.items()):
        if not callable(value) or inspect.unwrap(value) is not function:
            yield name, value


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
