"""A page that the runner writes and a policy's process can only read: it says which observation was sent last.

To wake a process that sleeps on an idle CPU takes the runner as much as a tenth of an action. So a policy that is asked again and
again at once listens for a moment before it sleeps, and leaves its CPU to whoever else wants it meanwhile. What it hears is no
more than a hint: observations come by the socket alone, and the runner reads nothing here.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable

from robotrace.sandbox import libc

SOON = 1e-3
"""Seconds within which a policy must have been asked twice to listen after it has answered, and for which it listens."""
PART = 1 / 250
"""It listens for no more than this part of the budget of a call, ..."""
SHARE = 1 / 20
"""... and for no more than this part of its processor time altogether."""
_FUTURE_WRITE = 0x10
"""The seal for which Python has no name: what is mapped from then on can never be written to."""
_SEALS = _FUTURE_WRITE | 0x1 | 0x2 | 0x4  # F_SEAL_SEAL, F_SEAL_SHRINK and F_SEAL_GROW, which not every system names
_SENT, _MICROSECONDS = 0, 1


class Bell:
    """The runner's end of a new page, which is sealed: nobody else can write to it, or change its size.

    Args:
        budget: The time of one call, in seconds.
        processor: The processor time of the whole process, in seconds.

    Attributes:
        descriptor: Of the page, for the process; closed by whoever has handed it over.

    Raises:
        OSError: The kernel has no such pages, or no room for one.
    """

    def __init__(self, *, budget: float, processor: float) -> None:
        import mmap  # here, for what the zygote imports policies can import as well

        self.descriptor = os.memfd_create("robotrace", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            os.ftruncate(self.descriptor, mmap.PAGESIZE)
            self._page = mmap.mmap(self.descriptor, mmap.PAGESIZE)
            fcntl.fcntl(self.descriptor, fcntl.F_ADD_SEALS, _SEALS)
        except OSError:
            os.close(self.descriptor)
            raise
        self._words = memoryview(self._page).cast("I")
        self._soon, self._left = min(SOON, PART * budget), SHARE * processor
        self._rung = 0.0

    def ring(self, number: int) -> None:
        """Tell the process that an observation has been sent.

        Args:
            number: Of the request, which the process knows by now.
        """
        now = time.perf_counter()
        since, self._rung = now - self._rung, now
        listens = since < self._soon and self._left > 0
        if listens:
            self._left -= since
        self._words[_MICROSECONDS] = int(self._soon * 1e6) if listens else 0
        self._words[_SENT] = number

    def close(self) -> None:
        """Let the page go."""
        self._words.release()
        self._page.close()


def hung(*, budget: float, processor: float) -> Bell | None:
    """A bell; None where there can be none, and the process sleeps until it is asked. Arguments as for `Bell`."""
    if not hasattr(os, "memfd_create"):
        return None
    try:
        return Bell(budget=budget, processor=processor)
    except (
        OSError
    ):  # a kernel or a container without such pages; what is short will be missed by what cannot do without
        return None


def listener(descriptor: int) -> Callable[[int], None]:
    """What waits a moment for the observation after that of a number, in the policy's process; the descriptor may be closed then.

    Raises:
        OSError: The memory cannot be mapped.
    """
    words = libc.shown(descriptor, os.sysconf("SC_PAGE_SIZE")).cast("I")
    clock, leave = time.perf_counter, os.sched_yield

    def listen(number: int) -> None:
        if words[_MICROSECONDS]:
            until = clock() + words[_MICROSECONDS] * 1e-6
            while words[_SENT] == number and clock() < until:
                leave()  # a policy of another episode may be thinking on this CPU

    return listen
