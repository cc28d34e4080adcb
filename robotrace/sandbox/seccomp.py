"""seccomp: the kernel answers about thirty system calls of this process, and refuses all others.

What is left is what arithmetic needs: memory that is not executable, descriptors that are open already, the clock. There is no
call among them that opens a file or a socket, starts a process or a thread, or signals another process.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

from robotrace.sandbox.libc import PR_SET_SECCOMP, prctl, syscall

ALLOW, KILL_PROCESS, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
LOAD, EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x45, 0x06
MODE_FILTER, SET_MODE_FILTER = 2, 1
ALL_THREADS, NO_SPECULATION_SLOWDOWN = 1, 4
PROT_EXEC = 4
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, THIRD_ARGUMENT = 0, 4, 16, 32
"""Where these stand in what the kernel gives the filter."""

ARCHITECTURES = {"x86_64": (0xC000003E, 317), "aarch64": (0xC00000B7, 277), "riscv64": (0xC00000F3, 277)}
"""By machine: its code, and the number of the system call `seccomp`."""

_SOMEBODY = 0xFFFFFFFF
"""A number that no process has, nor any system call, and that stands in a filter until it is known whose that is."""

CALLS = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "getpid": (39, 172),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "exit_group": (231, 94),
    "tgkill": (234, 131),
    "getrandom": (318, 278),
    "membarrier": (324, 283),
    "rseq": (334, 293),
}
"""What is allowed: the number on x86_64, and on the others."""


def available() -> bool:
    """Whether the kernel knows filters, and this machine's system calls are known here."""
    if not sys.platform.startswith("linux") or platform.machine() not in ARCHITECTURES:
        return False
    try:
        prctl(PR_SET_SECCOMP, MODE_FILTER, None)
    except OSError as error:
        return error.errno == errno.EFAULT  # it looked for the filter, which is not there
    return False


def program(pid: int, machine: str) -> bytes:
    """The filter for a process, as instructions of the kernel's packet filter."""
    column = 0 if machine == "x86_64" else 1
    steps = [
        _step(LOAD, 0, 0, ARCHITECTURE),
        _step(EQUAL, 1, 0, ARCHITECTURES[machine][0]),
        _step(RETURN, 0, 0, KILL_PROCESS),
        _step(LOAD, 0, 0, NUMBER),
    ]
    for name, numbers in CALLS.items():
        number = numbers[column]
        if name in ("mmap", "mprotect"):  # no memory that can be executed
            steps += [
                _step(EQUAL, 0, 4, number),
                _step(LOAD, 0, 0, THIRD_ARGUMENT),
                _step(ANY_BIT, 0, 1, PROT_EXEC),
                _step(RETURN, 0, 0, REFUSE),
                _step(RETURN, 0, 0, ALLOW),
            ]
        elif name == "tgkill":  # to itself only: abort() and faulthandler need it
            steps += [
                _step(EQUAL, 0, 4, number),
                _step(LOAD, 0, 0, FIRST_ARGUMENT),
                _step(EQUAL, 0, 1, pid),
                _step(RETURN, 0, 0, ALLOW),
                _step(RETURN, 0, 0, REFUSE),
            ]
        else:
            steps += [_step(EQUAL, 0, 1, number), _step(RETURN, 0, 0, ALLOW)]
    return b"".join([*steps, _step(RETURN, 0, 0, REFUSE)])


class _Steps(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


class Filter:
    """The filter for processes of this machine, whose numbers are not known yet."""

    def __init__(self) -> None:
        machine = platform.machine()
        self._call = ARCHITECTURES[machine][1]
        self._before, _, self._after = program(_SOMEBODY, machine).partition(struct.pack("I", _SOMEBODY))

    def install(self, pid: int) -> None:
        """Put the filter on this process; nothing takes it off again.

        Args:
            pid: The number of this process.

        Raises:
            OSError: The kernel refused the filter.
        """
        steps = self._before + struct.pack("I", pid) + self._after
        found = _Steps(len(steps) // 8, ctypes.cast(ctypes.c_char_p(steps), ctypes.c_void_p))
        for flags in (ALL_THREADS | NO_SPECULATION_SLOWDOWN, ALL_THREADS):
            if syscall(self._call, ctypes.c_uint(SET_MODE_FILTER), ctypes.c_uint(flags), ctypes.byref(found)) == 0:
                return
        prctl(PR_SET_SECCOMP, MODE_FILTER, ctypes.byref(found))


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
