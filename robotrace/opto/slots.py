"""Reading a controller's file that its user trusts: where its trainable parts are."""

from __future__ import annotations

import ast
import textwrap
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from robotrace.errors import ProgramError
from robotrace.opto.definitions import split_lines
from robotrace.opto.records import Kind, Variable


@dataclass(frozen=True, slots=True)
class Slot:
    """One replaceable part of the file.

    Attributes:
        variable: Its name, kind and value; what it is for, the loaded program says.
        start: Offset of the first character that is replaced.
        end: Offset after the last character that is replaced.
        outer_start: Offset of the whole construct: of the decorators, or of the `node(...)` call.
        outer_end: Offset after the whole construct.
        indent: Blanks before a method's `def`.
        above: Offset where imports and helpers of a new text stand: above the function, or above a method's outermost class.
    """

    variable: Variable
    start: int
    end: int
    outer_start: int
    outer_end: int
    indent: str
    above: int = 0


class Reader:
    """Finds the trainable functions and literals in a trusted file.

    Attributes:
        slots: The trainable functions and literals found, in order of the file.
        of_objects: The trainable literals that a class's `__init__` makes, in order of the file.
        imports: Offsets of the lines that import robotrace, with blank lines after them.
    """

    def __init__(self, text: str, origin: str) -> None:
        self.origin = origin
        self.text = text
        self.slots: list[Slot] = []
        self.of_objects: list[Slot] = []
        self.imports: list[tuple[int, int]] = []
        # ast counts columns in UTF-8 bytes; offsets here are in characters.
        self._lines = split_lines(text)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        """Where in the text a place of the syntax tree is, in characters: its line from 1, its column in bytes."""
        if line > len(self._lines):
            return len(self.text)
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def line_end(self, line: int) -> int:
        """Where in the text a line, counted from 1, has ended."""
        return self._starts[min(line, len(self._lines))]

    def _whole_lines(self, statement: ast.stmt) -> tuple[int, int]:
        """A statement's lines, and as many of the blank ones after it as there are blank ones before it."""
        start, end = statement.lineno - 1, statement.end_lineno or statement.lineno
        before, after = self._blank(range(start - 1, -1, -1)), self._blank(range(end, len(self._lines)))
        return self.offset(statement.lineno, 0), self.line_end(end + min(before, after))

    def _blank(self, numbers: range) -> int:
        """How many of these lines are blank, up to the first that is not."""
        return next((count for count, number in enumerate(numbers) if self._lines[number].strip()), len(numbers))

    def visit_body(self, body: list[ast.stmt], prefix: str, above: int | None = None) -> None:
        """Note what is trainable in these statements.

        Args:
            body: The statements of the module, or of a class.
            prefix: The names of the classes around them, each with a dot.
            above: The offset of the outermost of these classes.

        Raises:
            ProgramError: A trainable part has no usable name, decorator or literal.
        """
        for statement in body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                self._function(statement, prefix, above)
                if prefix and statement.name == "__init__":
                    self._attributes(statement)
            elif isinstance(statement, ast.ClassDef):
                first = min([statement.lineno, *(mark.lineno for mark in statement.decorator_list)])
                here = self.offset(first, 0) if above is None else above
                self.visit_body(statement.body, prefix=f"{prefix}{statement.name}.", above=here)
            elif isinstance(statement, ast.Import | ast.ImportFrom) and imports_robotrace(statement):
                self.imports.append(self._whole_lines(statement))
            elif isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
                self.slots += self._literal(statement.value)

    def _attributes(self, init: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Note what `__init__` sets to trainable literals, such as `self.gain = node(1.0, trainable=True, name="gain")`."""
        for statement in init.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
                with suppress(ProgramError):  # its value is an argument's: there is nothing in the text to replace
                    self.of_objects += self._literal(statement.value)

    def _function(self, function: ast.FunctionDef | ast.AsyncFunctionDef, prefix: str, above: int | None) -> None:
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
        place = outer if above is None else above
        self.slots.append(Slot(Variable(name, "code", source), start, end, outer, end, indent, place))

    def _literal(self, call: ast.Call) -> list[Slot]:
        if not _is_trainable(call, "node"):
            return []
        where = f"{self.origin}, line {call.lineno}"
        name = _keyword_text(call, "name")
        if name is None and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
            name = str(call.args[1].value)
        if name is None:
            raise ProgramError(f'{where}: a trainable node needs a name: node(..., trainable=True, name="gain").')
        try:
            value = ast.literal_eval(call.args[0])
        except (ValueError, IndexError, TypeError) as error:
            raise ProgramError(f"{where}: parameter {name!r} needs a literal as its first argument.") from error
        first = call.args[0]
        start = self.offset(first.lineno, first.col_offset)
        end = self.offset(first.end_lineno or first.lineno, first.end_col_offset or 0)
        outer = self.offset(call.lineno, call.col_offset)
        outer_end = self.offset(call.end_lineno or call.lineno, call.end_col_offset or 0)
        variable = Variable(name, _kind(value), value, bounds=_bounds(call))
        return [Slot(variable, start, end, outer, outer_end, "")]


def _bounds(call: ast.Call) -> tuple[float | None, float | None]:
    """The bounds that a node is given as literals; whatever else stands there, the loaded program tells."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "bounds"]
    try:
        match ast.literal_eval(given[0]) if given else None:
            case (None | int() | float() as lowest, None | int() | float() as highest):
                return lowest, highest
    except (ValueError, TypeError):
        pass
    return None, None


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


def imports_robotrace(statement: ast.Import | ast.ImportFrom) -> bool:
    """Whether a statement imports this package, or something of it."""
    if isinstance(statement, ast.ImportFrom):
        return (statement.module or "").split(".")[0] == "robotrace"
    return any(alias.name.split(".")[0] == "robotrace" for alias in statement.names)
