"""The source of one function or class of the user's own, without robotrace.

Only the user's own text is parsed. A text that an optimizer wrote is put in its place as it is.
"""

from __future__ import annotations

import ast
import re
import textwrap
import types
from collections.abc import Callable, Container, Mapping
from typing import Any

from robotrace.errors import ProgramError
from robotrace.opto.definitions import silenced
from robotrace.opto.program import splice
from robotrace.opto.slots import Reader
from robotrace.trace import Module, Node, bundle, node

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Bare:
    """Takes robotrace out of a definition.

    Args:
        source: The definition, at the left margin.
        names: What names stand for around it.
        outside: The names that the functions in it take from outside; others are their own variables.
        code_of: The present code of a function by its name, or None where that is the one in the source.
        value_of: The present value of the node that is an attribute, as a literal; None where there is no such node.

    Attributes:
        used: The names from outside that are left in it.
    """

    def __init__(
        self,
        source: str,
        names: Mapping[str, Any],
        outside: Container[str],
        *,
        code_of: Callable[[str], str | None],
        value_of: Callable[[str], str | None],
    ) -> None:
        self.used: dict[str, None] = {}
        self._source, self._names, self._outside = source, names, outside
        self._is_inside = False
        self._code_of, self._value_of = code_of, value_of
        self._edits: list[tuple[int, int, str]] = []
        self._definition = ast.parse(source).body[0]
        self._title = getattr(self._definition, "name", "")
        self._reader = Reader(source, self._title)
        self._visit(self._definition, own=True)

    def text(self) -> str:
        """The definition without robotrace."""
        return splice(self._source, self._edits)

    def _visit(self, item: ast.AST, *, own: bool = False) -> None:
        if isinstance(item, Function):
            self._function(item, own=own)
        elif isinstance(item, ast.ClassDef):
            self._class(item, own=own)
        elif isinstance(item, ast.Assign | ast.AnnAssign) and self._is_node(item.value):
            self._assignment(item)
        elif isinstance(item, ast.Call) and self._marked(item) is not None:
            self._unmark(item)
        elif isinstance(item, ast.Attribute) and item.attr == "data" and self._holds_node(item.value):
            self._visit(item.value)
            self._cut(self._end(item.value), self._end(item))
        elif isinstance(item, ast.Name):
            self._use(item)
        else:
            self._visit_all(ast.iter_child_nodes(item))

    def _visit_all(self, items: Any) -> None:
        for item in items:
            self._visit(item)

    def _function(self, function: Function, *, own: bool) -> None:
        present = self._code_of(function.name) if own else None
        for decorator in function.decorator_list:
            if self._resolved(_called(decorator)) is bundle:
                start = self._reader.offset(decorator.lineno, 0)
                self._cut(start, self._reader.line_end(decorator.end_lineno or decorator.lineno))
            else:
                self._visit(decorator)
        if present is None:
            self._visit_all([function.args, *([function.returns] if function.returns else [])])
            around, self._is_inside = self._is_inside, True
            self._visit_all(function.body)
            self._is_inside = around
            return
        code = textwrap.indent(self._without_data(present.strip("\n")), " " * function.col_offset) + "\n"
        start = self._reader.offset(function.lineno, 0)
        self._edits.append((start, self._reader.line_end(function.end_lineno or function.lineno), code))
        for name in re.findall(r"(?<![\w.])[^\W\d]\w*", silenced(present)):
            if name in self._names and not _is_ours(self._names[name]):
                self.used[name] = None

    def _class(self, definition: ast.ClassDef, *, own: bool) -> None:
        heads: list[ast.expr | ast.keyword] = [*definition.bases, *definition.keywords]
        kept = [item for item in heads if not (isinstance(item, ast.expr) and self._resolved(item) is Module)]
        if len(kept) < len(heads):
            words = ", ".join(ast.get_source_segment(self._source, item) or "" for item in kept)
            opened = self._source.rindex("(", 0, self._start(heads[0]))
            closed = self._source.index(")", self._end(heads[-1])) + 1
            self._edits.append((opened, closed, f"({words})" if words else ""))
            self._call_forward(definition)
        else:
            kept = heads
        for item in kept:
            for name in (part for part in ast.walk(item) if isinstance(part, ast.Name)):
                self._use(name)
        self._visit_all(definition.decorator_list)
        for statement in definition.body:
            self._visit(statement, own=own and isinstance(statement, Function))

    def _call_forward(self, definition: ast.ClassDef) -> None:
        """Where a class has it from `Module` that calling an object calls its `forward`, write that down."""
        methods = {part.name for part in definition.body if isinstance(part, Function)}
        if "forward" in methods and "__call__" not in methods:
            last = definition.body[-1]
            end, indent = self._reader.line_end(last.end_lineno or last.lineno), " " * last.col_offset
            head, body = "def __call__(self, *args, **kwargs):", "    return self.forward(*args, **kwargs)"
            before = "" if self._source[:end].endswith("\n") else "\n"
            self._edits.append((end, end, f"{before}\n{indent}{head}\n{indent}{body}\n"))

    def _assignment(self, statement: ast.Assign | ast.AnnAssign) -> None:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        value = statement.value
        assert isinstance(value, ast.Call)
        literals = [self._value_of(it.attr) for it in targets if isinstance(it, ast.Attribute) and _is_of_self(it)]
        if literals and literals[0] is not None:
            self._edits.append((self._start(value), self._end(value), literals[0]))
        else:
            self._unmark(value)

    def _unmark(self, call: ast.Call) -> None:
        """Leave of `node(x, ...)`, `bundle(f)` and `bundle(...)(f)` what they are of."""
        if self._marked(call) is node and any(it.arg == "trainable" for it in call.keywords) and self._value_of(""):
            raise ProgramError(
                f"{self._title}, line {call.lineno}: the present value of a trainable node can be written only where it is "
                "assigned to an attribute: self.NAME = node(...)."
            )
        if not call.args:
            raise ProgramError(
                f"{self._title}, line {call.lineno}: {ast.unparse(call)} cannot be written without robotrace."
            )
        inner = call.args[0]
        self._cut(self._start(call), self._start(inner))
        self._cut(self._end(inner), self._end(call))
        self._visit(inner)

    def _use(self, name: ast.Name) -> None:
        if name.id not in self._names or (self._is_inside and name.id not in self._outside):
            return
        if _is_ours(self._names[name.id]):
            line = self._source.splitlines()[name.lineno - 1].strip()
            raise ProgramError(
                f"{self._title}, line {name.lineno}: `{line:.80}` uses {name.id} of robotrace for more than marking what is "
                "trained: keep that out of what is exported."
            )
        self.used[name.id] = None

    def _marked(self, call: ast.Call) -> Any:
        """The function of robotrace that a call is of: `node`, `bundle`; None for any other call."""
        factory = isinstance(call.func, ast.Call) and not call.func.args  # bundle(...)(f); bundle(f)(x) is a call of f
        found = self._resolved(_called(call.func) if factory else call.func)
        return found if found is bundle or found is node else None

    def _is_node(self, value: ast.expr | None) -> bool:
        return isinstance(value, ast.Call) and self._marked(value) is node

    def _holds_node(self, value: ast.expr) -> bool:
        if isinstance(value, ast.Name):
            return isinstance(self._names.get(value.id), Node)
        return isinstance(value, ast.Attribute) and _is_of_self(value) and self._value_of(value.attr) is not None

    def _without_data(self, text: str) -> str:
        """A text that nobody has parsed, without `.data` of nodes."""

        def bare(found: re.Match[str]) -> str:
            holds = self._value_of(found[2]) is not None if found[1] else isinstance(self._names.get(found[2]), Node)
            return f"{found[1] or ''}{found[2]}" if holds else found[0]

        return re.sub(r"(?<![\w.])(self\.)?([^\W\d]\w*)\.data\b", bare, text)

    def _resolved(self, expression: ast.expr) -> Any:
        if isinstance(expression, ast.Name):
            return self._names.get(expression.id)
        if isinstance(expression, ast.Attribute):
            owner = self._resolved(expression.value)
            return getattr(owner, expression.attr, None) if _is_ours(owner) else None
        return None

    def _cut(self, start: int, end: int) -> None:
        self._edits.append((start, end, ""))

    def _start(self, item: ast.expr | ast.keyword) -> int:
        return self._reader.offset(item.lineno, item.col_offset)

    def _end(self, item: ast.expr | ast.keyword) -> int:
        return self._reader.offset(item.end_lineno or item.lineno, item.end_col_offset or 0)


def _called(expression: ast.expr) -> ast.expr:
    return expression.func if isinstance(expression, ast.Call) else expression


def _is_of_self(expression: ast.Attribute) -> bool:
    return isinstance(expression.value, ast.Name) and expression.value.id == "self"


def _is_ours(value: Any) -> bool:
    """Whether a value is robotrace's own: one of its packages, functions or classes."""
    if isinstance(value, types.ModuleType):
        module = value.__name__
    elif isinstance(value, type | types.FunctionType):
        module = value.__module__
    else:
        return False
    return module.partition(".")[0] == "robotrace"
