"""How a run gets on, in a notebook: one output below the cell, drawn anew with each event."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

from robotrace.show.standing import Standing
from robotrace.text import escaped


class Board:
    """What is shown of a run under way, as HTML without scripts.

    Args:
        standing: How the run stands.
    """

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def __repr__(self) -> str:
        return "\n".join(self._standing.lines)

    def _repr_html_(self) -> str:
        now = self._standing
        most = now.iterations or 1
        done = most if now.lines and not now.doing else min(now.iteration, most)
        words = html.escape(escaped(now.doing, 200))
        lines = html.escape("\n".join(now.lines))
        bar = f'<progress value="{done}" max="{most}"></progress>'
        return f'<div>{bar} {words}</div><pre style="line-height: 1.2">{lines}</pre>'


def drawing(show: Callable[[Board], Callable[[Board], object]]) -> Callable[[Mapping[str, Any]], None]:
    """A listener that draws a board at its first event, and anew at each other.

    Args:
        show: Shows a board, and returns what shows it again in the same place.
    """
    standing = Standing()
    board, again = Board(standing), None

    def tell(event: Mapping[str, Any]) -> None:
        nonlocal again
        standing.hear(event)
        if again is None:
            again = show(board)
        else:
            again(board)

    return tell


def in_place(board: Board) -> Callable[[Board], object]:
    """Shows a board below the present cell."""
    from IPython.display import display  # a notebook has it

    shown = display(board, display_id=True)
    again: Callable[[Board], object] = shown.update
    return again
