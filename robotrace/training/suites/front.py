"""`run_suite`: makes the runs of a plan that are not finished, side by side, and reads the whole back."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from robotrace.episodes.pool import SERIAL, check_workers, cores, open_for
from robotrace.errors import OptionError, RunError
from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.plan import Cell, SuitePlan
from robotrace.results.suites.reader import Row, State, SuiteResults, read_row, read_suite
from robotrace.results.suites.table import summary_table
from robotrace.training.suites.elsewhere import SuiteWork
from robotrace.training.suites.order import Order
from robotrace.training.suites.processes import Heard, Processes

_PATIENCE = 15.0  # seconds for the processes of a suite that was killed to end
LOCAL = (None, SERIAL, "processes")
"""Pools whose runs are processes of this machine."""
LEFT = (State.MISSING, State.UNFINISHED)
"""States of runs that are still to be made."""


@dataclass(frozen=True, slots=True)
class Began:
    """The suite begins, or goes on.

    Attributes:
        results: What is there already.
        todo: The runs to be made.
        slots: How many run side by side.
    """

    results: SuiteResults
    todo: tuple[Cell, ...]
    slots: int


@dataclass(frozen=True, slots=True)
class Tried:
    """A run has tried a candidate.

    Attributes:
        cell: Which run.
        said: The iteration, how many training cases were solved of how many, and the verdict.
    """

    cell: Cell
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A run's process has ended.

    Attributes:
        row: The run, as its folder tells it, and why it is not finished where it is not.
    """

    row: Row


Watch = Callable[[Began | Tried | Made], None]


def run_suite(
    plan: SuitePlan,
    out: Path | str,
    *,
    resume: bool = False,
    redo: bool = False,
    pool: str | None = None,
    workers: int | None = None,
    trust: bool = False,
    watch: Watch | None = None,
) -> SuiteResults:
    """Make the runs of a plan that are not finished, side by side, and write summary.csv.

    A run that fails is said to have failed, and why; the others go on.

    Args:
        plan: What runs.
        out: The suite's folder.
        resume: Whether to go on with the suite in that folder: what has finished stays, what has begun goes on, what is missing is
            run.
        redo: Whether to run anew what is broken; what is there of it is kept beside, as seed-0.broken-1.
        pool: What the runs are spread over: "serial", "processes", "ray", "ray:ADDRESS" or "./mine.py:MyPool"; by default
            processes. Each run has a process of its own on any of them.
        workers: How many run side by side; None for one a CPU.
        trust: Whether to run every candidate unprotected, with all that this user may do, instead of in the sandbox.
        watch: Called with what happens, from several threads.

    Raises:
        OptionError: The folder holds a suite under other settings, or an option is not usable.
        RunError: The folder holds something else, or another process is writing it.
        PoolError: A pool's backend cannot be reached, or its workers died.
    """
    check_workers(workers)
    folder, tell = SuiteFolder(Path(out)), watch or (lambda _: None)
    with ExitStack() as stack:
        slots = slots_of(pool, workers)
        elsewhere = None if pool in LOCAL else open_for(SuiteWork, pool=pool, workers=workers)
        if elsewhere is not None:  # a cluster that is not there is found out before there is a folder
            stack.enter_context(elsewhere)
            slots = elsewhere.workers
        _open(folder, plan, resume=resume)
        lock = stack.enter_context(_locked(folder))
        _settle(folder, plan, resume=resume, redo=redo)
        before = read_suite(folder)
        todo = tuple(row.cell for row in before.rows if row.state in LEFT)
        tell(Began(before, todo, slots))
        orders = [Order.of(cell, plan, folder, trust=trust) for cell in todo]
        here = Processes(min(slots, len(todo)) or 1, heard=_hearing(orders, todo, tell), keep=lock)
        why: dict[Cell, str] = {}
        try:
            for at, ended in here.run(orders) if elsewhere is None else elsewhere.arrivals(orders):
                row = read_row(folder, plan, todo[at])
                if not ended.well and row.state in LEFT:
                    why[row.cell] = ended.why
                tell(Made(_explained(row, why)))
        finally:
            results = read_suite(folder)
            folder.write(folder.summary(".csv"), summary_table(results))
    return replace(results, rows=tuple(_explained(row, why) for row in results.rows))


def _hearing(orders: Sequence[Order], cells: Sequence[Cell], tell: Watch) -> Heard:
    by_folder = {order.folder: cell for order, cell in zip(orders, cells, strict=True)}
    return lambda order, said: tell(Tried(by_folder[order.folder], said))


def _explained(row: Row, why: Mapping[Cell, str]) -> Row:
    """A run with what its process said of its end, which its folder does not show."""
    return replace(row, why=why[row.cell]) if row.state in LEFT and row.cell in why else row


def _settle(folder: SuiteFolder, plan: SuitePlan, *, resume: bool, redo: bool) -> None:
    """Write the plan of a new suite; make room for what is to be made anew of an old one."""
    if not resume:
        folder.create()  # another suite may have begun here, and ended, while this one waited
        folder.write(folder.config, plan.to_json())
    if redo:
        for row in read_suite(folder).rows:
            _set_aside(folder, plan, row)


def _open(folder: SuiteFolder, plan: SuitePlan, *, resume: bool) -> None:
    """See to it that the folder is the plan's."""
    if not resume:
        folder.create()
        return
    if not folder.exists:
        raise RunError(f"There is no suite to resume at {str(folder.path)!r}.")
    if differences := folder.plan().differences(plan):
        words = "; ".join(differences[:5]) + (f"; and {len(differences) - 5} more" if len(differences) > 5 else "")
        raise OptionError(
            f"The suite {str(folder.path)!r} was begun with {words}: resume it by --resume FOLDER alone, under the settings it "
            "has, or give another --out."
        )


def slots_of(pool: str | None, workers: int | None) -> int:
    """How many runs go side by side; of a pool whose number of workers is not said, as many as this machine has CPUs.

    Raises:
        OptionError: Several are asked for of the serial one.
    """
    if pool == SERIAL:
        if workers not in (None, 1):
            raise OptionError(
                f"The pool 'serial' makes one run after another, found workers={workers}: leave one of them out."
            )
        return 1
    return cores() if workers is None else workers


def _set_aside(folder: SuiteFolder, plan: SuitePlan, row: Row) -> None:
    """Keep what is there of a broken run beside its place, which is free then."""
    if row.state is not State.BROKEN:
        return
    place = folder.run(plan, row.cell).path
    number = 1
    while (kept := place.with_name(f"{place.name}.broken-{number}")).exists():
        number += 1
    try:
        place.rename(kept)
    except OSError as error:
        raise RunError(f"The broken run {str(place)!r} cannot be kept as {kept.name!r}: {error.strerror}.") from error


@contextmanager
def _locked(folder: SuiteFolder) -> Iterator[int | None]:
    """Be the only one who writes; the processes of the runs hold the lock too, so that none of them is left when it is free.

    Raises:
        RunError: Another process holds it.
    """
    if os.name != "posix":
        yield None
        return
    import fcntl

    from robotrace.results import files
    from robotrace.results.claim import NO_LOCKS

    descriptor = files.opened(folder.lock, os.O_WRONLY | os.O_CREAT, within=folder.path)
    try:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno in NO_LOCKS:
                    break
                if error.errno not in (errno.EAGAIN, errno.EACCES) or time.monotonic() > end:
                    raise RunError(
                        f"The suite {str(folder.path)!r} is being written by another process: wait for it, or give another --out."
                    ) from error
                time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)
