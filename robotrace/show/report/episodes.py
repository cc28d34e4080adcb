"""Episodes as plain data for the player: the controller's file, the line of each timestep, the rows of the trace, the pictures."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np

from robotrace.opto.definitions import split_lines
from robotrace.playback.frames import every
from robotrace.results import Run
from robotrace.show.report.candidates import MOST_CODE
from robotrace.show.report.safe import bounded
from robotrace.text import printable

if TYPE_CHECKING:
    from robotrace.playback.plays import Play

MOST_ROWS = 600
"""Timesteps of an episode in a page; of a longer one every so many are shown."""
MOST_PARTS = 4
"""Components of a field in a page; of more it is said how many there are."""
_COLOURED = {"Keyword": "k", "Comment": "c", "String": "s", "Number": "n", "Name.Function": "f", "Name.Decorator": "f"}


def play_data(play: Play, run: Run) -> dict[str, Any]:
    """One episode for the player."""
    episode, length = play.episode, len(play.episode)
    times = every(length, MOST_ROWS)
    fields: dict[str, Any] = {
        name: rows for name, rows in episode.observations.items() if np.asarray(rows).dtype.kind in "biuf"
    }
    acted = np.vstack([episode.actions, episode.actions[-1:]]) if length else episode.actions
    fields |= {"action": acted} if length else {}
    text = bounded(play.lines.text, MOST_CODE)
    best = "best" if play.trial == run.best_id else f"candidate {play.trial}"
    goal = f"{'held-out' if episode.case.split == 'heldout' else 'training'} goal {episode.case.index}"
    return {
        "title": f"{best}, {goal}: {'solved' if episode.success else 'not solved'}",
        "split": episode.case.split,
        "goal": episode.case.index,
        "best": play.trial == run.best_id,
        "success": episode.success,
        "feedback": bounded(episode.feedback, 4_000),
        "failure": None if episode.failure is None else bounded(episode.failure.message, 1_000),
        "code": coloured(text),
        "counts": {str(line): times for line, times in play.lines.counts.items()},
        "times": times,
        "lines": [play.lines.entry[t] if t < length else None for t in times],
        "rewards": [float(episode.rewards[t]) if t < length else None for t in times],
        "solved": [bool(episode.successes[:t].any()) for t in times],
        "fields": {name: _numbers(rows, times) for name, rows in fields.items()},
        "widths": {name: int(np.asarray(rows)[0].size) if len(rows) else 0 for name, rows in fields.items()},
        "pictures": [[t, f"data:image/webp;base64,{base64.b64encode(it).decode()}"] for t, it in play.pictures],
    }


def coloured(text: str) -> list[list[list[str]]]:
    """Code by lines, each as pieces of a kind and a text; kinds are "k", "c", "s", "n", "f" and ""."""
    from pygments.lexers.python import PythonLexer

    lines: list[list[list[str]]] = [[]]
    plain = "\n".join(line.rstrip("\r\n") for line in split_lines(printable(text)))
    for token, piece in PythonLexer(stripnl=False, ensurenl=False).get_tokens(plain):
        kind = next((short for name, short in _COLOURED.items() if name in str(token)), "")
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append([kind, part])
    return lines


def _numbers(rows: Any, times: list[int]) -> list[list[float]]:
    """The values of a field at some timesteps, a list of at most `MOST_PARTS` components each."""
    flat = np.asarray(rows, dtype=float).reshape(len(rows), -1)[:, :MOST_PARTS]
    return [[round(float(value), 4) for value in flat[t]] for t in times if t < len(flat)]
