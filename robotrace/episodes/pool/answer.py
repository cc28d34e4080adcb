"""An episode, or why there is none, as bytes and back. What a controller returned is in there: nothing is ever unpickled."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from robotrace import errors
from robotrace.episodes.episode import Episode, Failure
from robotrace.errors import PoolError, RobotraceError
from robotrace.opto import Case, codec
from robotrace.opto.named import Observation
from robotrace.trace import Graph

_ARRAYS = ("actions", "rewards", "successes", "successes_now", "saturated", "hints")
_WORDS = (
    "task",
    "seed",
    "control",
    "horizon",
    "feedback",
    "sim_steps",
    "seconds",
    "policy_seconds",
    "solved_reward",
)


def write_episode(episode: Episode, *, traced: bool) -> bytes:
    """Everything but the live nodes; the trace only where it is sure to be looked at, since it can be made again."""
    arrays = {name: getattr(episode, name) for name in _ARRAYS} | {"observations": dict(episode.observations)}
    body = {name: getattr(episode, name) for name in _WORDS} | {
        "case": [episode.case.split, episode.case.index],
        "lines": {name: list(lines) for name, lines in episode.lines.items()},
        "failure": asdict(episode.failure) if episode.failure else None,
        "arrays": codec.encode(arrays),
        "graph": codec.encode(episode.graph.to_records()) if traced and episode.graph is not None else None,
    }
    return json.dumps({"episode": body}).encode()


def write_error(error: BaseException, trace: str) -> bytes:
    """Why there is no episode."""
    return json.dumps({"error": type(error).__name__, "message": str(error), "trace": trace}).encode()


def read(answer: bytes) -> Episode:
    """The episode.

    Raises:
        RobotraceError: what the worker raised on purpose, such as ProgramError for a text that cannot be loaded.
        PoolError: the worker failed in another way; its traceback is in the message.
        ValueError: these bytes are no answer.
    """
    body = json.loads(answer)
    if "error" in body:
        raise _error(body)
    try:
        return _episode(body["episode"])
    except (KeyError, TypeError, AttributeError, errors.TraceError) as error:
        raise ValueError(f"not an episode: {error!r}") from error


def _episode(body: dict[str, Any]) -> Episode:
    split, index = body["case"]
    graph = body["graph"]
    return Episode(
        **{name: body[name] for name in _WORDS},
        **codec.decode(body["arrays"]),
        case=Case(split, index),
        lines={name: tuple(lines) for name, lines in body["lines"].items()},
        failure=Failure(**body["failure"]) if body["failure"] else None,
        graph=None if graph is None else Graph.from_records(_observed(codec.decode(graph))),
    )


def _observed(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rollout's own records, with observations that know their field names again."""
    for record in records:
        if isinstance(record["output"], dict) and _is_observation(record):
            record["output"] = Observation(record["output"])
    return records


def _error(body: dict[str, Any]) -> RobotraceError:
    kind = getattr(errors, body["error"], None)
    if isinstance(kind, type) and issubclass(kind, RobotraceError):
        error: RobotraceError = kind.__new__(kind)  # past constructors that put a message together
        error.args = (body["message"],)
        return error
    return PoolError(f"A worker failed with {body['error']}: {body['message']}\n{body['trace']}")


def _is_observation(record: dict[str, Any]) -> bool:
    return bool(record["operation"] == "step" or (record["name"] == "observation" and not record["operation"]))
