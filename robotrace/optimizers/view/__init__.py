"""A trace as text, in the sections of the paper: Code, Documentation, Variables ... Feedback.

The graph is shown as a program of one line a call (`program`), or, where calls repeat, as a loop and a table of its
passes (`loop`, `columns`, `table`). The text keeps to a budget of tokens whatever the size of the
graph. It knows of values and calls only, of no robot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from robotrace.optimizers.fences import fenced
from robotrace.optimizers.tokens import tokens
from robotrace.optimizers.view.columns import Columns
from robotrace.optimizers.view.feedback import feedback_lines
from robotrace.optimizers.view.flow import Flow
from robotrace.optimizers.view.loop import Loop, find_loop
from robotrace.optimizers.view.program import call_lines, documentation, fit, loop_lines, value_line
from robotrace.optimizers.view.table import failures, table
from robotrace.opto import Variable
from robotrace.trace import Graph, Record

View = Literal["full", "masked"]
Sections = list[tuple[str, str]]

_LEAST = 400  # tokens for the trace even where everything else has used up the budget


def render(graph: Graph | None, variables: Sequence[Variable], *, view: View = "full", budget: int = 6_000) -> str:
    """The sections of one trace.

    Args:
        graph: with the feedback on its outputs; None where nothing was traced.
        variables: that may change. They are always shown whole, as are their constraints.
        view: "full", or "masked" for variables, constraints and feedback only (the paper's ablation).
        budget: tokens for all of it; variables that take more leave the rest a minimum.
    """
    constraints = "\n".join(f"{it.name}: {it.constraint}" for it in variables if it.constraint)
    middle: Sections = [("Variables", show_variables(variables)), ("Constraints", constraints)]
    if graph is None:
        return _joined(middle)
    loop = find_loop(graph)
    if view == "masked":
        return _joined([*middle, ("Feedback", feedback_lines(graph, loop))])
    if loop is not None:
        return _joined(_loop(graph, loop, middle, budget))
    names = {it.name for it in variables}
    inputs = [it for it in graph.records if it.kind == "input" or (it.kind == "parameter" and it.name not in names)]
    return _joined(_program(graph, inputs, middle, budget))


def show_variables(variables: Sequence[Variable]) -> str:
    """The variables as they stand: code with line numbers, values with their type."""
    return "\n\n".join(_variable(it) for it in variables)


def _program(graph: Graph, inputs: Sequence[Record], middle: Sections, budget: int) -> Sections:
    """One line a call; calls and values in the middle are left out where there are too many."""
    calls = [record for record in graph.records if record.kind == "call"]
    used = {parent for call in calls for parent in call.parents}
    outputs = [call for call in calls if call.id in graph.feedback or call.id not in used]
    ends = {call.id for call in outputs}
    others = [call for call in calls if call.id not in ends]
    feedback, notes = feedback_lines(graph), documentation(graph.records)
    room = max(_LEAST, budget - tokens(_joined([*middle, ("", feedback), ("", notes)]))) // 4
    return [
        ("Code", fit(call_lines(graph, calls), 2 * room)),
        ("Documentation", notes),
        *middle,
        ("Inputs", fit([value_line(graph, record) for record in inputs], room // 2)),
        ("Others", fit([value_line(graph, record) for record in others], room // 2)),
        ("Outputs", fit([value_line(graph, record) for record in outputs], room)),
        ("Feedback", feedback),
    ]


def _loop(graph: Graph, loop: Loop, middle: Sections, budget: int) -> Sections:
    """The loop once, and its passes as a table."""
    columns = Columns(Flow(graph, loop))
    before: Sections = [
        ("Code", loop_lines(columns.flow, columns.index)),
        ("Documentation", documentation(columns.flow.calls)),
        *middle,
    ]
    after: Sections = [("Feedback", feedback_lines(graph, loop, columns))]
    failed = failures(columns)
    room = max(_LEAST, budget - tokens(_joined([*before, ("Trace", failed), *after])))
    return [*before, ("Trace", table(columns, budget=room) + failed), *after]


def _variable(variable: Variable) -> str:
    about = f"  # {variable.description}" if variable.description and variable.kind != "code" else ""
    match variable.kind:
        case "code":
            lines = str(variable.value).rstrip("\n").split("\n")
            width = len(str(len(lines)))
            numbered = "\n".join(f"{index:>{width}} | {line}" for index, line in enumerate(lines, 1))
            return f"{variable.name} (code, with line numbers):\n{fenced(numbered)}"
        case "text":
            return f"{variable.name} (text):{about}\n{fenced(str(variable.value))}"
        case _:
            return f"{variable.name} = {_whole(variable.value)} ({type(variable.value).__name__}){about}"


def _whole(value: Any) -> str:
    return repr(value.tolist() if hasattr(value, "tolist") else value)


def _joined(sections: Iterable[tuple[str, str]]) -> str:
    return "\n\n".join(f"#{title}\n{text}" for title, text in sections if text)
