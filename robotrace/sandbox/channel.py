"""Messages to and from a policy's process, under a budget; whatever deviates ends the process and is named."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import time
from array import array
from collections.abc import Collection
from typing import Any

from robotrace.errors import (
    PolicyCrash,
    PolicyError,
    PolicyFailure,
    PolicyInvalidAction,
    PolicyProtocolError,
    PolicyTimeout,
    SandboxUnavailable,
)
from robotrace.sandbox import answers, frames
from robotrace.sandbox.process import Forked, Zygote
from robotrace.sandbox.watchdog import Watchdog, ending, line_of

STARVED = 4.0
"""How many times its budget a process may take that waits for a CPU."""
AHEAD = 64
"""Requests that numbers are drawn for at once. The watchdog looks anew then: looking takes as long as a call."""
CHUNK = 1 << 20


class Channel:
    """The runner's end.

    Attributes:
        pid: The id of the policy's process.
        failure: Why nothing more can be asked; None while the process lives.
    """

    def __init__(self, zygote: Zygote, forked: Forked) -> None:
        self.pid = forked.pid
        self.failure: PolicyFailure | SandboxUnavailable | None = None
        self._zygote = zygote
        self._watchdog = Watchdog(forked.pid, handle=forked.handle, crash=forked.crash)
        self._socket = forked.channel
        self._socket.setblocking(True)
        self._budget = 0.0
        self._numbers: list[int] = []
        self._number = 0
        self._closed = False
        self._bell = forked.bell
        self._listens = False

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can be asked: the process failed, or the one that it was forked from is gone, and it as well."""
        return self.failure is not None or not self._zygote.alive

    def stay(self, cpus: Collection[int]) -> None:
        """Keep the process on some CPUs, where it listens for what it is asked next while this one goes on with something else."""
        try:
            os.sched_setaffinity(self.pid, cpus)
        except OSError:
            return  # it has ended, as whoever asks it will find; or nobody may be placed here, and it sleeps until it is asked
        self._listens = self._bell is not None

    def part(self) -> None:
        """Let the process run wherever this one may, and have it sleep until it is asked."""
        self._listens = False
        with contextlib.suppress(OSError):  # it has ended, as whoever asks it will find
            os.sched_setaffinity(self.pid, os.sched_getaffinity(0))

    def start(self, budget: float) -> None:
        """Wait until the process is locked. Raises as `ask` does."""
        self._set_budget(budget)
        payload = self._receive(frames.READY, most=1024, budget=budget, stage="start")
        self._read(answers.decoded(answers.LAYERS), payload, "start")

    def ask(self, kind: int, payload: bytes, *, budget: float, stage: str, read: answers.Reader, most: int) -> Any:
        """Send a request, wait for its answer, and read that: it has its form, or this raises.

        Args:
            kind: The kind of the request, one of those in `frames`.
            payload: The content of the request.
            budget: The time limit, in seconds.
            stage: The name of the stage, for failures.
            read: Makes the answer of the bytes that the process sent.
            most: The largest answer accepted, in bytes.

        Raises:
            PolicyFailure: The policy failed; the class says how.
            SandboxUnavailable: The process has ended for a reason that is not the policy's.
        """
        self.send(frames.pack(kind, self._next_number(), payload), budget=budget, stage=stage)
        return self._read(read, self._receive(frames.DATA, most=most, budget=budget, stage=stage), stage)

    def post(self, message: bytearray, *, budget: float) -> None:
        """Send an observation that is packed already, and do not wait for the action. Raises as `ask` does."""
        frames.HEADER.pack_into(message, 0, frames.ACT, self._next_number(), len(message) - frames.HEADER.size)
        self.send(message, budget=budget, stage="act")
        if self._listens:
            assert self._bell is not None
            self._bell.ring(self._number)

    def action(self, *, budget: float, read: answers.Reader) -> Any:
        """Wait for the action that was asked for last, and read it. Raises as `ask` does."""
        return self._read(read, self._receive(frames.ACTION, most=frames.MAX_ACTION, budget=budget, stage="act"), "act")

    def send(self, message: bytes | bytearray, *, budget: float, stage: str) -> None:
        """Send bytes. Raises as `ask` does."""
        if self.failure is not None:
            raise self.failure
        if budget != self._budget:
            self._set_budget(budget)
        try:
            self._socket.sendall(message)
        except BlockingIOError:
            raise self.late(stage, budget) from None
        except OSError:
            raise self._crashed(stage) from None

    def late(self, stage: str, budget: float) -> PolicyFailure:
        """End the process for having taken too long."""
        if self.failure is not None:
            return PolicyTimeout(str(self.failure), stage=stage)
        self._watchdog.signal(signal.SIGUSR1)
        words = self._watchdog.last_words(0.05)
        line = line_of(words)
        message = f"{stage} took longer than {budget:g} s{_at(line)}"
        return self._ended(PolicyTimeout(message, line=line, traceback=words, stage=stage))

    def close(self) -> None:
        """End the process and collect it."""
        if self._closed:
            return
        self._closed = True
        self._socket.close()
        self._watchdog.close()
        self._listens = False
        if self._bell is not None:
            self._bell.close()
        with contextlib.suppress(SandboxUnavailable):  # then it is gone, and what it forked as well
            self._zygote.discard(self.pid)
        if self.failure is None:
            self.failure = SandboxUnavailable("This policy has been closed.")

    def _next_number(self) -> int:
        """Of a request. Its answer has the same, which nobody knows before the request: no answer comes first."""
        if not self._numbers:
            self._watchdog.settle()
            self._numbers = array("I", os.urandom(4 * AHEAD)).tolist()
        self._number = self._numbers.pop()
        return self._number

    def _receive(self, answer: int, *, most: int, budget: float, stage: str) -> bytes:
        """The payload of the answer, at whatever pace it comes."""
        size = min(frames.HEADER.size + most + 1, CHUNK)
        data: bytes | bytearray = b""
        until = 0.0
        while True:
            try:
                part = self._socket.recv(size)
                if not part:
                    raise self._crashed(stage)
                data = bytearray(data) + part if data else part
                payload = self._payload(data, answer, most, stage)
                if payload is not None:
                    return payload
            except BlockingIOError:
                if not self._watchdog.starved(budget):
                    raise self.late(stage, budget) from None
                self._watchdog.settle()
            except OSError:
                raise self._crashed(stage) from None
            until = until or time.monotonic() + STARVED * budget
            if time.monotonic() > until:
                raise self.late(stage, budget)

    def _payload(self, data: bytes | bytearray, answer: int, most: int, stage: str) -> bytes | None:
        """What a frame carries that answers the last request; None while it is not whole."""
        if len(data) < frames.HEADER.size:
            return None
        kind, number, length = frames.HEADER.unpack_from(data)
        limit = most if kind == answer else frames.MAX_ERROR if kind == frames.ERROR else -1
        missing = frames.HEADER.size + length - len(data)
        if number != self._number or length > limit or missing < 0:
            raise self._deviates(stage)
        if missing:
            return None
        payload = bytes(data[frames.HEADER.size :])
        if kind == frames.ERROR:
            raise self._reported(payload, stage)
        return payload

    def _read(self, read: answers.Reader, payload: bytes, stage: str) -> Any:
        try:
            return read(payload)
        except Exception as error:  # the bytes are an untrusted process's: whatever reading them raises is its doing
            raise self._deviates(stage) from error

    def _set_budget(self, seconds: float) -> None:
        whole = int(seconds)
        value = struct.pack("ll", whole, max(1, int((seconds - whole) * 1e6)))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, value)
        self._budget = seconds

    def _crashed(self, stage: str) -> PolicyFailure:
        words = self._watchdog.last_words(0.02, whole=stage == "start")
        line = line_of(words)
        how = ending(self._zygote.reap(self.pid, patience=0.2))
        message = f"The policy's process {how} during {stage}{_at(line)}"
        return self._ended(PolicyCrash(message, line=line, traceback=words, stage=stage))

    def _reported(self, payload: bytes, stage: str) -> PolicyFailure:
        """What the process says of an exception; it lives on."""
        report = self._read(answers.decoded(answers.ERROR), payload, stage)
        kind = PolicyInvalidAction if report.pop("invalid_action") else PolicyError
        return kind(report.pop("message"), **report, stage=stage)

    def _deviates(self, stage: str) -> PolicyFailure:
        message = f"The policy's process sent what no policy sends during {stage}; it was ended."
        return self._ended(PolicyProtocolError(message, stage=stage))

    def _ended(self, failure: PolicyFailure) -> PolicyFailure:
        self._zygote.reap(self.pid)
        self.failure = failure
        return failure


def _at(line: int | None) -> str:
    return "" if line is None else f" (line {line})"
