"""Calls as lines of a program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from robotrace.optimizers.reply.fences import fenced
from robotrace.optimizers.view.calls import references
from robotrace.optimizers.view.estimate import tokens
from robotrace.optimizers.view.flow import Flow, Run
from robotrace.optimizers.view.values import short
from robotrace.text import cut, one_line, quoted
from robotrace.trace import Graph, Record, Ref

SIGNS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}

_OPERATIONS = 40  # different ones that are listed
_ABOUT = 400  # characters of a function's own words
_LINE = 1_000  # characters of one line
_CODE = 4_000  # characters of a function that is an input
_ERROR = 1_500  # characters of what a call raised


def call_lines(graph: Graph, calls: Sequence[Record], *, whole: bool = False) -> list[str]:
    """One line a call: its label, the function, the arguments, and where it returned."""
    return [_call_line(graph, call, whole=whole) for call in calls]


def loop_lines(flow: Flow, index: str) -> str:
    """The loop's body, each slot as its last call has it.

    Args:
        flow: The values of the loop.
        index: The name of what counts the passes.
    """
    counts = [len(run.loop.passes) for run in flow.runs]
    lines = [f"for {index} in range({counts[0]}):{_remark(_lengths(flow))}"]
    for slot in flow.slots[:_OPERATIONS]:
        run, call = flow.members[slot][0].run, flow.members[slot][0].calls[-1]
        texts = {name: flow.argument(run, call, name, value) for name, value in call.inputs.items()}
        made = _made(slot.operation, call, texts)
        times = sum(len(members.calls) for members in flow.members[slot])
        remarks = [f"in {times} of {sum(counts)} passes"] if times < sum(counts) else []
        remarks += _used(dict.fromkeys(_read(run, ref) for ref in _reads(call)))
        lines.append("    " + _safe(f"{flow.names[slot]} = {made}{_remark(remarks)}"))
    if len(flow.slots) > _OPERATIONS:
        lines.append(f"    ... ({len(flow.slots) - _OPERATIONS} more calls)")
    return "\n".join(lines)


def value_line(graph: Graph, record: Record, *, whole: bool = False) -> str:
    """A value with its label and type, or what its call raised; long values are cut unless wanted whole."""
    label = one_line(graph.label(record.id))
    if record.error is not None:
        return f"{label} raised:\n{quoted(record.error, _ERROR)}"
    if record.kind == "parameter" and record.note.get("kind") == "code":
        return f"{label} (code that does not change):\n{fenced(cut(str(record.output), _CODE))}"
    remarks = [one_line(record.description)] if record.description and record.kind != "call" else []
    if record.kind == "call":
        remarks += [f"{name} = {short(value)}" for name, value in record.note.items()]
    text = short(record.output, whole=whole)
    return _safe(f"{label} = {text} ({type(record.output).__name__}){_remark(remarks)}", whole=whole)


def documentation(records: Iterable[Record]) -> str:
    """What the functions do, in their own words."""
    about: dict[str, str] = {}
    for record in records:
        if record.kind == "call" and record.description and record.operation not in about:
            about[record.operation] = one_line(record.description, _ABOUT)
    return "\n".join(f"[{one_line(name)}] {text}" for name, text in list(about.items())[:_OPERATIONS])


def fit(lines: Sequence[str], room: float) -> str:
    """As many lines of the beginning and of the end as so many tokens have room for."""
    first = last = spent = 0
    while first + last < len(lines):
        at_start = first <= last
        spent += tokens(lines[first] if at_start else lines[-1 - last]) + 1
        if spent > room and first:
            break
        first, last = first + at_start, last + (not at_start)
    left = len(lines) - first - last
    return "\n".join([*lines[:first], *([f"... ({left} more)"] if left else []), *lines[len(lines) - last :]])


def _call_line(graph: Graph, call: Record, *, whole: bool) -> str:
    texts = {name: short(value, graph.label, whole=whole) for name, value in call.inputs.items()}
    remarks = [f"returned from line {call.line}"] if call.line is not None and call.error is None else []
    remarks += _used(graph.label(ref.id) for ref in _reads(call))
    remarks += ["raised"] if call.error is not None else []
    line = f"{graph.label(call.id)} = {call.operation}({_arguments(call, texts)}){_remark(remarks)}"
    return _safe(line, whole=whole)


def _safe(line: str, *, whole: bool = False) -> str:
    """The line, without what could make it more than one."""
    shown = line if line.isprintable() else one_line(line, len(line))
    return shown if whole else cut(shown, _LINE)


def _made(operation: str, call: Record, texts: dict[str, str]) -> str:
    """What a call makes, as an expression."""
    if is_packing(call):
        return texts["items"]
    if operation in SIGNS and list(texts) == ["a", "b"]:
        return f"{texts['a']} {SIGNS[operation]} {texts['b']}"
    return f"{operation}({_arguments(call, texts)})"


def _arguments(call: Record, texts: dict[str, str]) -> str:
    """The arguments; code is `__code__`, by name only where it is not the function's own."""
    own = texts.get("__code__") == call.operation
    shown = [(name, text) for name, text in texts.items() if name not in ("__reads__", "__code__")]
    code = ["__code__" if own else f"__code__={texts['__code__']}"] if "__code__" in texts else []
    return ", ".join([*(f"{name}={text}" for name, text in shown), *code])


def is_packing(call: Record) -> bool:
    """Whether it only puts values into a container."""
    return call.operation in ("list", "tuple", "dict") and call.inputs.keys() == {"items"}


def _reads(call: Record) -> list[Ref]:
    return list(references(call.inputs.get("__reads__", ())))


def _read(run: Run, ref: Ref) -> str:
    slot = run.loop.slot.get(ref.id)
    return f"{slot.operation}()" if slot else run.calls.graph.label(ref.id)


def _lengths(flow: Flow) -> list[str]:
    """How many passes each run has, where there are several that differ."""
    counts = [len(run.loop.passes) for run in flow.runs]
    if len(set(counts)) == 1:
        return []
    return [
        ", ".join(f"{count} in {run.title.partition(':')[0]}" for run, count in zip(flow.runs, counts, strict=True))
    ]


def _used(names: Iterable[str]) -> list[str]:
    listed = ", ".join(names)
    return [f"also used: {listed}"] if listed else []


def _remark(remarks: Sequence[str]) -> str:
    return f"  # {'; '.join(remarks)}" if remarks else ""
