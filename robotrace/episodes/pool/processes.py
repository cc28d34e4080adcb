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

from robotrace.episodes.pool import frames
from robotrace.episodes.pool.cpus import places
from robotrace.episodes.pool.crew import Crew, Died
from robotrace.episodes.pool.host import ONE_THREAD

_MODULE = "robotrace.episodes.pool.worker"
_PATIENCE = 2.0  # seconds for a worker without work to end by itself
_STDERR = 2  # what controllers print has no place among results, which are on standard output


class Process:
    """One worker process, from the parent's side.

    Args:
        spec: the problem.
        cpu: that it stays on; None for any.
    """

    def __init__(self, spec: str, *, cpu: int | None = None) -> None:
        self.cpu = cpu
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
        self._send(spec)

    def working(self) -> bool:
        """It begins at once."""
        return True

    def ask(self, flight: str) -> None:
        """Hand it an episode."""
        self._send(flight)

    def answer(self) -> bytes:
        """What came of it."""
        try:
            return frames.receive(self.connection)
        except (EOFError, OSError) as error:
            raise self._death() from error

    def dismiss(self) -> None:
        """Close the connection, at which it ends."""
        self.connection.close()

    def kill(self) -> None:
        """End it, by force if it was not dismissed or does not go."""
        dismissed = self.connection.fileno() == -1
        self.connection.close()
        try:
            self._process.wait(_PATIENCE if dismissed else 0)
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

    def _death(self) -> Died:
        """Bury it, and say how it ended."""
        self.dismiss()
        self.kill()
        return Died(f"worker process {self._process.pid} {_ending(self._process.returncode)}")


class ProcessPool(Crew[Process]):
    """Episodes in processes of this machine; see `Crew`."""

    def _hire(self) -> Process:
        free = set() if self.spec.trust else {*places(self.workers)} - {it.cpu for it in (*self._idle, *self._busy)}
        return Process(self._told, cpu=min(free, default=None))

    def _wait(self, workers: Sequence[Process], seconds: float | None) -> Sequence[Process]:
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
