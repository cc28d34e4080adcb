"""What goes between a runner and a policy's process: a header of 16 bytes, then the payload.

The payload of an observation or an action is float64 as it lies in memory; of everything else JSON. Nothing is unpickled.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any, TypeAlias

HEADER = struct.Struct("<IIQ")
"""Kind, sequence number, length of the payload in bytes."""

LOAD, LAYOUT, ACT, REPLAY, CALL, LOG, INVOKE = 10, 11, 12, 13, 14, 15, 16
READY, DATA, ACTION, ERROR = 20, 21, 22, 23

MAX_ACTION = 8 * 1024
"""Bytes of an action and the lines that it came from."""
MAX_ERROR = 256 * 1024
"""Bytes of an error."""
MAX_LOG = 32 * 1024
"""Characters of a log."""
MAX_REQUEST = 32 * 1024 * 1024
"""Bytes of what a function is called with."""
MESSAGE, TRACEBACK, LOG_END = 2000, 8000, 4000
"""Characters of an error's texts."""


Frame: TypeAlias = tuple[int, int, bytearray]
"""One message: kind, sequence number, payload."""


def pack(kind: int, sequence: int, payload: bytes) -> bytes:
    """A message as bytes."""
    return HEADER.pack(kind, sequence, len(payload)) + payload


def to_json(data: Any) -> bytes:
    """Plain data as a payload, texts that are none of UTF-8's included."""
    return json.dumps(data, separators=(",", ":")).encode("ascii")


def to_utf8(data: Any) -> bytes:
    """Plain data as a payload; what UTF-8 cannot write of its texts is a question mark."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")


def first(data: bytearray) -> Frame | None:
    """The message that bytes of a trusted sender begin with; None while it is not whole."""
    if len(data) < HEADER.size:
        return None
    kind, sequence, length = HEADER.unpack_from(data)
    end = HEADER.size + length
    return None if len(data) < end else (kind, sequence, data[HEADER.size : end])


def send(descriptor: int, kind: int, sequence: int, payload: bytes) -> None:
    """Send a message whole."""
    message = pack(kind, sequence, payload)
    sent = os.write(descriptor, message)
    while sent < len(message):
        sent += os.write(descriptor, message[sent:])
