"""A controller's file as a template whose trainable parts can be replaced.

A candidate is one text: the user's file with the trainable functions' source and the trainable literals exchanged. Only the
user's own file is ever parsed here. What an optimizer wrote is spliced in as text, since parsing alone can hang or exhaust the
memory of the process that does it.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robotrace.errors import ProgramError, ProposalError
from robotrace.opto.records import Kind, Variable

ENTRY = "controller"
"""Name of the function that a program is entered by."""

_TOP_LEVEL_NAME = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Slot:
    """One replaceable part of the file.

    Attributes:
        variable: what an optimizer may know of it.
        start: offset of the first character replaced.
        end: offset after the last one.
        outer_start: offset of the whole construct (decorators, or the `node(...)` call).
        outer_end: offset after it.
        indent: blanks before a method's `def`.
    """

    variable: Variable
    start: int
    end: int
    outer_start: int
    outer_end: int
    indent: str


@dataclass(frozen=True, slots=True)
class Program:
    """A controller's source with its trainable parts known.

    Attributes:
        text: the file as the user wrote it; it defines `controller`, the function that is called with an observation.
        slots: the trainable parts, in order of the file.
    """

    text: str
    slots: tuple[Slot, ...]
    _dropped: tuple[tuple[int, int], ...] = ()
    _names: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str, *, entry: str = ENTRY, origin: str = "the controller") -> Program:
        """Read a controller that its user trusts.

        Args:
            text: the whole file.
            entry: name of the function that is called with an observation.
            origin: where the text is from, for error messages.

        Raises:
            ProgramError: it is not Python, has no such function, or a trainable part has no usable name or literal.
        """
        try:
            tree = ast.parse(text)
        except SyntaxError as error:
            line = (error.text or "").strip()
            raise ProgramError(f"{origin}, line {error.lineno}: {error.msg}: {line}") from error
        names = frozenset(_defined_names(tree))
        if entry not in names:
            listed = ", ".join(sorted(names)) or "nothing"
            raise ProgramError(
                f"{origin} defines no function {entry!r}; it defines {listed}. Name it as FILE.py:FUNCTION."
            )
        if entry != ENTRY:
            text = f"{text.rstrip()}\n\n\n{ENTRY} = {entry}\n"
        reader = _Reader(text, origin)
        reader.visit_body(tree.body, prefix="")
        slots = tuple(reader.slots)
        seen: set[str] = set()
        for slot in slots:
            if slot.variable.name in seen:
                raise ProgramError(f"{origin} has two trainable parameters named {slot.variable.name!r}; rename one.")
            seen.add(slot.variable.name)
        return cls(text, slots, tuple(reader.imports), names)

    @classmethod
    def read(cls, path: Path, *, entry: str = ENTRY) -> Program:
        """Read a controller's file; see `parse`."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ProgramError(f"{path} cannot be read: {error}") from error
        return cls.parse(text, entry=entry, origin=str(path))

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The trainable parts: names, kinds and values. What they are for and must satisfy, the loaded program says."""
        return tuple(slot.variable for slot in self.slots)

    def render(self, values: Mapping[str, Any]) -> str:
        """The file with these values in place; parts that are not named stay as they are.

        Raises:
            ProposalError: a name is unknown, or a value does not fit its place.
        """
        self._check_names(values)
        edits = [
            (s.outer_start, s.outer_end, self._construct(s, values[s.variable.name], values))
            for s in self._given(values)
        ]
        return _splice(self.text, edits)

    def bare(self, values: Mapping[str, Any]) -> str:
        """The same file without robotrace: no decorators, plain literals, its import gone.

        Raises:
            ProposalError: as for `render`.
            ProgramError: the file uses robotrace for more than marking what is trainable.
        """
        self._check_names(values)
        edits = [(start, end, "") for start, end in self._dropped]
        for slot in self.slots:
            value = values.get(slot.variable.name, slot.variable.value)
            if slot.variable.kind == "code":
                before, function = self._code_parts(slot, value, values)
                edits.append((slot.outer_start, slot.outer_end, before + textwrap.indent(function, slot.indent)))
            else:
                edits.append((slot.outer_start, slot.outer_end, repr(value)))
        text = _splice(self.text, edits).lstrip("\n")
        leftovers = sorted(_robotrace_names(ast.parse(self.text)) & _used_names(self._skeleton()))
        if leftovers:
            raise ProgramError(
                f"The controller uses {', '.join(leftovers)} beyond @bundle(trainable=True) and node(..., trainable=True); "
                "keep other uses of robotrace out of the controller's file to export it."
            )
        return text

    def _skeleton(self) -> str:
        """The user's own file without its trainable constructs' decorators: what remains of robotrace in there is used."""
        edits = [(start, end, "") for start, end in self._dropped]
        for slot in self.slots:
            plain = textwrap.indent(slot.variable.value, slot.indent) if slot.variable.kind == "code" else "None"
            edits.append((slot.outer_start, slot.outer_end, plain))
        return _splice(self.text, edits)

    def _check_names(self, values: Mapping[str, Any]) -> None:
        known = [slot.variable.name for slot in self.slots]
        for name in values:
            if name not in known:
                raise ProposalError(f"There is no parameter {name!r}; the parameters are {', '.join(known) or 'none'}.")

    def _given(self, values: Mapping[str, Any]) -> list[Slot]:
        return [slot for slot in self.slots if slot.variable.name in values]

    def _construct(self, slot: Slot, value: Any, values: Mapping[str, Any]) -> str:
        if slot.variable.kind != "code":
            head, tail = self.text[slot.outer_start : slot.start], self.text[slot.end : slot.outer_end]
            return f"{head}{value!r}{tail}"
        before, function = self._code_parts(slot, value, values)
        decorators = self.text[slot.outer_start : slot.start]
        return f"{before}{decorators}{textwrap.indent(function, slot.indent)}"

    def _code_parts(self, slot: Slot, value: Any, values: Mapping[str, Any]) -> tuple[str, str]:
        """What stands before the function's `def` in a proposed text, and the rest.

        Imports and helpers go above the decorators. The split is by lines, not by parsing: a text that defeats it makes a
        program that fails where it is loaded, which is an outcome like any other.
        """
        name = slot.variable.name
        function = name.rsplit(".", 1)[-1]
        if not isinstance(value, str):
            raise ProposalError(
                f"Parameter {name!r} is code: expected its source as text, found {type(value).__name__}."
            )
        lines = textwrap.dedent(value.expandtabs(4)).strip("\n").splitlines()
        opening = re.compile(rf"(async\s+)?def\s+{re.escape(function)}\s*\(")
        starts = [number for number, line in enumerate(lines) if opening.match(line)]
        if len(starts) != 1:
            found = "none" if not starts else f"{len(starts)} of them"
            raise ProposalError(
                f"Parameter {name!r}: expected one top-level function `def {function}(...)`, found {found}."
            )
        head = [
            line
            for line in lines[: starts[0]]
            if line not in self.text.splitlines() or not line.startswith(("import", "from"))
        ]
        before = "\n".join(head).strip("\n")
        rest = "\n".join(lines[starts[0] :]) + "\n"
        if before and slot.indent:
            raise ProposalError(f"Parameter {name!r} is a method: put imports and helpers inside it, not before it.")
        self._check_helpers(slot, before + "\n" + rest, values)
        return (before + "\n\n\n" if before else ""), rest

    def _check_helpers(self, slot: Slot, text: str, values: Mapping[str, Any]) -> None:
        own = slot.variable.name
        taken = set(self._names)
        for name, value in values.items():
            if name != own and isinstance(value, str):
                taken |= set(_TOP_LEVEL_NAME.findall(value))
        clash = sorted((set(_TOP_LEVEL_NAME.findall(text)) - {own}) & taken)
        if clash and not slot.indent:
            raise ProposalError(
                f"Parameter {own!r} defines {', '.join(clash)}, which the program has already; "
                f"change that parameter, or put the helper inside {own}."
            )


class _Reader:
    """Finds trainable functions and literals in a trusted file."""

    def __init__(self, text: str, origin: str) -> None:
        self.origin = origin
        self.text = text
        self.slots: list[Slot] = []
        self.imports: list[tuple[int, int]] = []
        # ast counts columns in UTF-8 bytes; offsets here are in characters.
        self._lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        if line > len(self._lines):
            return len(self.text)
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def line_end(self, line: int) -> int:
        return self._starts[min(line, len(self._lines))]

    def _whole_lines(self, statement: ast.stmt) -> tuple[int, int]:
        """A statement's lines, and as many of the blank ones after it as there are blank ones before it."""
        start, end = statement.lineno - 1, statement.end_lineno or statement.lineno
        before, after = self._blank(range(start - 1, -1, -1)), self._blank(range(end, len(self._lines)))
        return self.offset(statement.lineno, 0), self.line_end(end + min(before, after))

    def _blank(self, numbers: range) -> int:
        """How many of these lines are blank, up to the first that is not."""
        return next((count for count, number in enumerate(numbers) if self._lines[number].strip()), len(numbers))

    def visit_body(self, body: list[ast.stmt], prefix: str) -> None:
        for statement in body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                self._function(statement, prefix)
            elif isinstance(statement, ast.ClassDef):
                self.visit_body(statement.body, prefix=f"{prefix}{statement.name}.")
            elif isinstance(statement, ast.Import | ast.ImportFrom) and _imports_robotrace(statement):
                self.imports.append(self._whole_lines(statement))
            elif isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
                self._literal(statement.value)

    def _function(self, function: ast.FunctionDef | ast.AsyncFunctionDef, prefix: str) -> None:
        marks = [mark for mark in function.decorator_list if _is_trainable(mark, "bundle")]
        if not marks:
            return
        if len(function.decorator_list) > 1:
            raise ProgramError(
                f"{self.origin}, line {function.lineno}: trainable function {function.name!r} has further decorators; "
                "expected only @bundle(trainable=True), since an optimizer replaces the whole function."
            )
        start = self.offset(function.lineno, 0)
        end = self.line_end(function.end_lineno or function.lineno)
        outer = self.offset(marks[0].lineno, 0)
        indent = " " * function.col_offset
        source = textwrap.dedent(self.text[start:end].expandtabs(4)).rstrip("\n") + "\n"
        name = _keyword_text(marks[0], "name") or f"{prefix}{function.name}"
        self.slots.append(Slot(Variable(name, "code", source), start, end, outer, end, indent))

    def _literal(self, call: ast.Call) -> None:
        if not _is_trainable(call, "node"):
            return
        where = f"{self.origin}, line {call.lineno}"
        name = _keyword_text(call, "name")
        if name is None and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
            name = str(call.args[1].value)
        if name is None:
            raise ProgramError(f'{where}: a trainable node needs a name: node(..., trainable=True, name="gain").')
        try:
            value = ast.literal_eval(call.args[0])
        except (ValueError, IndexError) as error:
            raise ProgramError(f"{where}: parameter {name!r} needs a literal as its first argument.") from error
        first = call.args[0]
        start = self.offset(first.lineno, first.col_offset)
        end = self.offset(first.end_lineno or first.lineno, first.end_col_offset or 0)
        outer = self.offset(call.lineno, call.col_offset)
        outer_end = self.offset(call.end_lineno or call.lineno, call.end_col_offset or 0)
        variable = Variable(name, _kind(value), value)
        self.slots.append(Slot(variable, start, end, outer, outer_end, ""))


def _kind(value: Any) -> Kind:
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number"
    return "value"


def _is_trainable(expression: ast.expr, function: str) -> bool:
    """Whether it is a call of `function` (or `anything.function`) with `trainable=True`."""
    if not isinstance(expression, ast.Call):
        return False
    called = expression.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
    marks = [k.value for k in expression.keywords if k.arg == "trainable"]
    return name == function and any(isinstance(mark, ast.Constant) and mark.value is True for mark in marks)


def _keyword_text(expression: ast.expr, name: str) -> str | None:
    for keyword in getattr(expression, "keywords", []):
        if keyword.arg == name and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            return keyword.value.value
    return None


def _imports_robotrace(statement: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return (statement.module or "").split(".")[0] == "robotrace"
    return any(alias.name.split(".")[0] == "robotrace" for alias in statement.names)


def _robotrace_names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import | ast.ImportFrom) and _imports_robotrace(statement):
            names |= {alias.asname or alias.name.split(".")[0] for alias in statement.names}
    return names


def _used_names(text: str) -> set[str]:
    return {part.id for part in ast.walk(ast.parse(text)) if isinstance(part, ast.Name)}


def _defined_names(tree: ast.Module) -> list[str]:
    return [s.name for s in tree.body if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]


def _splice(text: str, edits: list[tuple[int, int, str]]) -> str:
    pieces, position = [], 0
    for start, end, replacement in sorted(edits):
        pieces += [text[position:start], replacement]
        position = end
    return "".join([*pieces, text[position:]])
