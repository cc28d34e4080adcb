"""The policy's end of the socket: one request is open at a time, and is answered once."""

from __future__ import annotations

import os
from collections.abc import Iterator

from robotrace.sandbox import frames


class Line:
    """To the runner.

    Args:
        descriptor: Of the socket.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._frames = frames.receive(descriptor)
        self._first = self._open = 0

    def requests(self) -> Iterator[frames.Frame]:
        """One after the other, until the runner hangs up."""
        for frame in self._frames:
            self._first = self._open = frame.sequence
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

    def ask(self, payload: bytes) -> bytes:
        """Answer the open request with a question; the runner's next request is the answer to that."""
        frames.send(self._descriptor, frames.DATA, self._open, payload)
        frame = next(self._frames, None)
        if frame is None:
            os._exit(0)
        self._open = frame.sequence
        return frame.payload
