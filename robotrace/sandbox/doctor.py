"""Canaries: small programs that try to get out, to see on this machine that they cannot.

Each names the words that it expects and the layer that they come from: a program that fails for another reason has shown
nothing.
"""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from robotrace.errors import PolicyFailure, SandboxUnavailable
from robotrace.sandbox.limits import Level, Limits
from robotrace.sandbox.sandbox import Sandbox
from robotrace.text import one_line

QUICK = Limits(load_seconds=2.0, act_seconds=0.5, cpu_seconds=10, memory_mb=256)
ESCAPED = "escaped"
HONEST = "import numpy as np\ndef attempt(): return float(np.linalg.norm(np.array([3.0, 4.0])))"
SECRET = "ROBOTRACE_CANARY"
"""A variable of this process's environment, set for as long as the canaries run."""
REFUSED = "Operation not permitted"
"""The error that seccomp answers with."""
NO_PERMISSION = "Permission denied"
"""The error that Landlock answers with."""
_MAP = "libc.mmap(None, 4096, {rights}, 0x22, -1, 0)"


class Canary(NamedTuple):
    """A program that tries something.

    Attributes:
        source: The source, which defines `attempt`, which returns "escaped" where it got what it wanted; places in braces are
            filled.
        expected: The words of the outcome by which it was this layer that kept the program in.
    """

    source: str
    expected: str


CANARIES = {
    "reads no file": Canary("def attempt():\n    open({file!r}).read(); return 'escaped'", REFUSED),
    "writes no file": Canary("def attempt():\n    open({file!r}, 'a').write('x'); return 'escaped'", REFUSED),
    "sees no environment": Canary(
        "import os\ndef attempt():\n    found = [value for value in os.environ.values() if value == {secret!r}]\n"
        "    return 'escaped' if found else f'{{len(os.environ) > 0}}: an environment of its own'",
        "True: an environment of its own",
    ),
    "reaches no network": Canary(
        "import _socket\ndef attempt():\n    _socket.socket().connect(('127.0.0.1', {port})); return 'escaped'", REFUSED
    ),
    "starts no program": Canary(
        "import os\ndef attempt():\n    os.posix_spawn('/bin/true', ['true'], {{}}); return 'escaped'", REFUSED
    ),
    "starts no process": Canary(
        "import os\ndef attempt():\n    if os.fork() == 0: os._exit(0)\n    return 'escaped'", REFUSED
    ),
    "starts no thread": Canary(
        "import _thread\ndef attempt():\n    _thread.start_new_thread(int, ()); return 'escaped'",
        "can't start new thread",
    ),
    "signals nobody": Canary("import os\ndef attempt():\n    os.kill(os.getppid(), 0); return 'escaped'", REFUSED),
    "makes no executable memory": Canary(
        "import ctypes, os\ndef attempt():\n    libc = ctypes.CDLL(None, use_errno=True); libc.mmap.restype = ctypes.c_void_p\n"
        "    failed = ctypes.c_void_p(-1).value\n"
        f"    if {_MAP.format(rights=3)} == failed: return 'no memory at all'\n"
        f"    if {_MAP.format(rights=7)} == failed: return os.strerror(ctypes.get_errno())\n"
        "    return 'escaped'",
        REFUSED,
    ),
    "an endless loop is stopped": Canary(
        "def attempt():\n    while True: pass", "call took longer than 0.5 s (line 2)"
    ),
    "a crash stays in its process": Canary("import os\ndef attempt(): os.abort()", "was killed by SIGABRT during call"),
    "memory is limited": Canary(
        "import numpy as np\ndef attempt():\n    some = np.empty(64 << 20, 'u1')\n    try: more = np.empty(320 << 20, 'u1')\n"
        "    except MemoryError: return 'MemoryError between 64 and 320 MB'\n    return 'escaped'",
        "MemoryError between 64 and 320 MB",
    ),
}


class Check(NamedTuple):
    """One check of a machine, and its result.

    Attributes:
        name: The name of what was looked at.
        ok: Whether that is as it should be.
        detail: What was found, in words.
    """

    name: str
    ok: bool
    detail: str


def checks() -> list[Check]:
    """Look whether policies are kept in on this machine; takes some two seconds."""
    try:
        with _places() as places, Sandbox(QUICK, strict=False) as sandbox:
            level = sandbox.level
            return [Check("level", level in ("full", "strong"), level), _honest(sandbox), *tried(sandbox, places)]
    except SandboxUnavailable as error:
        return [Check("level", False, str(error))]
    except OSError as error:
        return [Check("level", False, f"nothing was tried: no temporary file or no socket can be had here: {error}")]


def tried(sandbox: Sandbox, places: dict[str, object]) -> list[Check]:
    """What became of each canary.

    Args:
        sandbox: The sandbox that the canaries run in.
        places: The things that they try to reach, by name: "file", "secret", "port".
    """
    level = sandbox.level
    return [_tried(sandbox, name, canary, level, places) for name, canary in CANARIES.items()]


def _tried(sandbox: Sandbox, name: str, canary: Canary, level: Level, places: dict[str, object]) -> Check:
    outcome = _outcome(lambda: sandbox.call(canary.source.format(**places), "attempt"))
    expected = [canary.expected] if level in ("full", "strong") else [canary.expected, NO_PERMISSION]
    return Check(name, outcome != ESCAPED and any(words in outcome for words in expected), outcome)


def _honest(sandbox: Sandbox) -> Check:
    started = time.perf_counter()
    answer = _outcome(lambda: sandbox.call(HONEST, "attempt"))
    milliseconds = 1000 * (time.perf_counter() - started)
    return Check("an honest program works", answer == "5.0", f"{answer} after {milliseconds:.0f} ms")


@contextmanager
def _places() -> Iterator[dict[str, object]]:
    """What every user of this machine may read, write and connect to, and a secret of this process."""
    secret = secrets.token_hex(8)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        file = Path(folder) / "canary"
        file.write_text("canary")
        file.chmod(0o666)
        Path(folder).chmod(0o777)
        os.environ[SECRET] = secret
        try:
            yield {"file": str(file), "secret": secret, "port": server.getsockname()[1]}
        finally:
            del os.environ[SECRET]


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        return one_line(str(attempt()))
    except PolicyFailure as failure:
        return one_line(str(failure))
