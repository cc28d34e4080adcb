"""A suite as its folder tells it: for each run how far it is and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from robotrace.errors import RunError
from robotrace.results.folder import UNSTARTED, RunFolder
from robotrace.results.reader import read_run
from robotrace.results.run import Run
from robotrace.results.statistics import Rate
from robotrace.results.suites.folder import SuiteFolder
from robotrace.results.suites.lasting import Lasting
from robotrace.results.suites.plan import Cell, SuitePlan


class State(StrEnum):
    """How far a run of a suite is.

    "finished" has been trained and tested. "unfinished" has begun. "missing" has not, or its folder was removed. "broken" cannot be
    read, or is another run than the plan's. "no success" has finished on cases that have scores alone.
    """

    FINISHED = "finished"
    UNFINISHED = "unfinished"
    MISSING = "missing"
    BROKEN = "broken"
    NO_SUCCESS = "no success"


@dataclass(frozen=True, slots=True)
class Row:
    """One run of a suite.

    Attributes:
        cell: Which one.
        state: How far it is.
        why: What keeps it from being finished, in words; "" where nothing does.
        run: The run; None where it is missing or broken.
        lasting: Its best controller on the held-out goals, each to its horizon; None where episodes ended before.
    """

    cell: Cell
    state: State
    why: str = ""
    run: Run | None = None
    lasting: Lasting | None = None

    @property
    def any_step(self) -> Rate:
        """Held-out goals solved at any step; n is 0 unless the run has finished."""
        if self.run is None or self.state is not State.FINISHED:
            return Rate(0, 0)
        return self.run.heldout if self.lasting is None else self.lasting.rates[0]

    @property
    def last_step(self) -> Rate:
        """Held-out goals solved at the last step; n is 0 where that is not known."""
        return self.lasting.rates[1] if self.lasting is not None and self.state is State.FINISHED else Rate(0, 0)

    @property
    def doubt(self) -> str:
        """What makes all of its held-out figures doubtful, in words; "" where nothing does."""
        if self.run is None or self.run.best_id is None or self.state is not State.FINISHED:
            return ""
        notes = [it.detail.get("notes", ()) for it in self.run.tested.get(self.run.best_id, ())]
        return " ".join(note for note in notes[0] if all(note in others for others in notes)) if notes else ""

    @property
    def lines(self) -> int | None:
        """The lines of the best program, without blank ones and comments; None where there is none."""
        best = None if self.run is None else self.run.best
        if best is None:
            return None
        return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in best.text.splitlines())


@dataclass(frozen=True, slots=True)
class SuiteResults:
    """A suite as read from its folder.

    Attributes:
        folder: The suite's folder.
        plan: What runs.
        rows: Each run of the plan, in its order.
    """

    folder: SuiteFolder
    plan: SuitePlan
    rows: tuple[Row, ...]

    @property
    def finished(self) -> tuple[Row, ...]:
        """The runs that figures are made of."""
        return tuple(row for row in self.rows if row.state is State.FINISHED)

    @property
    def complete(self) -> bool:
        """Whether every run has finished."""
        return len(self.finished) == len(self.rows)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs that have finished, as `robotrace.plot` and `compare` take them."""
        return tuple(row.run for row in self.finished if row.run is not None)

    def __repr__(self) -> str:
        return f"<Suite {self.folder.path}: {self.plan.name}, {len(self.finished)} of {len(self.rows)} runs finished>"


def read_suite(path: SuiteFolder | Path | str) -> SuiteResults:
    """Read a suite's folder back, whole or as a crash left it.

    Raises:
        RunError: It is no suite's folder.
    """
    folder = path if isinstance(path, SuiteFolder) else SuiteFolder(Path(path))
    plan = folder.plan()
    return SuiteResults(folder, plan, tuple(read_row(folder, plan, cell) for cell in plan.cells))


def read_row(folder: SuiteFolder, plan: SuitePlan, cell: Cell) -> Row:
    """One run of a suite, as its folder tells it."""
    place = folder.run(plan, cell)
    if not place.exists:
        return _unbegun(place, cell)
    try:
        run = read_run(place)
    except RunError as error:
        return Row(cell, State.BROKEN, str(error))
    if other := _another(run, cell):
        return Row(cell, State.BROKEN, f"{str(place.path)!r} is another run: {other}.")
    if not run.finished:
        return Row(cell, State.UNFINISHED, "it was stopped", run)
    if run.is_scored:
        why = f"the {run.words.cases} have scores alone: no success can be counted. Compare such runs with `robotrace compare`"
        return Row(cell, State.NO_SUCCESS, why, run)
    return Row(cell, State.FINISHED, "", run, Lasting.of(run))


def _unbegun(place: RunFolder, cell: Cell) -> Row:
    """A run without an event: nothing of it is there, or something that is none of its files."""
    try:
        found = sorted({item.name for item in place.path.iterdir()} - UNSTARTED)
    except FileNotFoundError:
        return Row(cell, State.MISSING, "it has not begun")
    except OSError as error:
        return Row(cell, State.BROKEN, f"{str(place.path)!r} cannot be read: {error.strerror}.")
    if found:
        return Row(cell, State.BROKEN, f"{str(place.path)!r} holds {found[0]!r} and no run's events.")
    return Row(cell, State.MISSING, "it has not begun")


def _another(run: Run, cell: Cell) -> str:
    """What tells a run from the plan's, in words; "" where nothing does."""
    if run.task != cell.member.name:
        return f"expected the task {cell.member.name}, found {run.task}"
    if run.config.get("seed", cell.seed) != cell.seed:
        return f"expected seed {cell.seed}, found {run.config.get('seed')}"
    own = cell.optimizer == "auto" or ".py" in cell.optimizer  # whose name is another than what it is asked for by
    if not own and run.optimizer.split("+")[0] != cell.optimizer.split("+")[0]:
        return f"expected the optimizer {cell.optimizer}, found {run.optimizer}"
    return ""
