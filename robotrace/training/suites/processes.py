"""Runs in processes of their own: what one of them breaks, such as its memory, ends it alone."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from robotrace.episodes.cpus import places
from robotrace.episodes.pool.server import ONE_THREAD
from robotrace.text import one_line
from robotrace.training.suites.order import Ended, Order
from robotrace.training.threads import ask_all

_MODULE = "robotrace.training.suites.process"
_PATIENCE = 10.0  # seconds for a run that is stopped to write what it has
_PIECE = 1 << 16  # bytes of the end of a log that are looked at

Heard = Callable[[Order, Mapping[str, Any]], None]
"""Called with what a run says of itself while it lasts; from several threads."""


class Processes:
    """Makes runs, each in a process of its own, so many side by side.

    Args:
        slots: How many side by side; where there are as many as CPUs, each keeps to one.
        heard: Called with what the runs say.
        keep: A descriptor that the processes hold open, such as that of a lock.
    """

    def __init__(self, slots: int = 1, *, heard: Heard | None = None, keep: int | None = None) -> None:
        self.slots = slots
        self._heard = heard or (lambda *_: None)
        self._keep = () if keep is None else (keep,)
        self._alive: set[subprocess.Popen[str]] = set()
        self._turn = threading.Lock()
        self._stopped = False
        self._cpus: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        for cpu in places(slots) or (None,) * slots:
            self._cpus.put(cpu)

    def run(self, orders: Sequence[Order]) -> Iterator[tuple[int, Ended]]:
        """How each run ended, as they end, with the position of its order. Where the caller goes away, all are stopped."""
        try:
            yield from ask_all(lambda at: self.one(orders[at]), range(len(orders)), threads=self.slots)
        finally:
            self.stop()

    def one(self, order: Order) -> Ended:
        """Make one run, and wait for its end."""
        cpu = self._cpus.get()
        try:
            return self._one(order, cpu)
        except OSError as error:
            return Ended(False, f"its process cannot be started: {error}")
        finally:
            self._cpus.put(cpu)

    def stop(self) -> None:
        """Stop what is running, as Ctrl-C would: each run stays readable, and can be resumed."""
        with self._turn:
            self._stopped = True
            alive = list(self._alive)
        _stop(*alive)

    def _one(self, order: Order, cpu: int | None) -> Ended:
        Path(order.log).parent.mkdir(parents=True, exist_ok=True)
        told, lifeline = os.pipe()
        try:
            with open(order.log, "ab") as log, self._turn:
                if self._stopped:
                    return Ended(False, "it was stopped")
                process = self._started(log, told, cpu)
                self._alive.add(process)
            os.close(told)
            told = -1
            try:
                ended = self._followed(process, order)
                process.wait()
            finally:
                _stop(process)
                with self._turn:
                    self._alive.discard(process)
            _drop_if_empty(Path(order.log))
            return ended or Ended(False, f"its process {_death(process.returncode)}{_last_line(Path(order.log))}")
        finally:
            os.close(lifeline)
            if told != -1:
                os.close(told)

    def _started(self, log: Any, lifeline: int, cpu: int | None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", _MODULE, str(lifeline), *([] if cpu is None else [str(cpu)])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
            pass_fds=(lifeline, *self._keep),
            process_group=0,  # Ctrl-C is the suite's business
            text=True,
        )

    def _followed(self, process: subprocess.Popen[str], order: Order) -> Ended | None:
        """What it said at its end; None where it said nothing of the kind."""
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin, process.stdout, suppress(BrokenPipeError):
            process.stdin.write(order.to_json())
            process.stdin.close()
            for line in process.stdout:
                said = json.loads(line)
                if "ended" in said:
                    return Ended(bool(said["ended"]), str(said["why"]))
                self._heard(order, said)
        return None


def _stop(*processes: subprocess.Popen[str]) -> None:
    """End those that are still there: gently, and then by force."""
    alive = [process for process in processes if process.poll() is None]
    for process in alive:
        process.send_signal(signal.SIGINT)
    for process in alive:
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _death(code: int) -> str:
    if code >= 0:
        return f"ended with status {code}"
    name = signal.Signals(-code).name
    return f"was killed by {name}{', as one is that runs out of memory' if name == 'SIGKILL' else ''}"


def _drop_if_empty(log: Path) -> None:
    with suppress(OSError):
        if not log.stat().st_size:
            log.unlink()


def _last_line(log: Path) -> str:
    """The last line that a process wrote to its log."""
    with suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _PIECE))
        lines = file.read().decode(errors="replace").split("\n")
        return next((f": {one_line(line, 200)}" for line in reversed(lines) if line.strip()), "")
    return ""
