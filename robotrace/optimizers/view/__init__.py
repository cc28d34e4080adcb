"""A trace as text, in the sections of the paper: Code, Documentation, Variables ... Feedback.

The graph is shown as a program of one line a call (`paper`), or, where calls repeat, as a loop and a table of its
passes (`loop`, `flow`, `columns`, `table`); several graphs of one program share a loop and have a table each. The text
keeps to a number of tokens whatever the size of the graphs. It knows of values and calls only, of no robot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from robotrace.optimizers.reply.fences import fenced
from robotrace.optimizers.view.calls import Calls
from robotrace.optimizers.view.columns import Columns
from robotrace.optimizers.view.estimate import tokens
from robotrace.optimizers.view.feedback import feedback_lines
from robotrace.optimizers.view.flow import Flow, Run
from robotrace.optimizers.view.lines import SIGNS, documentation, loop_lines
from robotrace.optimizers.view.loop import find_loop
from robotrace.optimizers.view.paper import Sections, program, spent
from robotrace.optimizers.view.table import tables
from robotrace.opto import Variable
from robotrace.text import one_line
from robotrace.trace import Graph
from robotrace.trace.collecting import uncollected

View = Literal["folded", "masked", "full"]

_FIRST, _BESIDE = 4_000, 1_200  # characters of one feedback on the first trace, and on others
_OFFERED = 300  # characters of a line about what code may use
_LEAST = 400  # tokens for the trace even where everything else has taken all of them


class Shown(NamedTuple):
    """One trace to show.

    Attributes:
        graph: The graph, with the feedback on its outputs.
        title: The title of the trace, where there are several.
    """

    graph: Graph
    title: str = ""


def render(
    shown: Graph | Sequence[Shown], variables: Sequence[Variable], *, view: View = "folded", prompt_tokens: int = 6_000
) -> str:
    """The sections of some traces of one program.

    Args:
        shown: One trace, or several, the most important one first; none where nothing was traced.
        variables: The variables that may change. They are always shown whole, as are their constraints.
        view: The form: "folded"; "masked" for variables, constraints and feedback only; "full" for every call and every
            value in the paper's form, whatever they take (both for comparison).
        prompt_tokens: The tokens that all of it may take, half of what variables leave at most by feedback; variables that take
            more leave the rest a minimum. "full" keeps to
            no number.
    """
    with uncollected():
        return _rendered([Shown(shown)] if isinstance(shown, Graph) else shown, variables, view, prompt_tokens)


def _rendered(shown: Sequence[Shown], variables: Sequence[Variable], view: View, prompt_tokens: int) -> str:
    constraints = "\n".join(f"{it.name}: {it.constraint}" for it in variables if it.constraint)
    middle: Sections = [
        ("Variables", show_variables(variables, [it.graph for it in shown])),
        ("Constraints", constraints),
    ]
    if not shown:
        return _joined(middle)
    if view == "full":
        return _apart(shown, variables, middle, None)
    runs = _runs(shown)
    if view == "masked":
        said = _feedback(runs or shown, room=_for_feedback(middle, prompt_tokens, len(shown)))
        return _joined([*middle, ("Feedback", said)])
    if runs:
        return _joined(_loop(runs, middle, prompt_tokens))
    return _apart(shown, variables, middle, prompt_tokens)


def show_variables(variables: Sequence[Variable], graphs: Iterable[Graph] = ()) -> str:
    """The variables as they stand: code with line numbers, values with their type.

    Args:
        variables: The variables that may change.
        graphs: The traces of them, whose way to count lines is followed.
    """
    traced = {record.name: str(record.output) for graph in graphs for record in graph.parameters}
    return "\n\n".join(_variable(it, traced.get(it.name, "")) for it in variables)


def _runs(shown: Sequence[Shown]) -> list[Run]:
    """The traces as loops; none where the first has none. Another one without a loop is left out."""
    runs: list[Run] = []
    first = 0
    for graph, title in shown:
        calls = Calls.of(graph)
        loop = find_loop(calls)
        if loop is not None:
            runs.append(Run(calls, loop, first, title))
            first += len(loop.passes) + 1  # and a row for what the last pass puts out
        elif not runs:
            return []
    return runs


def _apart(shown: Sequence[Shown], variables: Sequence[Variable], middle: Sections, prompt_tokens: int | None) -> str:
    """One line a call, for one trace after another; the variables stand in the first."""
    texts: list[str] = []
    said, room = math.inf, None
    if prompt_tokens is not None:
        said = _for_feedback(middle, prompt_tokens, len(shown))
        left = prompt_tokens - tokens(_joined(middle)) - sum(spent(it.graph, for_feedback=said) for it in shown)
        room = max(_LEAST, left) // len(shown)
    for graph, title in shown:
        sections = program(graph, variables, [] if texts else middle, room, for_feedback=said)
        texts.append((f"## {title}\n" if title else "") + _joined(sections))
    return "\n\n".join(texts)


def _loop(runs: Sequence[Run], middle: Sections, prompt_tokens: int) -> Sections:
    """The loop once, and its passes as tables."""
    columns = Columns(Flow(runs))
    calls = (members[0].calls[0] for slot, members in columns.flow.members.items() if slot.operation not in SIGNS)
    before: Sections = [
        ("Code", loop_lines(columns.flow, columns.index)),
        ("Documentation", documentation(calls)),
        *middle,
    ]
    said = _for_feedback(middle, prompt_tokens, len(runs))
    after: Sections = [("Feedback", _feedback(runs, columns, prompt_tokens=prompt_tokens, room=said))]
    room = max(_LEAST, prompt_tokens - tokens(_joined([*before, ("Trace", ""), *after])) - 4)
    return [*before, ("Trace", tables(columns, room=room)), *after]


def _for_feedback(middle: Sections, prompt_tokens: int, traces: int) -> int:
    """Tokens for the feedback on each of some traces: all of it takes at most half of what the variables leave."""
    return max(_LEAST, (prompt_tokens - tokens(_joined(middle))) // 2) // traces


def _feedback(
    shown: Sequence[Run] | Sequence[Shown],
    columns: Columns | None = None,
    *,
    prompt_tokens: int = _FIRST,
    room: float = math.inf,
) -> str:
    first = max(_BESIDE, min(_FIRST, prompt_tokens))
    texts: list[str] = []
    for trace in shown:
        run = trace if isinstance(trace, Run) else None
        graph = trace.calls.graph if isinstance(trace, Run) else trace.graph
        lines = feedback_lines(graph, run, columns, most=_BESIDE if texts else first, room=room)
        texts.append(f"## {trace.title.partition(':')[0]}\n{lines}" if trace.title and lines else lines)
    return "\n".join(filter(None, texts))


def _numbered(value: str, traced: str) -> str:
    """The lines of a code variable, numbered as the trace counts them: what stands above the traced text has no number."""
    lines = value.rstrip("\n").split("\n")
    first = traced.partition("\n")[0]
    above = lines.index(first) if first in lines else 0
    width = len(str(len(lines) - above))
    numbers = [""] * above + [str(index) for index in range(1, len(lines) - above + 1)]
    return "\n".join(f"{number:>{width}} | {line}" for number, line in zip(numbers, lines, strict=True))


def _variable(variable: Variable, traced: str = "") -> str:
    about = f"  # {variable.description}" if variable.description and variable.kind != "code" else ""
    match variable.kind:
        case "code":
            code = f"{variable.name} (code, with line numbers):\n{fenced(_numbered(str(variable.value), traced))}"
            offered = "".join(f"\n- {one_line(line, _OFFERED)}" for line in variable.available)
            return f"{code}\nIt may use, besides its arguments and what it imports:{offered}" if offered else code
        case "text":
            return f"{variable.name} (text):{about}\n{fenced(str(variable.value))}"
        case _:
            return f"{variable.name} = {_whole(variable.value)} ({type(variable.value).__name__}){about}"


def _whole(value: Any) -> str:
    return repr(value.tolist() if hasattr(value, "tolist") else value)


def _joined(sections: Iterable[tuple[str, str]]) -> str:
    return "\n\n".join(f"#{title}\n{text}" for title, text in sections if text)
