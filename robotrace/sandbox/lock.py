"""How a policy's process is locked. What can be made ready for that is made in the zygote, once for all processes that it forks."""

from __future__ import annotations

import _thread
import faulthandler
import importlib.machinery
import os
import random
import signal
import sys
import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from robotrace.sandbox import landlock, privileges, seccomp

SOCKET, CRASH = 3, 4
"""The only open descriptors of a policy's process beside /dev/null on 0, 1 and 2. In the zygote these lead nowhere too."""


class Lock:
    """Locks the processes that are forked from this one.

    Args:
        report: The layers that this kernel has, as the zygote reports them, and its address space in bytes.
    """

    def __init__(self, report: Mapping[str, Any]) -> None:
        self.layers = {"landlock": bool(report["landlock"]), "seccomp": bool(report["seccomp"])}
        self._memory: int = report["address_space"]
        self._zygote = os.getpid()
        self._ruleset = landlock.ruleset() if self.layers["landlock"] else None
        self._filter = seccomp.Filter() if self.layers["seccomp"] else None
        faulthandler.enable(file=CRASH, all_threads=False)
        faulthandler.register(signal.SIGUSR1, file=CRASH, all_threads=False, chain=False)

    def deny_files(self) -> None:
        """Give up files, ports and signals to others; nested in the zygote's own rules, so that not even that can be signalled.

        Raises:
            OSError: The kernel has Landlock and refuses it.
        """
        if self._ruleset is not None:
            landlock.restrict(self._ruleset)

    def close(self, config: Mapping[str, Any]) -> None:
        """Give up all else, in a process that has no other open descriptors any more.

        Args:
            config: The limits "memory_mb" and "cpu_seconds".

        Raises:
            OSError: A layer that the kernel has could not be put in place.
        """
        if sys.platform.startswith("linux"):
            privileges.die_with(self._zygote)
        privileges.limit(self._memory + (config["memory_mb"] << 20) if self._memory else 0, config["cpu_seconds"])
        if self._filter is not None:
            self._filter.install(os.getpid())


def reserve() -> None:
    """Have the descriptors of a policy's process lead nowhere, so that here they are nobody else's."""
    for descriptor in (SOCKET, CRASH):
        os.dup2(0, descriptor)


def settle(socket: int, crash: int) -> None:
    """Put two descriptors where they belong, and close all others but 0, 1 and 2, which lead nowhere."""
    for source, target in ((0, 1), (0, 2), (socket, SOCKET), (crash, CRASH)):
        os.dup2(source, target)
    os.closerange(CRASH + 1, 4096)


def forget_imports() -> None:
    """Leave the modules that are loaded, and give clear errors for all others; begin all random numbers anew.

    What the finders remember of folders is let go too: in a forked process that would cost hundreds of pages.
    """
    sys.path[:], sys.path_hooks[:] = [], []
    sys.path_importer_cache.clear()
    builtin = (importlib.machinery.BuiltinImporter, importlib.machinery.FrozenImporter)
    sys.meta_path[:] = [*(finder for finder in sys.meta_path if finder in builtin), _Absent]
    sys.argv[:] = ["policy"]
    time.sleep = _sleep
    os.getcwd = lambda: "/"  # the kernel will not be asked; reading a function's source needs it
    np.random.seed(0)
    random.seed(0)


def _sleep(seconds: Any) -> None:
    """The kernel is not asked to sleep; to wait for a lock that nobody releases takes as long."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    lock = _thread.allocate_lock()
    lock.acquire()
    lock.acquire(timeout=seconds)


class _Absent:
    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> None:  # noqa: ARG004 - as importlib calls it
        raise ImportError(
            f"{name!r} cannot be imported by a policy; numpy, scipy and most of the standard library can", name=name
        )
