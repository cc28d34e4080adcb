"""Worker processes on this machine.

They are started as programs of their own, so the user's main module is neither run again nor has to be guarded.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence

from robotrace.episodes.cpus import cores, places
from robotrace.episodes.pool import frames
from robotrace.episodes.pool.server import ONE_THREAD
from robotrace.episodes.pool.worker_pool import WorkerDied, WorkerPool

_MODULE = "robotrace.episodes.pool.worker"
_PATIENCE = 2.0  # seconds for a worker without work to end by itself
_STDERR = 2  # what controllers print has no place among results, which are on standard output


class Process:
    """One worker process, from the parent's side.

    Args:
        work: The work, as `told` wrote it.
        cpu: The number of the CPU that the worker is pinned to; None for any.
    """

    def __init__(self, work: str, *, cpu: int | None = None) -> None:
        self.cpu = cpu
        self._asked = False
        self.connection, theirs = socket.socketpair()
        lifeline, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    _MODULE,
                    str(theirs.fileno()),
                    str(lifeline),
                    *([] if cpu is None else [str(cpu)]),
                ],
                stdin=subprocess.DEVNULL,
                stdout=_STDERR,
                env={
                    **os.environ,
                    **ONE_THREAD,
                    "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path),
                },
                pass_fds=(theirs.fileno(), lifeline),
                process_group=0,  # Ctrl-C is this process's business
            )
        except BaseException:
            self.connection.close()
            os.close(self._lifeline)
            raise
        finally:
            theirs.close()
            os.close(lifeline)
        self._send(work)

    def working(self) -> bool:
        """It begins at once."""
        return True

    def ask(self, request: str) -> None:
        """Hand it a request."""
        self._asked = True
        self._send(request)

    def answer(self) -> bytes:
        """What came of it."""
        try:
            return frames.receive(self.connection)
        except (EOFError, OSError) as error:
            raise self._death() from error

    def stop(self) -> None:
        """Close the connection, at which it ends."""
        self.connection.close()

    def kill(self) -> None:
        """End it, by force if it was not stopped or does not go."""
        stopped = self.connection.fileno() == -1 and self._asked  # else it may be busy with making its task
        self.connection.close()
        try:
            self._process.wait(_PATIENCE if stopped else 0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._lifeline != -1:
            os.close(self._lifeline)
            self._lifeline = -1

    def _send(self, message: str) -> None:
        try:
            frames.send(self.connection, message.encode())
        except OSError as error:
            raise self._death() from error

    def _death(self) -> WorkerDied:
        """Clear away what is left of it, and say how it ended."""
        self.stop()
        self.kill()
        return WorkerDied(f"worker process {self._process.pid} {_ending(self._process.returncode)}")


class ProcessPool(WorkerPool[Process]):
    """Workers in processes of this machine; see `WorkerPool`."""

    def default_workers(self) -> int:
        """One for each CPU that this process may use."""
        return cores()

    def start_worker(self) -> Process:
        """A process; on a CPU of its own where there is one for each worker."""
        taken = {worker.cpu for worker in (*self._idle, *self._busy)}
        free = {*places(self.workers)} - taken if self.work.takes_turns else set()
        return Process(self.work_json, cpu=min(free, default=None))

    def wait_for(self, workers: Sequence[Process], seconds: float | None) -> Sequence[Process]:
        """Those whose socket can be read."""
        with selectors.DefaultSelector() as selector:
            for worker in workers:
                selector.register(worker.connection, selectors.EVENT_READ, worker)
            return [key.data for key, _ in selector.select(seconds)]


def _ending(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
