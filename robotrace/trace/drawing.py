"""A graph as a picture: Graphviz source, and SVG in layers without Graphviz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from robotrace.text import one_line
from robotrace.trace.records import Record
from robotrace.trace.tree import named_parents, state

WIDEST = 32
"""Characters of a line in a box."""
LETTER, LINE, GAP, LEVEL = 7.2, 17, 24, 84
"""Width of a letter, height of a line, space between boxes, and from one layer to the next, in pixels."""
COLOURS = {"parameter": "#fde9c8", "input": "#eef1f5", "call": "#ffffff", "failed": "#f8d0cc"}


class Box(NamedTuple):
    """Where a record is drawn: its middle, in pixels, and its width."""

    x: float
    y: float
    width: float


def dot(records: Sequence[Record], feedback: Mapping[int, tuple[Any, ...]], label: Callable[[int], str]) -> str:
    """The records as source of Graphviz's `dot`."""
    lines = ["digraph trace {", '  node [shape=box, style=filled, fontname="monospace"];']
    for record in records:
        words = "\\n".join(map(_quoted, _words(record, feedback, label)))
        lines.append(f'  n{record.id} [label="{words}", fillcolor="{_colour(record)}"];')
        lines += [f'  n{id} -> n{record.id} [label="{_quoted(name)}"];' for name, id in named_parents(record)]
    return "\n".join([*lines, "}"]) + "\n"


def svg(records: Sequence[Record], feedback: Mapping[int, tuple[Any, ...]], label: Callable[[int], str]) -> str:
    """The records as SVG: parameters and inputs above, what came of them below."""
    words = {record.id: _words(record, feedback, label) for record in records}
    boxes = _laid_out(records, {id: LETTER * max(map(len, lines)) + 16 for id, lines in words.items()})
    width = max((box.x + box.width / 2 for box in boxes.values()), default=0) + GAP
    height = max((box.y for box in boxes.values()), default=0) + LEVEL
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="monospace" font-size="12" stroke-width="1">'
    ]
    for record in records:
        parts += [_edge(boxes[id], boxes[record.id], name) for name, id in named_parents(record)]
    parts += [_box(record, boxes[record.id], words[record.id]) for record in records]
    return "\n".join([*parts, "</svg>"])


def _words(record: Record, feedback: Mapping[int, tuple[Any, ...]], label: Callable[[int], str]) -> list[str]:
    said = [f"<- {one_line(str(words), WIDEST - 3)}" for words in feedback.get(record.id, ()) if words != ""]
    return [one_line(label(record.id), WIDEST), one_line(state(record), WIDEST), *said[:2]]


def _colour(record: Record) -> str:
    return COLOURS["failed" if record.error is not None else record.kind]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _laid_out(records: Sequence[Record], widths: Mapping[int, float]) -> dict[int, Box]:
    """Each record one layer below its lowest parent, and in a layer in the order of the parents' middles."""
    layers: dict[int, int] = {}
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for record in records:
        layers[record.id] = max((layers[parent] + 1 for parent in record.parents), default=0)
        rows[layers[record.id]].append(record.id)
    boxes: dict[int, Box] = {}
    for layer, row in sorted(rows.items()):
        above = {id: [boxes[parent].x for parent in records[id].parents] for id in row}
        right = float(GAP)
        for id in sorted(row, key=lambda id: (sum(above[id]) / len(above[id]) if above[id] else 0.0, id)):
            middle = sum(above[id]) / len(above[id]) if above[id] else 0.0
            x = max(right + widths[id] / 2, middle)
            boxes[id] = Box(x, layer * LEVEL + LEVEL / 2, widths[id])
            right = x + widths[id] / 2 + GAP
    return boxes


def _edge(start: Box, end: Box, name: str) -> str:
    top, bottom = start.y + LINE * 1.5, end.y - LINE * 1.5
    half = (top + bottom) / 2
    path = f"M{start.x:.1f},{top:.1f} C{start.x:.1f},{half:.1f} {end.x:.1f},{half:.1f} {end.x:.1f},{bottom:.1f}"
    return f'<path d="{path}" fill="none" stroke="#8a94a3"><title>{escape(name)}</title></path>'


def _box(record: Record, box: Box, words: Sequence[str]) -> str:
    height = LINE * len(words) + 8
    left, top = box.x - box.width / 2, box.y - LINE * 1.5
    text = "".join(
        f'<text x="{box.x:.1f}" y="{top + LINE * (row + 1):.1f}" text-anchor="middle">{escape(line)}</text>'
        for row, line in enumerate(words)
    )
    corners = f'x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{height}" rx="4"'
    return f'<g><rect {corners} fill="{_colour(record)}" stroke="#44505f"/>{text}</g>'
