"""The policy's end of the socket: one request is open at a time, and is answered once."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator

from robotrace.sandbox import frames
from robotrace.sandbox.bell import listener

ROOM = 1 << 16
"""Bytes that are read at once: more than any observation takes, and what is longer comes in parts."""


class Line:
    """To the runner.

    Args:
        descriptor: Of the socket.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._frames = self._received()
        self._first = self._open = 0
        self._buffer = bytearray(ROOM)
        self._socket: io.FileIO | None = None
        self._listen: Callable[[int], None] | None = None

    def connect(self) -> None:
        """Begin to read, while the kernel still answers what Python asks about a descriptor then."""
        self._socket = io.FileIO(self._descriptor, "rb", closefd=False)

    def hear(self, *bell: int) -> None:
        """Listen for a moment for what comes next, where there is a descriptor of a bell."""
        for descriptor in bell:
            self._listen = listener(descriptor)

    def requests(self) -> Iterator[frames.Frame]:
        """One after the other, until the runner hangs up."""
        for frame in self._frames:
            self._first = self._open = frame[1]
            yield frame

    def answer(self, kind: int, payload: bytes, sequence: int) -> None:
        """Answer a request.

        Args:
            kind: Of the answer.
            payload: Its content.
            sequence: The number of the request. Where the runner was asked in the midst of it, that was its answer, and this
                goes to the request that brought the runner's last word.
        """
        frames.send(self._descriptor, kind, self._open if sequence == self._first else sequence, payload)

    def ask(self, payload: bytes) -> bytearray:
        """Answer the open request with a question; the runner's next request is the answer to that."""
        frames.send(self._descriptor, frames.DATA, self._open, payload)
        frame = next(self._frames, None)
        if frame is None:
            os._exit(0)
        self._open = frame[1]
        return frame[2]

    def _received(self) -> Iterator[frames.Frame]:
        """All messages. Nearly always one comes alone and whole: that is found without a copy of it."""
        assert self._socket is not None
        read, buffer, begun = self._socket.readinto, self._buffer, bytearray()
        view, header, unpack = memoryview(buffer), frames.HEADER.size, frames.HEADER.unpack_from
        while got := read(buffer):
            kind, sequence, length = unpack(buffer)
            if not begun and got == header + length:
                yield kind, sequence, buffer[header:got]
                if self._listen is not None:
                    self._listen(sequence)
                continue
            begun += view[:got]
            while (whole := frames.first(begun)) is not None:
                yield whole
                del begun[: header + len(whole[2])]
