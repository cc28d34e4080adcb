"""Writing a run so that a crash, a kill or a full disk costs at most what was being measured at that moment."""

from __future__ import annotations

import errno
import json
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from robotrace.errors import RunError
from robotrace.opto import Ledger, Outcome, Proposal, Trial, TrialId, Verdict
from robotrace.results import events, files
from robotrace.results.claim import claim
from robotrace.results.events import Event
from robotrace.results.folder import RunFolder
from robotrace.results.metrics import metrics_table
from robotrace.results.reader import complete_lines, read_run
from robotrace.text import encodable

log = logging.getLogger(__name__)

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
MOST_EPISODES = 8
"""Episodes that are kept of one trial."""


class RunWriter:
    """Appends to a run's events and puts its texts beside them.

    A line of events.jsonl counts once its newline is on the disk; code, prompts and replies are there before the line
    that speaks of them. Each method returns the event that it wrote.

    Args:
        folder: A new folder, or that of the run to resume: events are then numbered on from the last complete line, and what a
            crash left of a line behind it is cut off. One writer at a time has the run; the kernel takes it back when its
            process ends, however it ends.

    Raises:
        RunError: The folder cannot be read or written, or another process is writing it.
    """

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self._file = -1
        self._warned = False
        try:
            self._file = files.opened(folder.events, os.O_WRONLY | os.O_CREAT | os.O_APPEND, within=folder.path)
            self._claim()
            self._find_end()
        except OSError as error:
            self.close()
            raise self._failed(folder.events, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the file back; closing twice does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def start(self, *, task: str, optimizer: str, feedback: str | None, context: str, config: Event) -> Event:
        """The run begins: its settings go to config.json and into the first event.

        Raises:
            RunError: A setting is of a type that cannot be read back, or cannot be written.
        """
        from robotrace.results.schema import check

        event = events.start(task=task, optimizer=optimizer, feedback=feedback, context=context, config=config)
        body = events.plain(event, "start")
        if fault := check(body):
            raise RunError(f"The run {str(self.folder.path)!r} cannot be kept under these settings: {fault}.")
        settings = {"task": task, "optimizer": optimizer, "feedback": feedback, **body["config"]}
        self.text(self.folder.config, json.dumps(settings, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
        return self._append(event)

    def proposal(self, trial: TrialId, proposal: Proposal) -> Event:
        """The optimizer answered; from here on the answer is paid for and kept."""
        if proposal.prompt:
            self.text(self.folder.prompt(trial), proposal.prompt)
        for number, png in enumerate(proposal.pictures, 1):
            self.file(self.folder.picture(trial, number), png)
        if proposal.reply:
            self.text(self.folder.reply(trial), proposal.reply)
        return self._append(events.proposal(trial, proposal))

    def trial(self, trial: Trial, *, ledger: Ledger) -> Event:
        """A candidate was tried, or a proposal could not become one; the ledger has the totals so far."""
        if trial.candidate is not None:
            self.text(self.folder.code(trial.id), trial.candidate.text)
        self.episodes(trial.id, trial.outcomes, all_of_them=trial.verdict is not Verdict.REFUSED)
        return self._append(events.trial(trial, ledger=ledger))

    def fresh(self, trial: TrialId, outcomes: Iterable[Outcome], *, ledger: Ledger) -> Event:
        """The candidate of a trial was tried again, on training cases it had not met; the ledger has the totals so far."""
        outcomes = tuple(outcomes)
        self.episodes(trial, outcomes, all_of_them=False)
        return self._append(events.fresh(trial, outcomes, ledger=ledger))

    def validation(self, trial: TrialId, outcomes: Iterable[Outcome]) -> Event:
        """The candidate of a trial was tried on the cases that decide what is better."""
        return self._append(events.validation(trial, outcomes))

    def heldout(self, trial: TrialId, outcomes: Iterable[Outcome], *, final: bool = False) -> Event:
        """The candidate of a trial was tried on held-out cases; `final` for the one that the run ends with."""
        return self._append(events.heldout(trial, outcomes, final=final))

    def episodes(self, trial: TrialId, outcomes: Sequence[Outcome], *, all_of_them: bool) -> None:
        """Keep what an optimizer may be shown of a trial, for pictures and tables that are made later.

        Args:
            trial: The trial that was finished.
            outcomes: Its outcomes on training cases; those without a file of their own are passed over.
            all_of_them: Whether solved cases are kept too; failures come first, and of all of them a bounded number is kept.
        """
        failures_first = sorted(outcomes, key=lambda outcome: outcome.success)
        kept = [outcome for outcome in failures_first if all_of_them or not outcome.success]
        for outcome in kept[:MOST_EPISODES]:
            for ending, make in outcome.artifacts.files.items() if outcome.artifacts is not None else ():
                self.file(self.folder.episode(trial, outcome.case, ending), make())

    def best(self, text: str) -> None:
        """Keep the best candidate as a text to be used alone."""
        self.text(self.folder.best, text)

    def end(self, *, reason: str, best: TrialId, ledger: Ledger) -> Event:
        """The run is over; metrics.csv is made from its events."""
        event = self._append(events.end(reason=reason, best=best, ledger=ledger))
        self.metrics()
        return event

    def interrupted(self) -> Event:
        """The user stopped the run, perhaps while a line was being written; it can be resumed."""
        self._find_end()
        event = self._append({"event": "interrupted"})
        self.metrics()
        return event

    def metrics(self) -> None:
        """Make metrics.csv anew from the events so far."""
        self.text(self.folder.metrics, metrics_table(read_run(self.folder)))

    def text(self, path: Path, text: str) -> None:
        """Put a text at a path of the run: it is there in whole or not at all."""
        self.file(path, encodable(text).encode())

    def file(self, path: Path, content: bytes) -> None:
        """The same for any file."""
        try:
            files.replace(path, content, within=self.folder.path)
        except OSError as error:
            raise self._failed(path, error) from error

    def _claim(self) -> None:
        """Be the only one who writes: two trainers in one folder would make one run of nonsense."""
        try:
            claim(self._file)
        except BlockingIOError:
            self.close()
            raise RunError(
                f"The run {str(self.folder.path)!r} is being written by another process: wait for it, or give another --run."
            ) from None

    def _find_end(self) -> None:
        """Number on from the last complete line; what is left of a line behind it is cut off."""
        content = files.read(self.folder.events, within=self.folder.path, most=files.MOST_EVENTS)
        lines, _ = complete_lines(content)
        self._next, self._size = len(lines), sum(len(line) + 1 for line in lines)
        os.ftruncate(self._file, self._size)

    def _append(self, event: Mapping[str, Any]) -> Event:
        """Write one event as one line, or leave the file as it was."""
        numbered = {"n": self._next, **event}
        line = events.encode(numbered)
        try:
            rest = line
            while rest:
                rest = rest[os.write(self._file, rest) :]
            self._sync()
        except OSError as error:
            with suppress(OSError):  # the reader copes with half a line as well
                os.ftruncate(self._file, self._size)
            raise self._failed(self.folder.events, error) from error
        if not self._next:
            files.sync_folder(self.folder.path)
        self._size += len(line)
        self._next += 1
        return numbered

    def _sync(self) -> None:
        """Flush the events to the disk; where the file system does not support that, it is said once."""
        if not files.sync(self._file) and not self._warned:
            self._warned = True
            log.warning(
                "The file system of %s cannot be told to put a file on the disk now: the run survives a crash of the "
                "program, but perhaps not one of the machine.",
                self.folder.path,
            )

    def _failed(self, path: Path, error: OSError) -> RunError:
        where = str(self.folder.path)
        if error.errno not in NO_ROOM:
            return RunError(f"{path.name} of the run {where!r} cannot be written: {error.strerror}.")
        return RunError(
            f"The disk is full: {path.name} of the run {where!r} could not be written. All that was measured "
            "before stays readable; make room, then resume it with --resume."
        )

