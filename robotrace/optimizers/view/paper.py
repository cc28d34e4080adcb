"""A graph in the paper's own form: one line a call, every value beside it (Cheng, Nie and Swaminathan, NeurIPS 2024)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

from robotrace.optimizers.view.estimate import tokens
from robotrace.optimizers.view.feedback import feedback_lines
from robotrace.optimizers.view.lines import call_lines, documentation, fit, value_line
from robotrace.opto import Variable
from robotrace.trace import Graph, Record

_WORDS = 4_000  # characters of one feedback

Sections: TypeAlias = list[tuple[str, str]]


def program(
    graph: Graph, variables: Sequence[Variable], middle: Sections, room: int | None, *, for_feedback: float = math.inf
) -> Sections:
    """The sections Code, Documentation, what stands in the middle, Inputs, Others, Outputs and Feedback.

    Args:
        graph: The graph, with the feedback on its outputs.
        variables: The variables that may change; other parameters are inputs.
        middle: The sections about the variables.
        room: The tokens for calls and values, those in the middle being left out; None for all of them, whole.
        for_feedback: The tokens for the feedback.
    """
    whole, quarter = room is None, math.inf if room is None else room // 4
    names = {variable.name for variable in variables}
    calls = [record for record in graph.records if record.kind == "call"]
    inputs = [
        record
        for record in graph.records
        if record.kind == "input" or (record.kind == "parameter" and record.name not in names)
    ]
    used = {parent for call in calls for parent in call.parents}
    outputs = [call for call in calls if call.id in graph.feedback or call.id not in used]
    ends = {call.id for call in outputs}
    others = [call for call in calls if call.id not in ends]

    def values(records: Sequence[Record], share: float) -> str:
        return fit([value_line(graph, record, whole=whole) for record in records], share)

    return [
        ("Code", fit(call_lines(graph, calls, whole=whole), 2 * quarter)),
        ("Documentation", documentation(graph.records)),
        *middle,
        ("Inputs", values(inputs, quarter // 2)),
        ("Others", values(others, quarter // 2)),
        ("Outputs", values(outputs, quarter)),
        ("Feedback", feedback_lines(graph, most=_WORDS, room=for_feedback)),
    ]


def spent(graph: Graph, *, for_feedback: float) -> int:
    """Tokens of what is shown of a graph whatever the room for calls and values."""
    return tokens(feedback_lines(graph, most=_WORDS, room=for_feedback)) + tokens(documentation(graph.records))
