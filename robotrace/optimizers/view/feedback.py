"""What was said about which value."""

from __future__ import annotations

from collections.abc import Iterable

from robotrace.optimizers.view.columns import Columns
from robotrace.optimizers.view.loop import Loop
from robotrace.optimizers.view.values import cut, short
from robotrace.trace import Graph

_LINES = 16
_LENGTH = 4_000  # characters of one


def feedback_lines(graph: Graph, loop: Loop | None = None, columns: Columns | None = None) -> str:
    """The feedback, one line a value.

    The same words about values in a row are said once. Numbers that have a column in the table are not repeated.
    """
    said = [
        (_place(graph, loop, columns, id), words if isinstance(words, str) else short(words))
        for id, all_said in graph.feedback.items()
        for words in all_said
        if columns is None or not columns.in_column(id, words)
    ]
    lines = [f"{name}: {cut(words, _LENGTH)}" for name, words in _grouped(said)]
    if len(lines) > _LINES:
        half = _LINES // 2
        lines = [*lines[:half], f"... ({len(lines) - 2 * half} more)", *lines[-half:]]
    return "\n".join(lines)


def _place(graph: Graph, loop: Loop | None, columns: Columns | None, id: int) -> str:
    if loop is None or id not in loop.slot:
        return graph.label(id)
    operation = loop.slot[id].operation
    if columns is None:
        return f"{operation} #{loop.row[id]}"
    return f"{columns.flow.names[loop.slot[id]]} ({operation} at {columns.index}={loop.row[id]})"


def _grouped(said: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    groups: list[tuple[list[str], str]] = []
    for name, words in said:
        if groups and groups[-1][1] == words:
            groups[-1][0].append(name)
        else:
            groups.append(([name], words))
    return [(names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}", words) for names, words in groups]
