"""How a run stands, from its events: what a progress bar and a notebook show of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from robotrace.opto import ROBOT, Words
from robotrace.show.console import doing, fresh_line, iteration_line
from robotrace.text import escaped

MOST = 4_000  # letters of a line
LAST = 12  # lines that a notebook keeps
_LINES = {"trial": iteration_line, "fresh": fresh_line}


class Standing:
    """A run under way.

    Attributes:
        iteration: The newest iteration that has been dealt with.
        iterations: The largest number of them; None before the run says it.
        doing: What is being done, in words.
        lines: The last lines, a line a trial.
    """

    def __init__(self) -> None:
        self.iteration = 0
        self.iterations: int | None = None
        self.doing = "starting"
        self.lines: deque[str] = deque(maxlen=LAST)
        self._optimizer, self._words = "the optimizer", ROBOT

    def hear(self, event: Mapping[str, Any]) -> str | None:
        """Take an event in; the line that it is worth, if any."""
        if event["event"] == "start":
            self._words = Words.from_json(event["config"].get("words"))
            self._optimizer = str(event.get("optimizer", self._optimizer))
            limit = event["config"].get("iterations")
            self.iterations = limit if isinstance(limit, int) else None
        elif event["event"] == "trial":
            self.iteration = event["iteration"]
        self.doing = doing(event, self._optimizer, self._words) or self.doing
        line = self._line(event)
        if line is None:
            return None
        self.lines.append(escaped(line, MOST))
        return self.lines[-1]

    def _line(self, event: Mapping[str, Any]) -> str | None:
        kind = event["event"]
        if kind in _LINES:
            return _LINES[kind](event, self._words).plain
        if kind == "end":
            self.doing = ""
            return f"ended: {event['reason']}"
        return None
