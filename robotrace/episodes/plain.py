"""The one form of an episode as plain data: what crosses to another process, and what a file holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from robotrace.episodes.episode import COUNTED, SCORED, Episode, Failure, FailureKind, is_text
from robotrace.episodes.touch import Touch
from robotrace.errors import TraceError
from robotrace.opto import Case
from robotrace.opto.named import Observation
from robotrace.trace import Graph

KINDS: Mapping[str, Any] = {
    "task": str,
    "seed": int,
    "control": str,
    "horizon": int,
    "feedback": str,
    "sim_steps": int,
    "seconds": (int, float),
    "policy_seconds": (int, float),
    "solved_reward": (int, float, type(None)),
    "threshold": (int, float, type(None)),
}
"""Fields that are a number or a text, by name; all others but `outputs` have a reader below."""
SPLITS = ("train", "heldout")
LATER = {"touching", "solvable", "scored", "threshold", "terminated", "parts"}
"""Fields that files of before them do not have."""


def to_plain(episode: Episode, *, traced: bool = False) -> dict[str, Any]:
    """An episode as texts, numbers, arrays and containers of them; without its live nodes.

    Args:
        episode: The episode to be written as plain data.
        traced: Whether its trace is part of it. It can be made again from the controller's text, so it need not be.
    """
    body = {item.name: getattr(episode, item.name) for item in fields(Episode) if item.name != "outputs"}
    return body | {
        "case": [*episode.case.place, *([] if episode.case.share == 1 else [episode.case.share])],
        "observations": {n: rows.tolist() if is_text(rows) else rows for n, rows in episode.observations.items()},
        "touching": [[list(touch) for touch in together] for together in episode.touching],
        "lines": {name: list(lines) for name, lines in episode.lines.items()},
        "failure": None if episode.failure is None else {**asdict(episode.failure), "kind": str(episode.failure.kind)},
        "graph": episode.graph.to_records() if traced and episode.graph is not None else None,
    }


def from_plain(body: Mapping[str, Any]) -> Episode:
    """The episode that `to_plain` made this of; each field is checked, for it may come from anywhere.

    Raises:
        ValueError: It is no such form; names the field, what was expected and what was found.
    """
    names = {item.name for item in fields(Episode)} - {"outputs"}
    if body.keys() | LATER != names:
        raise ValueError(f"expected the fields of an episode, found {', '.join(sorted(body.keys() ^ names))} amiss")
    values = {name: _READERS.get(name, _simple)(name, value) for name, value in body.items()}
    episode = Episode(**values)
    _check_lengths(episode)
    return episode


def _simple(name: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, KINDS[name]):
        raise _refusal(name, KINDS[name], value)
    return value


def _numbers(name: str, value: Any) -> Any:
    if not isinstance(value, np.ndarray) or value.dtype != np.float64:
        raise ValueError(f"{name}: expected an array of float64, found {_words(value)}")
    return value


def _flags(name: str, value: Any) -> Any:
    if not isinstance(value, np.ndarray) or value.dtype != np.bool_:
        raise ValueError(f"{name}: expected an array of bool, found {_words(value)}")
    return value


def _word(name: str, value: Any) -> Any:
    known = COUNTED if name == "counted" else SCORED
    if not (isinstance(value, str) and value in known):
        raise ValueError(f"{name}: expected {' or '.join(known)}, found {_words(value)}")
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refusal(name, bool, value)
    return value


def _by_name(name: str, value: Any) -> dict[str, Any]:
    return {part: _numbers(f"{name}: {part[:40]}", rows) for part, rows in _mapping(name, value).items()}


def _hints(name: str, value: Any) -> Any:
    return None if value is None else _numbers(name, value)


def _observations(name: str, value: Any) -> Any:
    for field, rows in _mapping(name, value).items():
        if isinstance(rows, list) and rows and all(isinstance(text, str) for text in rows):
            continue
        if not isinstance(rows, np.ndarray) or (
            rows.dtype.kind not in "biuf" and not (is_text(rows) and rows.ndim == 1)
        ):
            raise ValueError(f"{name}: expected an array of numbers for {field!r}, or texts, found {_words(rows)}")
    return {field: np.array(rows) if isinstance(rows, list) else rows for field, rows in value.items()}


def _case(name: str, value: Any) -> Case:
    match value:
        case [split, int(index)] if split in SPLITS and not isinstance(index, bool):
            return Case(split, index)
        case [split, int(index), float(share)] if split in SPLITS and not isinstance(index, bool) and 0 < share < 1:
            return Case(split, index, share)
    raise _refusal(name, list, value)


def _lines(name: str, value: Any) -> dict[str, tuple[int | None, ...]]:
    lines = {function: tuple(rows) for function, rows in _mapping(name, value).items() if isinstance(rows, list)}
    if len(lines) != len(value) or any(not _is_line(line) for rows in lines.values() for line in rows):
        raise ValueError(f"{name}: expected a list of line numbers for each function, found {_words(value)}")
    return lines


def _touching(name: str, value: Any) -> tuple[tuple[Touch, ...], ...]:
    if not isinstance(value, list) or not all(isinstance(together, list) for together in value):
        raise _refusal(name, list, value)
    for touch in (touch for together in value for touch in together):
        if not (isinstance(touch, list) and len(touch) == 2 and all(isinstance(word, str) for word in touch)):
            raise ValueError(f"{name}: expected two names a touch, found {_words(touch)}")
    return tuple(tuple((one, other) for one, other in together) for together in value)


def _failure(name: str, value: Any) -> Failure | None:
    if value is None:
        return None
    match value:
        case {"kind": str(kind), "message": str(message), "timestep": int(timestep), "line": line} if _is_line(line):
            return Failure(FailureKind(kind), message, timestep, line)
    raise _refusal(name, dict, value)


def _graph(name: str, value: Any) -> Graph | None:
    """The trace, with observations that know their field names again."""
    if value is None:
        return None
    try:
        for record in value:
            is_input = record["name"] == "observation" and not record["operation"]
            if isinstance(record["output"], dict) and (is_input or record["operation"] == "step"):
                record["output"] = Observation(record["output"])
        return Graph.from_records(value)
    except (TraceError, TypeError, KeyError) as error:
        raise ValueError(f"{name}: {error}") from error


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "case": _case,
    "observations": _observations,
    "actions": _numbers,
    "rewards": _numbers,
    "successes": _flags,
    "successes_now": _flags,
    "saturated": _flags,
    "lines": _lines,
    "touching": _touching,
    "hints": _hints,
    "counted": _word,
    "scored": _word,
    "solvable": _flag,
    "terminated": _flag,
    "parts": _by_name,
    "failure": _failure,
    "graph": _graph,
}


def _check_lengths(episode: Episode) -> None:
    """An episode of T actions has T of everything, and T + 1 observations (none at all where it was never played)."""
    if episode.actions.ndim != 2:
        raise ValueError(f"actions: expected the shape (T, A), found {episode.actions.shape}")
    length = len(episode)
    by_action = {name: getattr(episode, name) for name in ("rewards", "successes", "successes_now", "saturated")}
    for name, numbers in {**by_action, **episode.parts}.items():
        if numbers.shape != (length,):
            raise ValueError(f"{name}: expected the shape ({length},), found {numbers.shape}")
    if len(episode.touching) not in (0, length):
        raise ValueError(f"touching: expected {length} actions, or none, found {len(episode.touching)}")
    if episode.hints is not None and episode.hints.shape != episode.actions.shape:
        raise ValueError(f"hints: expected the shape {episode.actions.shape}, found {episode.hints.shape}")
    for name, rows in episode.observations.items():
        if not rows.ndim or len(rows) != length + 1:
            raise ValueError(f"observations: expected {length + 1} rows of {name!r}, found the shape {rows.shape}")
    for name, lines in episode.lines.items():
        if len(lines) != length:
            raise ValueError(f"lines: expected {length} of {name!r}, found {len(lines)}")


def _mapping(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise _refusal(name, dict, value)
    return value


def _is_line(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _refusal(name: str, expected: Any, found: Any) -> ValueError:
    kinds = " or ".join(kind.__name__ for kind in (expected if isinstance(expected, tuple) else (expected,)))
    return ValueError(f"{name}: expected {kinds}, found {_words(found)}")


def _words(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype}, shape {value.shape}"
    return f"{type(value).__name__} {value!r:.60}"
