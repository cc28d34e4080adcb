"""The C library's door to the kernel: `prctl`, `fork`, mapped files and numbered system calls."""

from __future__ import annotations

import ctypes
import functools
import os
from typing import Any

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 22, 24, 38, 47


@functools.cache
def _libc() -> ctypes.CDLL:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    library.prctl.restype = ctypes.c_int
    return library


def syscall(number: int, *arguments: Any) -> int:
    """Call the kernel by number.

    Returns:
        What the call returned, or -errno.
    """
    result = int(_libc().syscall(ctypes.c_long(number), *arguments))
    return result if result >= 0 else -ctypes.get_errno()


@functools.cache
def _fork() -> Any:
    return ctypes.PyDLL(None, use_errno=True).fork  # which keeps the interpreter's lock, so that the child has it


def fork() -> int:
    """Fork this process, which has no other thread, without what Python does around that for those that have.

    Returns:
        The number of the new process; 0 in that.

    Raises:
        OSError: There is no room for another process.
    """
    pid: int = _fork()()
    if pid < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return pid


def shown(descriptor: int, size: int) -> memoryview:
    """A file's first bytes, mapped so that they can be read, and never unmapped.

    Raises:
        OSError: The memory cannot be mapped.
    """
    place = _mmap()(None, size, 1, 1, descriptor, 0)  # PROT_READ, MAP_SHARED
    if place == ctypes.c_void_p(-1).value:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return memoryview((ctypes.c_ubyte * size).from_address(place)).cast("B").toreadonly()


@functools.cache
def _mmap() -> Any:
    call = ctypes.CDLL(None, use_errno=True).mmap
    call.restype = ctypes.c_void_p
    call.argtypes = (
        *(ctypes.c_void_p, ctypes.c_size_t),
        *(ctypes.c_int, ctypes.c_int, ctypes.c_int),
        ctypes.c_long,
    )
    return call


def prctl(option: int, *arguments: Any) -> None:
    """Change something about this process.

    Raises:
        OSError: The kernel refused the call.
    """
    words = [ctypes.c_ulong(item) if isinstance(item, int) else item for item in arguments]
    padded = words + [ctypes.c_ulong(0)] * (4 - len(words))
    if _libc().prctl(option, *padded) < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"prctl({option}): {os.strerror(code)}")
