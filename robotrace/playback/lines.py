"""Which line of a controller's file returned at each timestep of an episode.

An episode knows the lines of the functions that are marked as trainable. Of a controller without marks, such as a best.py, they
are found out afterwards: it is asked again what it was asked, with its entry marked. Where it then answers otherwise than before,
no line is known from there on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from robotrace.episodes.attempt import opened
from robotrace.episodes.episode import Episode
from robotrace.errors import PolicyFailure
from robotrace.opto import ENTRY
from robotrace.opto.definitions import function_lines, silenced, split_lines
from robotrace.sandbox import Sandbox

_MARKS = re.compile(r"\btrainable\b")
_MARK = f"\n\nimport robotrace as _watched\n\n{ENTRY} = _watched.bundle(trainable=True)({ENTRY})\n"


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file that returned, timestep by timestep.

    Attributes:
        text: The file.
        entry: By timestep, the line from which the action was returned, from 1; None where it is not known.
        functions: The same for each function whose lines are known, by name.
    """

    text: str
    entry: tuple[int | None, ...]
    functions: Mapping[str, tuple[int | None, ...]]

    @property
    def counts(self) -> Counter[int]:
        """How often each line returned, in all functions."""
        return Counter(line for lines in self.functions.values() for line in lines if line is not None)

    def code(self, line: int | None) -> str:
        """The text of one line, without the blanks around it; "" of none."""
        lines = split_lines(self.text)
        return lines[line - 1].strip() if line is not None and 0 < line <= len(lines) else ""


def lines_of(episode: Episode, text: str, *, sandbox: Sandbox | None) -> Lines:
    """The lines of an episode, from what it knows or by asking its controller again.

    Args:
        episode: The episode that was played.
        text: The source text of the controller's file.
        sandbox: Where the controller is asked again; None for this process, for one that its user trusts.

    Raises:
        SandboxUnavailable: No sandboxed process can be started.
    """
    known = episode.lines or _asked_again(episode, text, sandbox)
    functions = {name: _in_file(lines, text, name) for name, lines in known.items()}
    entry = functions.get(ENTRY) or next(reversed(functions.values()), (None,) * len(episode))
    return Lines(text, entry, functions)


def marked(text: str) -> str:
    """A controller's file with its entry marked, where it is a function and nothing in it is marked; else the file as it is."""
    one = len(function_lines(text, ENTRY)) == 1
    return text + _MARK if one and not _MARKS.search(silenced(text)) else text


def _in_file(lines: tuple[int | None, ...], text: str, name: str) -> tuple[int | None, ...]:
    """Lines of a function as lines of the file; none where the file does not show where the function begins."""
    begins = function_lines(text, name)
    if len(begins) != 1:
        return (None,) * len(lines)
    last = len(split_lines(text))
    return tuple(None if line is None or line + begins[0] > last else line + begins[0] for line in lines)


def _asked_again(episode: Episode, text: str, sandbox: Sandbox | None) -> dict[str, tuple[int | None, ...]]:
    again = marked(text)
    if again == text:
        return {}
    found: list[int | None] = []
    with opened(again, sandbox=sandbox, action_size=episode.actions.shape[1]) as (player, _):
        for timestep, played in enumerate(episode.actions):
            try:
                action = player(episode.observation(timestep))
            except PolicyFailure:
                break
            if getattr(action, "tobytes", lambda: b"")() != played.tobytes():
                break
            found.append(player.lines.get(ENTRY))
    return {ENTRY: tuple(found) + (None,) * (len(episode) - len(found))}
