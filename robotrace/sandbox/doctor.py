"""Canaries: small programs that try to get out, to see on this machine that they cannot."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from robotrace.errors import PolicyCrash, PolicyFailure, PolicyTimeout, SandboxUnavailable
from robotrace.sandbox.limits import Limits
from robotrace.sandbox.sandbox import Sandbox

QUICK = Limits(load_seconds=2.0, act_seconds=0.5, cpu_seconds=10, memory_mb=256)
ESCAPED = "escaped"
HONEST = "import numpy as np\ndef attempt(): return float(np.linalg.norm(np.array([3.0, 4.0])))"
ESCAPES = {
    "reads no file": "def attempt():\n    open({file!r}).read(); return 'escaped'",
    "writes no file": "def attempt():\n    open({file!r}, 'w').write('x'); return 'escaped'",
    "sees no environment": "import os\ndef attempt(): return 'escaped' if {secret!r} in os.environ.values() else 'empty'",
    "reaches no network": "import _socket\ndef attempt():\n    _socket.socket().connect(('127.0.0.1', {port})); return 'escaped'",
    "starts no program": "import os\ndef attempt():\n    os.posix_spawn('/bin/true', ['true'], {{}}); return 'escaped'",
    "starts no process": "import os\ndef attempt():\n    if os.fork() == 0: os._exit(0)\n    return 'escaped'",
    "starts no thread": "import _thread\ndef attempt():\n    _thread.start_new_thread(int, ()); return 'escaped'",
    "signals nobody": "import os\ndef attempt():\n    os.kill({pid}, 0); return 'escaped'",
    "makes no executable memory": (
        "import mmap\ndef attempt():\n    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC); return 'escaped'"
    ),
}
MISHAPS: dict[str, tuple[str, type[PolicyFailure]]] = {
    "an endless loop is stopped": ("def attempt():\n    while True: pass", PolicyTimeout),
    "a crash stays in its process": ("import os\ndef attempt(): os.abort()", PolicyCrash),
    "memory is limited": ("def attempt(): return len(bytearray(1 << 40))", PolicyFailure),
}


class Check(NamedTuple):
    """One row.

    Attributes:
        name: what was looked at.
        ok: whether it is as it should be.
        detail: what was found.
    """

    name: str
    ok: bool
    detail: str


def checks() -> list[Check]:
    """Look whether policies are kept in on this machine; takes some two seconds."""
    try:
        with Sandbox(QUICK, strict=False) as sandbox:
            level = sandbox.level
            rows = [Check("level", level in ("full", "strong"), level), _honest(sandbox)]
            return rows + _escapes(sandbox) + [_mishap(sandbox, *row) for row in MISHAPS.items()]
    except SandboxUnavailable as error:
        return [Check("level", False, str(error))]


def _honest(sandbox: Sandbox) -> Check:
    started = time.perf_counter()
    answer = _outcome(lambda: sandbox.call(HONEST, "attempt"))
    milliseconds = 1000 * (time.perf_counter() - started)
    return Check("an honest program works", answer == "5.0", f"{answer} after {milliseconds:.0f} ms")


def _escapes(sandbox: Sandbox) -> list[Check]:
    secret = next((value for value in os.environ.values() if len(value) > 8), "no secret")
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        file = Path(folder) / "canary"
        file.write_text("canary")
        file.chmod(0o666)
        Path(folder).chmod(0o777)
        places = {"file": str(file), "secret": secret, "port": server.getsockname()[1], "pid": os.getpid()}
        return [_escape(sandbox, name, source.format(**places)) for name, source in ESCAPES.items()]


def _escape(sandbox: Sandbox, name: str, source: str) -> Check:
    outcome = _outcome(lambda: sandbox.call(source, "attempt"))
    return Check(name, outcome != ESCAPED, outcome)


def _mishap(sandbox: Sandbox, name: str, expected: tuple[str, type[PolicyFailure]]) -> Check:
    source, kind = expected
    try:
        sandbox.call(source, "attempt")
    except PolicyFailure as failure:
        return Check(name, isinstance(failure, kind), str(failure))
    return Check(name, False, "nothing happened")


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        return str(attempt())
    except PolicyFailure as failure:
        return str(failure)
