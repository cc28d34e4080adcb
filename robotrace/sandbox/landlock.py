"""Landlock: this process and those it starts may touch no file, no TCP port, and signal nobody outside."""

from __future__ import annotations

import ctypes
import os
import struct
import sys

from robotrace.sandbox.libc import syscall

CREATE_RULESET, RESTRICT_SELF = 444, 446
GET_VERSION = 1


def abi() -> int:
    """The version that the kernel speaks; 0 where it has none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(GET_VERSION)))


def deny_all() -> None:
    """Deny everything that this kernel's version can deny. Domains nest, so a second call narrows the first.

    Raises:
        OSError: The kernel refused the rules.
    """
    rules = ruleset()
    try:
        restrict(rules)
    finally:
        os.close(rules)


def ruleset() -> int:
    """The descriptor of rules that deny everything that this kernel's version can deny.

    Raises:
        OSError: The kernel refused the rules.
    """
    version = abi()
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("QQQ", _files(version), 3 if version >= 4 else 0, 3 if version >= 6 else 0)[:size]
    made = syscall(CREATE_RULESET, attributes, ctypes.c_size_t(size), ctypes.c_uint(0))
    if made < 0:
        raise OSError(-made, f"Landlock makes no ruleset: {os.strerror(-made)}")
    return made


def restrict(rules: int) -> None:
    """Put rules on this process, within those that it is under already; nothing takes them off again.

    Args:
        rules: The rules' descriptor.

    Raises:
        OSError: The kernel refused the rules.
    """
    result = syscall(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint(0))
    if result < 0:
        raise OSError(-result, f"Landlock does not restrict: {os.strerror(-result)}")


def _files(version: int) -> int:
    """The kinds of access to files that a version knows, as bits."""
    refer, truncate, ioctl = 1 << 13, 1 << 14, 1 << 15
    known = (1 << 13) - 1
    known |= refer if version >= 2 else 0
    known |= truncate if version >= 3 else 0
    return known | (ioctl if version >= 5 else 0)
