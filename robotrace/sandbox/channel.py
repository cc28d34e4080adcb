"""Messages to and from a policy's process, under a budget; whatever deviates ends the process and is named."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import socket
import struct
import time
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
from robotrace.opto import codec
from robotrace.sandbox import frames
from robotrace.sandbox.process import Born, Ended, Zygote
from robotrace.text import escaped

STARVED = 4.0
"""How many times its budget a process may take that was given less than half a CPU."""
SETTLE = 256
"""After how many calls the CPU time is looked at anew: looking takes as long as a call."""
LINE = re.compile(r'File "<(?:controller|robotrace) [^"]*", line (\d+)')
FATAL = "Fatal Python error"
DECODING = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, MemoryError)
"""What decoding raises on data that no policy's process sends."""


class Channel:
    """The runner's end.

    Attributes:
        pid: of the policy's process.
        failure: why no more can be asked; None while it lives.
    """

    def __init__(self, zygote: Zygote, born: Born) -> None:
        self.pid = born.pid
        self.failure: PolicyFailure | SandboxUnavailable | None = None
        self._zygote, self._handle, self._crash = zygote, born.handle, born.crash
        self._socket = born.channel
        self._socket.setblocking(True)
        self._budget = 0.0
        self._sequence = 0
        self._cpu = 0
        self._closed = False
        self._buffer = bytearray(frames.HEADER.size + frames.MAX_ACTION + 1)

    def ask(self, kind: int, payload: bytes, *, budget: float, stage: str, answer: int, most: int) -> bytes:
        """Send a request and wait for its answer.

        Args:
            kind: of the request.
            payload: its content.
            budget: seconds.
            stage: named in failures.
            answer: the kind of frame that answers it.
            most: bytes that the answer may have.

        Raises:
            PolicyFailure: the policy failed; see there.
            SandboxUnavailable: the process is gone for no fault of the policy.
        """
        self._sequence = (self._sequence + 1) & 0xFFFFFFFF
        self.send(frames.pack(kind, self._sequence, payload), budget=budget, stage=stage)
        return self.receive(b"", budget=budget, stage=stage, answer=answer, most=most)

    def act(self, message: bytearray, *, budget: float) -> bytes:
        """Send an observation that is packed already, and return the action's bytes. Raises as `ask` does."""
        if self.failure is not None:
            raise self.failure
        if budget != self._budget:
            self._set_budget(budget)
        self._sequence = sequence = (self._sequence + 1) & 0xFFFFFFFF
        header = frames.HEADER
        header.pack_into(message, 0, frames.ACT, sequence, len(message) - header.size)
        received = -1
        try:
            if self._socket.send(message) == len(message):
                received = self._socket.recv_into(self._buffer)
        except BlockingIOError:
            pass
        except OSError:
            received = 0
        if received >= header.size:
            kind, answered, length = header.unpack_from(self._buffer)
            if kind == frames.ACTION and answered == sequence and header.size + length == received:
                if sequence % SETTLE == 0:
                    self.settle()
                return bytes(self._buffer[header.size : received])
        if received == 0:
            raise self._crashed("act")
        if received < 0 and not self._starved(budget):
            raise self._late("act", budget)
        got = bytes(self._buffer[: max(received, 0)])
        return self.receive(got, budget=budget, stage="act", answer=frames.ACTION, most=frames.MAX_ACTION)

    def send(self, message: bytes, *, budget: float, stage: str) -> None:
        """Send bytes. Raises as `ask` does."""
        if self.failure is not None:
            raise self.failure
        self._set_budget(budget)
        try:
            self._socket.sendall(message)
        except BlockingIOError:
            raise self._late(stage, budget) from None
        except OSError:
            raise self._crashed(stage) from None

    def receive(self, got: bytes, *, budget: float, stage: str, answer: int, most: int) -> bytes:
        """The payload of one frame, of which some bytes are there already. Raises as `ask` does."""
        started, data = time.monotonic(), bytearray(got)
        need = frames.HEADER.size
        while True:
            if len(data) >= frames.HEADER.size:
                kind, sequence, length = frames.HEADER.unpack_from(data)
                limit = {answer: most, frames.ERROR: max(most, frames.MAX_ERROR)}.get(kind, -1)
                if sequence != self._sequence or length > limit or len(data) > frames.HEADER.size + length:
                    raise self._ended(PolicyProtocolError(_DEVIATES.format(stage), stage=stage))
                need = frames.HEADER.size + length
                if len(data) == need:
                    break
            if time.monotonic() - started > STARVED * budget:
                raise self._late(stage, budget)
            try:
                part = self._socket.recv(min(need - len(data) + 1, 1 << 20))
            except BlockingIOError:
                if self._starved(budget):
                    continue
                raise self._late(stage, budget) from None
            except OSError:
                part = b""
            if not part:
                raise self._crashed(stage)
            data += part
        payload = bytes(data[frames.HEADER.size :])
        if kind == frames.ERROR:
            raise self._reported(payload, stage)
        return payload

    def late(self, stage: str, budget: float) -> PolicyFailure:
        """End the process for having taken longer than a budget of several calls."""
        return self._late(stage, budget)

    def deviates(self, stage: str) -> PolicyFailure:
        """End the process for an answer that no policy's process gives."""
        return self._ended(PolicyProtocolError(_DEVIATES.format(stage), stage=stage))

    def plain(self, payload: bytes, stage: str) -> Any:
        """Decode what the process sent as data. Raises as `ask` does."""
        try:
            return codec.decode(json.loads(payload))
        except DECODING as error:
            raise self.deviates(stage) from error

    def close(self) -> None:
        """End the process and collect it."""
        if self._closed:
            return
        self._closed = True
        self._socket.close()
        if self._handle is not None:
            self._signal(signal.SIGKILL)
        with contextlib.suppress(SandboxUnavailable):  # then it is gone, and what it forked as well
            self._zygote.bury(self.pid)
        os.close(self._crash)
        if self._handle is not None:
            os.close(self._handle)
        if self.failure is None:
            self.failure = SandboxUnavailable("This policy has been closed.")

    def settle(self) -> None:
        """Remember how much CPU time the process has used, for telling later whether it was starved of it."""
        self._cpu = self._cpu_used()

    def _set_budget(self, seconds: float) -> None:
        if seconds != self._budget:
            whole = int(seconds)
            value = struct.pack("ll", whole, max(1, int((seconds - whole) * 1e6)))
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, value)
            self._budget = seconds

    def _cpu_used(self) -> int:
        try:
            with open(f"/proc/{self.pid}/schedstat", encoding="ascii") as file:
                return int(file.read().split()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def _starved(self, budget: float) -> bool:
        """Whether the machine was slow, and not the policy: it ran, for less than half of its budget."""
        return 0 < self._cpu_used() - self._cpu < 0.5e9 * budget

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, number)
            else:
                os.kill(self.pid, number)  # it is not collected yet, so the number is still its own

    def _last_words(self, wait: float) -> str:
        """What the process wrote about where it was, without what is not the policy's."""
        data, until = b"", time.monotonic() + wait
        while len(data) < frames.TRACEBACK:
            if not select.select([self._crash], [], [], max(0.0, until - time.monotonic()))[0]:
                break
            part = os.read(self._crash, 4096)
            if not part:
                break
            data += part
        lines = data.decode("utf-8", "replace").splitlines()
        kept = [line for line in lines if LINE.search(line) or line.startswith(FATAL)]
        return escaped("\n".join(kept), frames.TRACEBACK)

    def _late(self, stage: str, budget: float) -> PolicyFailure:
        if self.failure is not None:
            return PolicyTimeout(str(self.failure), stage=stage)
        self._signal(signal.SIGUSR1)
        words = self._last_words(0.05)
        line = _line(words)
        return self._ended(
            PolicyTimeout(f"{stage} took longer than {budget:g} s{_at(line)}", line=line, traceback=words, stage=stage)
        )

    def _crashed(self, stage: str) -> PolicyFailure:
        words = self._last_words(0.02)
        line = _line(words)
        how = _how(self._zygote.reap(self.pid, patience=0.2))
        return self._ended(
            PolicyCrash(
                f"The policy's process {how} during {stage}{_at(line)}", line=line, traceback=words, stage=stage
            )
        )

    def _reported(self, payload: bytes, stage: str) -> PolicyFailure:
        """What the process says of an exception; it lives on."""
        try:
            report = json.loads(payload)
            line = report.get("line")
            texts = {
                name: escaped(str(report.get(name, "")), frames.TRACEBACK) for name in ("message", "traceback", "log")
            }
        except DECODING:
            return self.deviates(stage)
        kind = PolicyInvalidAction if report.get("invalid action") is True else PolicyError
        return kind(
            texts["message"],
            line=line if type(line) is int else None,
            traceback=texts["traceback"],
            log=texts["log"],
            stage=stage,
        )

    def _ended(self, failure: PolicyFailure) -> PolicyFailure:
        self._zygote.reap(self.pid)
        self.failure = failure
        return failure


_DEVIATES = "The policy's process sent what no policy sends during {}; it was ended."


def _line(words: str) -> int | None:
    found = LINE.search(words)
    return int(found[1]) if found else None


def _at(line: int | None) -> str:
    return "" if line is None else f" (line {line})"


def _how(ended: Ended) -> str:
    if ended.status is None or ended.killed:
        return "closed its connection"
    if os.WIFSIGNALED(ended.status):
        return f"was killed by {signal.Signals(os.WTERMSIG(ended.status)).name}"
    return f"exited with status {os.WEXITSTATUS(ended.status)}"
