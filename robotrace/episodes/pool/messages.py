"""A worker's answer as bytes, or why there is none. A candidate may have had a hand in it: nothing is unpickled."""

from __future__ import annotations

import json
from typing import Any

from robotrace import errors
from robotrace.errors import PoolError, RobotraceError


def write(answer: Any) -> bytes:
    """An answer that JSON can hold."""
    return json.dumps({"answer": answer}).encode()


def write_error(error: BaseException, trace: str) -> bytes:
    """Why there is no answer."""
    return json.dumps({"error": type(error).__name__, "message": str(error), "trace": trace}).encode()


def read(message: bytes) -> Any:
    """The answer.

    Raises:
        RobotraceError: What the worker raised on purpose, such as ProgramError for a text that cannot be loaded.
        PoolError: The worker failed in another way; its traceback is in the message.
        ValueError: The bytes are not a worker's answer.
    """
    body = json.loads(message)
    if not isinstance(body, dict) or not body.keys() & {"answer", "error"}:
        raise ValueError("neither an answer nor an error")
    if "error" in body:
        raise _error(body)
    return body["answer"]


def _error(body: dict[str, Any]) -> RobotraceError:
    kind = getattr(errors, body["error"], None)
    if isinstance(kind, type) and issubclass(kind, RobotraceError):
        error: RobotraceError = kind.__new__(kind)  # past constructors that put a message together
        error.args = (body["message"],)
        return error
    return PoolError(f"A worker failed with {body['error']}: {body['message']}\n{body['trace']}")
