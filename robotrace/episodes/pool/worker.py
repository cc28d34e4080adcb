"""A worker process: `python -m robotrace.episodes.pool.worker SOCKET LIFELINE [CPU]`, two inherited descriptors.

The lifeline is a pipe that nobody writes to. It breaks when the parent ends, however it ends, and the kernel then ends this
process, even amid a computation that never returns to Python.
"""

from __future__ import annotations

import fcntl
import gc
import os
import select
import socket
import sys

from robotrace.episodes.pool import frames
from robotrace.episodes.pool.server import Server
from robotrace.parting import part


def main(connection: int, lifeline: int, cpu: int | None = None) -> None:
    """Answer until the other side closes the connection."""
    die_with(lifeline)
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})  # and so for the processes that it starts
    with socket.socket(fileno=connection) as parent:
        try:
            server = Server(frames.receive(parent).decode())
            gc.disable()  # imports make many objects, and no garbage that is worth looking for
            server.prepare()
            gc.enable()
            while True:
                frames.send(parent, server.run(frames.receive(parent).decode()))
        except (EOFError, OSError):
            part()
            return  # nobody waits for an answer


def die_with(lifeline: int) -> None:
    """Let a break of a pipe that nobody writes to end this process: SIGIO does so by default, and needs no thread."""
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([lifeline], [], [], 0)[0]:
        os._exit(0)  # it broke before


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
