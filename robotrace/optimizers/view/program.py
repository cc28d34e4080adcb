"""Calls as lines of a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from robotrace.optimizers.tokens import tokens
from robotrace.optimizers.view.flow import Flow
from robotrace.optimizers.view.loop import references
from robotrace.optimizers.view.values import cut, short
from robotrace.trace import Graph, Record, Ref

_OPERATIONS = 40  # different ones that are listed
_ERROR = 1_500  # characters of what a call raised


def call_lines(graph: Graph, calls: Sequence[Record]) -> list[str]:
    """One line a call: its label, the function, the arguments, and where it returned."""
    return [_call_line(graph, call) for call in calls]


def loop_lines(flow: Flow, index: str) -> str:
    """The loop's body, each slot as its last call has it.

    Args:
        flow: through the loop.
        index: name of what counts the passes.
    """
    loop = flow.loop
    count = len(loop.passes)
    last = {loop.slot[call.id]: call for call in flow.calls}
    times = Counter(loop.slot[call.id] for call in flow.calls)
    lines = [f"for {index} in range({count}):"]
    for slot in loop.slots[:_OPERATIONS]:
        call = last[slot]
        texts = {name: flow.argument(call, name, value) for name, value in call.inputs.items()}
        made = texts["items"] if is_packing(call) else f"{slot.operation}({_arguments(call, texts)})"
        remarks = [f"in {times[slot]} of {count} passes"] if times[slot] < count else []
        remarks += _used(dict.fromkeys(_read(flow, ref) for ref in _reads(call)))
        lines.append(f"    {flow.names[slot]} = {made}{_remark(remarks)}")
    if len(loop.slots) > _OPERATIONS:
        lines.append(f"    ... ({len(loop.slots) - _OPERATIONS} more calls)")
    return "\n".join(lines)


def value_line(graph: Graph, record: Record) -> str:
    """A value with its label and type, or what its call raised."""
    if record.error is not None:
        return f"{graph.label(record.id)} raised: {cut(record.error, _ERROR)}"
    remarks = [record.description] if record.description and record.kind != "call" else []
    if record.kind == "call":
        remarks += [f"{name} = {short(value)}" for name, value in record.note.items()]
    return f"{graph.label(record.id)} = {short(record.output)} ({type(record.output).__name__}){_remark(remarks)}"


def documentation(records: Iterable[Record]) -> str:
    """What the functions do, in their own words."""
    about: dict[str, str] = {}
    for record in records:
        if record.kind == "call" and record.description and record.operation not in about:
            about[record.operation] = cut(" ".join(record.description.split()), 400)
    return "\n".join(f"[{name}] {text}" for name, text in list(about.items())[:_OPERATIONS])


def fit(lines: Sequence[str], budget: int) -> str:
    """As many lines of the beginning and of the end as a budget of tokens allows."""
    first = last = spent = 0
    while first + last < len(lines):
        at_start = first <= last
        spent += tokens(lines[first] if at_start else lines[-1 - last]) + 1
        if spent > budget and first:
            break
        first, last = first + at_start, last + (not at_start)
    left = len(lines) - first - last
    return "\n".join([*lines[:first], *([f"... ({left} more)"] if left else []), *lines[len(lines) - last :]])


def _call_line(graph: Graph, call: Record) -> str:
    texts = {name: short(value, graph.label) for name, value in call.inputs.items()}
    remarks = [f"returned from line {call.line}"] if call.line is not None and call.error is None else []
    remarks += _used(graph.label(ref.id) for ref in _reads(call))
    remarks += ["raised"] if call.error is not None else []
    return f"{graph.label(call.id)} = {call.operation}({_arguments(call, texts)}){_remark(remarks)}"


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


def _read(flow: Flow, ref: Ref) -> str:
    slot = flow.loop.slot.get(ref.id)
    return f"{slot.operation}()" if slot else flow.graph.label(ref.id)


def _used(names: Iterable[str]) -> list[str]:
    listed = ", ".join(names)
    return [f"also used: {listed}"] if listed else []


def _remark(remarks: Sequence[str]) -> str:
    return f"  # {'; '.join(remarks)}" if remarks else ""
