"""What a process gives up besides system calls: being root, capabilities, memory, time, children."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct

from robotrace.sandbox.libc import (
    PR_CAP_AMBIENT,
    PR_CAPBSET_DROP,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    prctl,
    syscall,
)

NOBODY = 65534
ASSUMED = 4 << 30
"""Bytes of address space of a process that cannot be asked."""
CLEAR_ALL = 4
CAPSET = {"x86_64": 126, "aarch64": 91, "riscv64": 91}
CAPABILITY_VERSION = 0x20080522


def no_new_privileges() -> None:
    """No program started from here gets more rights than this one has. Landlock and seccomp ask for it."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def die_with(parent: int) -> None:
    """Be killed when the parent ends, or now if it has ended already."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def drop() -> None:
    """Stop being root, if this is root, and give up every capability.

    Raises:
        OSError: The process cannot give up root, as in a container without the right to change user.
    """
    try:
        if os.geteuid() == 0:
            _drop_bounding_set()
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
    finally:  # a root that cannot be given up is left without capabilities
        prctl(PR_CAP_AMBIENT, CLEAR_ALL)
        if platform.machine() in CAPSET:
            header = struct.pack("Ii", CAPABILITY_VERSION, 0)
            syscall(CAPSET[platform.machine()], ctypes.c_char_p(header), ctypes.c_char_p(bytes(24)))


def _drop_bounding_set() -> None:
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # past the last one that this kernel knows
            return


def address_space() -> int:
    """How much address space this process uses, in bytes; where it cannot be known, more than numpy and scipy take."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")
    except OSError:  # no /proc: a wide limit is better than none
        return ASSUMED


def limit(memory: int, cpu_seconds: int) -> None:
    """Limit memory (bytes of address space; 0 for no limit) and CPU time; no files, no core, no children."""
    import resource

    def lower(what: int, soft: int, hard: int) -> None:
        _, ceiling = resource.getrlimit(what)
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(what, (soft, hard))

    if memory:
        lower(resource.RLIMIT_AS, memory, memory)
    lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        lower(what, 0, 0)
    lower(resource.RLIMIT_NOFILE, 16, 16)
