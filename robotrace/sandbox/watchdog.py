"""What the runner sees of a policy's process from outside, and does to it: waiting for a CPU, last words, signals."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import time

from robotrace.sandbox.frames import TRACEBACK
from robotrace.sandbox.process import Ended
from robotrace.text import escaped

_LINE = re.compile(r'File "<(?:controller|robotrace) [^"]*", line ([1-9][0-9]{0,5})\b')
_FATAL = "Fatal Python error"


class Watchdog:
    """Watches one process.

    Args:
        pid: The id of the process, which has not been waited for yet.
        handle: The process's pidfd, which cannot come to refer to another process; None where the system has none.
        crash: The descriptor of a pipe to which the process writes its traceback when it is stopped.
    """

    def __init__(self, pid: int, *, handle: int | None, crash: int) -> None:
        self._pid, self._handle, self._crash = pid, handle, crash
        self._ran = self._waited = 0

    def settle(self) -> None:
        """Remember what CPU time the process has had until now, for telling later whether it was starved of it."""
        self._ran, self._waited = self._times()

    def starved(self, seconds: float) -> bool:
        """Whether the machine was slow, and not the policy.

        Since the last `settle` it has waited for a CPU for half of this time; or it could run now, and has run for less than half:
        the kernel counts a wait when it is over. A process that is blocked, by a lock say, waits for no CPU.
        """
        ran, waited = self._times()
        half = 0.5e9 * seconds
        return waited - self._waited >= half or (ran - self._ran < half and self._wants_to_run())

    def signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            try:
                if self._handle is not None:
                    signal.pidfd_send_signal(self._handle, number)
                    return
            except PermissionError:
                pass  # some containers refuse the call
            os.kill(self._pid, number)  # it is not collected yet, so the number is still its own

    def last_words(self, wait: float, *, whole: bool = False) -> str:
        """What the process wrote about where it was.

        Args:
            wait: The time to wait for the traceback, in seconds.
            whole: Whether to include frames outside the policy's own lines, where no policy was loaded yet.
        """
        data, until = b"", time.monotonic() + wait
        while len(data) < TRACEBACK:
            if not select.select([self._crash], [], [], max(0.0, until - time.monotonic()))[0]:
                break
            part = os.read(self._crash, 4096)
            if not part:
                break
            data += part
        lines = data.decode("utf-8", "replace").splitlines()
        kept = [line for line in lines if whole or _LINE.search(line) or line.startswith(_FATAL)]
        return escaped("\n".join(kept), TRACEBACK)[:TRACEBACK]

    def close(self) -> None:
        """Kill the process, and watch it no more."""
        if self._handle is not None:
            self.signal(signal.SIGKILL)
            os.close(self._handle)
        os.close(self._crash)

    def _times(self) -> tuple[int, int]:
        """Nanoseconds for which it ran, and for which it could have run and did not; 0 where they cannot be known."""
        try:
            with open(f"/proc/{self._pid}/schedstat", encoding="ascii") as file:
                ran, waited, _ = file.read().split()
            return int(ran), int(waited)
        except (OSError, ValueError):
            return 0, 0

    def _wants_to_run(self) -> bool:
        """Whether it runs, waits for a CPU, or for memory or a disk."""
        try:
            with open(f"/proc/{self._pid}/stat", encoding="utf-8", errors="replace") as file:
                return file.read().rpartition(")")[2].split()[0] in ("R", "D")
        except (OSError, IndexError):
            return False


def line_of(words: str) -> int | None:
    """The policy's line that last words begin with."""
    found = _LINE.search(words)
    return int(found[1]) if found else None


def ending(ended: Ended) -> str:
    """How a process ended, in words."""
    if ended.status is None or ended.killed:
        return "closed its connection"
    if os.WIFSIGNALED(ended.status):
        return f"was killed by {signal.Signals(os.WTERMSIG(ended.status)).name}"
    return f"exited with status {os.WEXITSTATUS(ended.status)}"
