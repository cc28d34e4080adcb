"""The feedback, by value."""

from __future__ import annotations

import math
from collections.abc import Iterable

from robotrace.optimizers.view.columns import Columns
from robotrace.optimizers.view.estimate import tokens
from robotrace.optimizers.view.flow import Run
from robotrace.optimizers.view.values import short
from robotrace.text import quoted
from robotrace.trace import Graph

_LINES = 16
_SHORTEST = 60  # characters of one feedback, whatever the room


def feedback_lines(
    graph: Graph, run: Run | None = None, columns: Columns | None = None, *, most: int, room: float = math.inf
) -> str:
    """The feedback, one line a value; texts of several lines as a quotation.

    The same words about values in a row are shown once. Numbers that have a column in the table are not repeated.

    Args:
        graph: The graph with the feedback.
        run: The run with the graph's loop, if it has one.
        columns: The columns of the table that shows the loop, if one does.
        most: The largest number of characters of one feedback.
        room: The tokens that all of it may take; each is then cut alike.
    """
    items = [
        (_place(graph, run, columns, id), words if isinstance(words, str) else short(words))
        for id, feedback in graph.feedback.items()
        for words in feedback
        if run is None or columns is None or not columns.in_column(run, id, words)
    ]
    grouped = _grouped(items)
    half = _LINES // 2
    if run is not None and columns is None and len(grouped) == 1:  # no table has a row that it could name
        grouped = [("", grouped[0][1])]
    left = [f"... ({len(grouped) - _LINES} more)"] if len(grouped) > _LINES else []
    ends = [grouped[:half], grouped[-half:]] if left else [grouped, []]
    while True:
        first, last = ([_line(name, words, most) for name, words in end] for end in ends)
        text = "\n".join([*first, *left, *last])
        if tokens(text) <= room or most <= _SHORTEST:
            return text
        most = max(_SHORTEST, most // 2)


def _line(name: str, words: str, most: int) -> str:
    return f"{name}:{_words(words, most)}" if name else quoted(words, most)


def _words(words: str, most: int) -> str:
    shown = quoted(words, most)
    return f"\n{shown}" if "\n" in shown else shown.removeprefix(">")


def _place(graph: Graph, run: Run | None, columns: Columns | None, id: int) -> str:
    if run is None or id not in run.loop.slot:
        return graph.label(id)
    slot, row = run.loop.slot[id], run.loop.row[id]
    if columns is None:
        return f"{slot.operation} #{row}"
    return f"{columns.flow.names[slot]} ({slot.operation} at {columns.index}={row})"


def _grouped(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    groups: list[tuple[list[str], str]] = []
    for name, words in items:
        if groups and groups[-1][1] == words:
            groups[-1][0].append(name)
        else:
            groups.append(([name], words))
    return [(names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}", words) for names, words in groups]
