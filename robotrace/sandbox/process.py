"""The runner's side of a zygote: starting it, having it fork and reap."""

from __future__ import annotations

import array
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from robotrace.errors import SandboxUnavailable
from robotrace.sandbox.bell import Bell, hung
from robotrace.sandbox.limits import Limits
from robotrace.text import one_line

START_SECONDS, ANSWER_SECONDS = 60.0, 10.0
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nonexistent",
    "PATH": "/nonexistent",
}
MORE = "Look at the limits of open files, processes and memory (ulimit -a), and at what else runs; `robotrace doctor` tries again."
PASSED_ON = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""No secrets, and some installations of numpy do not start without them."""


class Forked(NamedTuple):
    """A process that was forked.

    Attributes:
        channel: The socket that carries the process's messages.
        crash: The descriptor of a pipe to which the process writes its traceback when it is stopped.
        pid: The id of the process.
        handle: The process's pidfd, which cannot come to refer to another process; None where the system has none.
        bell: What tells the process that it was asked; None where the system has none.
    """

    channel: socket.socket
    crash: int
    pid: int
    handle: int | None
    bell: Bell | None


class Ended(NamedTuple):
    """How a process ended: its wait status if it is known, and whether it had to be killed."""

    status: int | None
    killed: bool


class Zygote:
    """A running zygote. Several threads may use it.

    Attributes:
        report: The protective layers that the zygote found.
        alive: Whether the zygote answers.
    """

    def __init__(self, modules: Sequence[str], want: Mapping[str, bool]) -> None:
        if os.name != "posix":
            raise SandboxUnavailable(
                f"Policies get a process of their own on Linux and macOS, found {sys.platform}: use WSL2 or Docker."
            )
        self._lock = threading.Lock()
        kind = socket.SOCK_SEQPACKET if sys.platform.startswith("linux") else socket.SOCK_DGRAM
        try:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, kind)
        except OSError as error:
            raise _short_of(error) from error
        root = Path(__file__).parent.parent
        config = {"root": str(root), "path": [p for p in sys.path if p], "preload": list(modules), "want": dict(want)}
        environment = ENVIRONMENT | {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        try:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-s",
                    "-P",
                    str(root / "sandbox" / "zygote.py"),
                    str(theirs.fileno()),
                    json.dumps(config),
                ],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
                start_new_session=True,
            )
        except OSError as error:
            self._control.close()
            raise SandboxUnavailable(
                f"{sys.executable} cannot be started for policies: {error.strerror}. {MORE}"
            ) from error
        finally:
            theirs.close()
        self.alive = True
        self.report = self._started()

    @property
    def pid(self) -> int:
        """Of the zygote."""
        return self._process.pid

    def fork(self, limits: Limits) -> Forked:
        """Have it fork a process, which locks itself down.

        Raises:
            SandboxUnavailable: The zygote did not fork a process.
        """
        ours, theirs, crash, crash_end = _connections()
        bell = hung(budget=limits.act_seconds, processor=limits.cpu_seconds)
        descriptors = array.array("i", [theirs.fileno(), crash_end, *([bell.descriptor] if bell else [])])
        try:
            data, passed = self._ask({"do": "fork", **asdict(limits)}, descriptors)
            if "error" in data:
                raise SandboxUnavailable(f"No process can be forked for a policy: {data['error']}. {MORE}")
        except SandboxUnavailable:
            ours.close()
            os.close(crash)
            if bell is not None:
                bell.close()
            raise
        finally:
            for descriptor in descriptors[1:]:
                os.close(descriptor)
            theirs.close()
        return Forked(ours, crash, data["pid"], passed[0] if passed else None, bell)

    def reap(self, pid: int, patience: float = 0.0) -> Ended:
        """Have it wait so many seconds for a process to end, kill it if it does not, and collect it.

        Raises:
            SandboxUnavailable: The zygote has ended, and its processes with it.
        """
        data, _ = self._ask({"do": "reap", "pid": pid, "patience": patience})
        return Ended(data["status"], data["killed"])

    def discard(self, pid: int) -> None:
        """Have it kill a process and collect it, without waiting for that.

        Raises:
            SandboxUnavailable: As for `reap`.
        """
        with self._lock:
            self._send({"do": "discard", "pid": pid}, [])

    def close(self) -> None:
        """End it, and every process that it forked."""
        self.alive = False
        self._control.close()
        try:
            self._process.wait(2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _ask(self, request: Mapping[str, Any], descriptors: array.array[int] | None = None) -> tuple[Any, list[int]]:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)] if descriptors else []
        passed = array.array("i")
        with self._lock:
            self._send(request, rights)
            try:
                data, extra, _, _ = self._control.recvmsg(4096, socket.CMSG_SPACE(passed.itemsize))
            except OSError as error:
                self._abandon()
                raise SandboxUnavailable(
                    f"The process that policies are forked from does not answer: {error}"
                ) from error
            if not data:
                raise self._ended("ended")
        for _, _, content in extra:
            passed.frombytes(content)
        return json.loads(data), list(passed)

    def _send(self, request: Mapping[str, Any], rights: Sequence[Any]) -> None:
        if not self.alive:
            raise SandboxUnavailable("The process that policies are forked from has ended.")
        try:
            self._control.sendmsg([json.dumps(request).encode()], rights)
        except OSError as error:
            self._abandon()
            raise SandboxUnavailable(f"The process that policies are forked from does not answer: {error}") from error

    def _abandon(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()  # what it forked is killed by the kernel then
        self.close()

    def _ended(self, how: str) -> SandboxUnavailable:
        """Why it is gone: the last line that it wrote."""
        self._process.kill()
        lines = self._process.stderr.read().decode("utf-8", "replace").split("\n") if self._process.stderr else []
        last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
        self.close()
        return SandboxUnavailable(f"The process that policies are forked from {how}: {one_line(last)}. {MORE}")

    def _started(self) -> dict[str, Any]:
        self._control.settimeout(START_SECONDS)
        try:
            data = self._control.recv(1 << 16)
        except OSError as error:
            self._abandon()
            raise SandboxUnavailable(f"The process that policies are forked from did not start: {error}") from error
        if not data:
            raise self._ended("did not start")
        self._control.settimeout(ANSWER_SECONDS)
        report: dict[str, Any] = json.loads(data)
        return report


def _connections() -> tuple[socket.socket, socket.socket, int, int]:
    """Both ends of a socket and of a pipe."""
    opened: list[socket.socket] = []
    try:
        opened += socket.socketpair()
        return (*opened, *os.pipe())  # type: ignore[return-value]
    except OSError as error:
        for end in opened:
            end.close()
        raise _short_of(error) from error


def _short_of(error: OSError) -> SandboxUnavailable:
    return SandboxUnavailable(f"No connection to a policy's process can be made: {error.strerror}. {MORE}")
