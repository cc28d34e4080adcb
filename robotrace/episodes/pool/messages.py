"""A worker's answer as bytes: an episode, or why there is none. What a controller returned is in there: nothing is unpickled."""

from __future__ import annotations

import json
from typing import Any

from robotrace import errors
from robotrace.episodes.episode import Episode
from robotrace.episodes.plain import from_plain, to_plain
from robotrace.errors import PoolError, RobotraceError
from robotrace.opto import codec


def write_episode(episode: Episode, *, traced: bool) -> bytes:
    """An episode; with its trace only where the trace is sure to be looked at, since it can be made again."""
    return json.dumps({"episode": codec.encode(to_plain(episode, traced=traced))}).encode()


def write_error(error: BaseException, trace: str) -> bytes:
    """Why there is no episode."""
    return json.dumps({"error": type(error).__name__, "message": str(error), "trace": trace}).encode()


def read(message: bytes) -> Episode:
    """The episode.

    Raises:
        RobotraceError: What the worker raised on purpose, such as ProgramError for a text that cannot be loaded.
        PoolError: The worker failed in another way; its traceback is in the message.
        ValueError: The bytes are not a worker's answer.
    """
    body = json.loads(message)
    if "error" in body:
        raise _error(body)
    try:
        return from_plain(codec.decode(body["episode"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"not an episode: {error!r}") from error


def _error(body: dict[str, Any]) -> RobotraceError:
    kind = getattr(errors, body["error"], None)
    if isinstance(kind, type) and issubclass(kind, RobotraceError):
        error: RobotraceError = kind.__new__(kind)  # past constructors that put a message together
        error.args = (body["message"],)
        return error
    return PoolError(f"A worker failed with {body['error']}: {body['message']}\n{body['trace']}")
