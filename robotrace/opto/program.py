"""A controller's file as a template whose trainable parts can be replaced.

A candidate is one text: the user's file with the trainable functions' source and the trainable literals exchanged. Only the
user's own file is ever parsed here. What an optimizer wrote is spliced in as text, since parsing alone can hang or exhaust the
memory of the process that does it.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from robotrace.errors import ProgramError, ProposalError
from robotrace.opto.available import in_program
from robotrace.opto.definitions import definitions, function_lines, split_lines
from robotrace.opto.readable import readable
from robotrace.opto.records import Variable
from robotrace.opto.slots import Reader, Slot, imports_robotrace

ENTRY = "controller"
"""Name of the function that a program is entered by."""
Edit: TypeAlias = tuple[int, int, str]
"""What stands in a text from one offset to another, in place of what does."""


@dataclass(frozen=True, slots=True)
class Program:
    """A controller's source with its trainable parts known.

    Attributes:
        text: The file as the user wrote it; it defines `controller`, the function that is called with an observation.
        slots: The trainable parts, in order of the file.
        outside: Live values by name that the text uses and does not make, for a program that only runs in this process.
    """

    text: str
    slots: tuple[Slot, ...]
    outside: Mapping[str, Any] = field(default_factory=dict, compare=False)
    _dropped: tuple[tuple[int, int], ...] = ()
    _names: frozenset[str] = frozenset()

    @classmethod
    def parse(
        cls,
        text: str,
        *,
        entry: str = ENTRY,
        origin: str = "the controller",
        outside: Mapping[str, Any] | None = None,
    ) -> Program:
        """Read a controller that its user trusts.

        Args:
            text: The source text of the whole file.
            entry: The name of the function that is called with an observation.
            origin: Where the text is from, for error messages.
            outside: Live values by name that the text uses and does not make.

        Raises:
            ProgramError: The text is not Python or has no such function, or a trainable part has no usable name or literal.
        """
        with readable(origin):
            tree = ast.parse(text)
        names = frozenset(_defined_names(tree))
        if entry not in names:
            listed = ", ".join(sorted(names)) or "nothing"
            raise ProgramError(
                f"{origin} defines no function {entry!r}; it defines {listed}. Name it as FILE.py:FUNCTION."
            )
        if entry != ENTRY:
            text = f"{text.rstrip()}\n\n\n{ENTRY} = {entry}\n"
        reader = Reader(text, origin)
        with readable(origin):
            reader.visit_body(tree.body, prefix="")
        # An object whose state the text sets one by one is not made by `__init__`: its literals are those set.
        known = {slot.variable.name for slot in reader.slots}
        further = [slot for slot in reader.of_objects if slot.variable.name not in known]
        found = sorted([*reader.slots, *further], key=lambda slot: slot.start)
        slots = tuple(replace(slot, variable=in_program(tree, slot.variable)) for slot in found)
        seen: set[str] = set()
        for slot in slots:
            if slot.variable.name in seen:
                raise ProgramError(f"{origin} has two trainable parameters named {slot.variable.name!r}; rename one.")
            seen.add(slot.variable.name)
        return cls(text, slots, dict(outside or {}), tuple(reader.imports), names)

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
            ProposalError: A parameter name is unknown, or a value does not fit its place in the file.
        """
        self._check_names(values)
        edits = [edit for slot in self._given(values) for edit in self._edits(slot, values[slot.variable.name], values)]
        return splice(self.text, edits)

    def bare(self, values: Mapping[str, Any]) -> str:
        """The same file without robotrace: no decorators, plain literals, its import gone.

        Raises:
            ProposalError: As for `render`.
            ProgramError: The file uses robotrace for more than marking its trainable parts.
        """
        self._check_names(values)
        edits = [(start, end, "") for start, end in self._dropped]
        for slot in self.slots:
            value = values.get(slot.variable.name, slot.variable.value)
            if slot.variable.kind == "code":
                edits += self._code_edits(slot, value, values, decorators="")
            else:
                edits.append((slot.outer_start, slot.outer_end, repr(value)))
        text = splice(self.text, edits).lstrip("\n")
        with readable("the controller"):
            leftovers = sorted(_robotrace_names(ast.parse(self.text)) & _used_names(self._skeleton()))
        if leftovers:
            raise ProgramError(
                f"The controller uses {', '.join(leftovers)} beyond @bundle(trainable=True) and node(..., trainable=True); "
                "keep other uses of robotrace out of the controller's file to export it."
            )
        return text

    def exported(self, values: Mapping[str, Any]) -> str:
        """The file to be used alone: `bare`, or as it is where it uses robotrace for more than marking its trainable parts.

        Raises:
            ProposalError: As for `render`.
        """
        try:
            return self.bare(values)
        except ProgramError:
            return self.render(values)

    def _skeleton(self) -> str:
        """The user's own file without its trainable constructs' decorators: what remains of robotrace in there is used."""
        edits = [(start, end, "") for start, end in self._dropped]
        for slot in self.slots:
            plain = textwrap.indent(slot.variable.value, slot.indent) if slot.variable.kind == "code" else "None"
            edits.append((slot.outer_start, slot.outer_end, plain))
        return splice(self.text, edits)

    def _check_names(self, values: Mapping[str, Any]) -> None:
        known = [slot.variable.name for slot in self.slots]
        for name in values:
            if name not in known:
                raise ProposalError(f"There is no parameter {name!r}; the parameters are {', '.join(known) or 'none'}.")

    def _given(self, values: Mapping[str, Any]) -> list[Slot]:
        return [slot for slot in self.slots if slot.variable.name in values]

    def _edits(self, slot: Slot, value: Any, values: Mapping[str, Any]) -> list[Edit]:
        if slot.variable.kind != "code":
            head, tail = self.text[slot.outer_start : slot.start], self.text[slot.end : slot.outer_end]
            return [(slot.outer_start, slot.outer_end, f"{head}{value!r}{tail}")]
        return self._code_edits(slot, value, values, decorators=self.text[slot.outer_start : slot.start])

    def _code_edits(self, slot: Slot, value: Any, values: Mapping[str, Any], *, decorators: str) -> list[Edit]:
        """The function in its place, and what stands beside it above: above the class, where it is a method."""
        before, function = self._code_parts(slot, value, values)
        placed = (slot.outer_start, slot.outer_end, decorators + textwrap.indent(function, slot.indent))
        return [(slot.above, slot.above, before), placed] if before else [placed]

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
        dedented = textwrap.dedent(value.expandtabs(4)).strip("\n")
        lines = [line.rstrip("\r\n") for line in split_lines(dedented)]
        starts = function_lines(dedented, function)
        if len(starts) != 1:
            found = "none" if not starts else f"{len(starts)} of them"
            raise ProposalError(
                f"Parameter {name!r}: expected one top-level function `def {function}(...)`, found {found}."
            )
        present = {line.rstrip("\r\n") for line in split_lines(self.text)}
        head = [line for line in lines[: starts[0]] if line not in present or not line.startswith(("import ", "from "))]
        before = "\n".join(head).strip("\n")
        rest = "\n".join(lines[starts[0] :]) + "\n"
        self._check_helpers(slot, before if slot.indent else f"{before}\n{rest}", values)
        return (before + "\n\n\n" if before else ""), rest

    def _check_helpers(self, slot: Slot, text: str, values: Mapping[str, Any]) -> None:
        own = slot.variable.name
        taken = set(self._names)
        for name, value in values.items():
            if name != own and isinstance(value, str):
                taken |= _top_level_names(value)
        clash = sorted((_top_level_names(text) - {own}) & taken)
        if clash:
            raise ProposalError(
                f"Parameter {own!r} defines {', '.join(clash)}, which the program has already; "
                f"change that parameter, or put the helper inside {own}."
            )


def _robotrace_names(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for statement in ast.walk(tree):
        if isinstance(statement, ast.Import | ast.ImportFrom) and imports_robotrace(statement):
            names |= {alias.asname or alias.name.split(".")[0] for alias in statement.names}
    return names


def _used_names(text: str) -> set[str]:
    return {part.id for part in ast.walk(ast.parse(text)) if isinstance(part, ast.Name)}


def _defined_names(tree: ast.Module) -> list[str]:
    """The names of functions and classes, and of what is made by a call or is another name, such as `controller = Policy()`."""
    names = [s.name for s in tree.body if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    made = (
        s for s in tree.body if isinstance(s, ast.Assign) and isinstance(s.value, ast.Call | ast.Name | ast.Attribute)
    )
    return [*names, *(t.id for s in made for t in s.targets if isinstance(t, ast.Name))]


def _top_level_names(text: str) -> set[str]:
    return {definition.path for definition in definitions(text) if not definition.is_indented}


def splice(text: str, edits: Iterable[Edit]) -> str:
    """A text with some of its stretches, from one offset to another, replaced."""
    pieces, position = [], 0
    for start, end, replacement in sorted(edits):
        pieces += [text[position:start], replacement]
        position = end
    return "".join([*pieces, text[position:]])
