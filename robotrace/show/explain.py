"""Why a goal fails, for the terminal: the feedback, the code with its lines counted, the trace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from robotrace.opto.definitions import split_lines
from robotrace.show.console import grid_of, reason

if TYPE_CHECKING:
    from robotrace.playback.explain import Explanation, Watched


def explanation(found: Explanation, *, trace: bool = True) -> RenderableType:
    """A goal: how it ended, what the feedback says, how often each line returned, and its trace; a solved one beside it."""
    watched = [found.goal, *([found.solved] if found.solved is not None else [])]
    parts: list[RenderableType] = [_ends(watched), Text()]
    for one in watched:
        parts += [_heading(f"{_name(one)}: what happened"), Text(one.episode.feedback), Text()]
    if found.solved is None and not found.goal.episode.success:
        parts += [Text(f"None of the {found.tried} other goals that were played is solved.", style="yellow"), Text()]
    parts += [_heading("The controller, and how often each line returned"), code_counted(watched)]
    parts += [Text("Words and traces count the lines of a function from its own first line.", style="dim")]
    if trace and found.trace:
        parts += [Text(), _heading(f"{_name(found.goal)}: the trace"), Text(found.trace)]
    return Group(*parts)


def code_counted(watched: Sequence[Watched]) -> Table:
    """A controller's file, each line after the number of times that it returned in each episode."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for one in watched:
        table.add_column(_name(one), justify="right", style="cyan")
    table.add_column("line", justify="right", style="dim")
    table.add_column("code", overflow="fold")
    counts = [one.lines.counts for one in watched]
    for number, line in enumerate(split_lines(watched[0].lines.text), 1):
        times = [count[number] for count in counts]
        shown = [f"{time}x" if time else "" for time in times]
        table.add_row(*shown, str(number), Text(line.rstrip("\r\n"), style="bold" if any(times) else ""))
    return table


def explanation_json(found: Explanation) -> dict[str, Any]:
    """The same as one JSON object."""
    return {
        "goal": _json(found.goal),
        "solved": None if found.solved is None else _json(found.solved),
        "tried": found.tried,
        "trace": found.trace,
    }


def _json(one: Watched) -> dict[str, Any]:
    episode = one.episode
    return {
        "task": episode.task,
        "split": episode.case.split,
        "goal": episode.case.index,
        "success": episode.success,
        "actions": len(episode),
        "return": episode.episode_return,
        "failure": None if episode.failure is None else episode.failure.message,
        "feedback": episode.feedback,
        "lines": {str(line): times for line, times in sorted(one.lines.counts.items())},
        "line_by_timestep": list(one.lines.entry),
    }


def _ends(watched: Sequence[Watched]) -> Table:
    grid = grid_of()
    for one in watched:
        episode = one.episode
        end = f"solved in {len(episode)} actions" if episode.success else reason(episode)
        grid.add_row(_name(one), Text(f"{end}, return {episode.episode_return:.4g}"))
    return grid


def _name(one: Watched) -> str:
    return f"goal {one.episode.case.index}"


def _heading(words: str) -> Text:
    return Text(words, style="bold")
