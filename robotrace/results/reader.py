"""Reading a run folder back, whole or as a crash left it."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from robotrace.errors import RunError
from robotrace.opto import Candidate, Ledger, Outcome, Proposal, Spend, Status, Trial, TrialId, Verdict, Words, counted
from robotrace.results import files
from robotrace.results.events import KNOWN_EVENTS, Event, id_of, read_ledger, read_outcomes, whole
from robotrace.results.folder import RunFolder
from robotrace.results.measurements import measurements_of
from robotrace.results.run import Entry, Run, latest_by_case
from robotrace.results.options import optimizer_options
from robotrace.results.statistics import Rate
from robotrace.text import html_table, one_line


def read_run(path: RunFolder | Path | str) -> Run:
    """Read a run folder. A last line that a crash tore is left out, with a note.

    The folder may come from a stranger: links in it are not followed, sizes are bounded, and every event is checked.

    Raises:
        RunError: it is no run folder, or something in it cannot be read; names the file and line.
    """
    folder = path if isinstance(path, RunFolder) else RunFolder(Path(path))
    events, notes = read_events(folder)
    return _fold(folder, events, notes)


def read_events(folder: RunFolder) -> tuple[list[Event], tuple[str, ...]]:
    """Every complete event, oldest first, and what was odd about the file.

    Raises:
        RunError: there is no such file, it is empty, or a line is no event.
    """
    try:
        lines, torn = complete_lines(files.read(folder.events, within=folder.path, most=files.MOST_EVENTS))
    except OSError as error:
        raise RunError(
            f"{str(folder.path)!r} is not a run folder: its {folder.events.name} cannot be read ({error.strerror})."
        ) from error
    if not lines:
        raise RunError(f"The run {str(folder.path)!r} was stopped before anything was measured: start it anew.")
    events = [_event(folder, number, line) for number, line in enumerate(lines)]
    notes = []
    if torn:
        notes.append(f"The run was stopped while it wrote to {str(folder.events)!r}; the torn last line was left out.")
    if strange := {one_line(event["event"], 60) for event in events} - KNOWN_EVENTS:
        notes.append(f"Events of {str(folder.events)!r} that this version does not know were left out: {min(strange)}.")
    return events, tuple(notes)


def complete_lines(content: bytes) -> tuple[list[bytes], bool]:
    """The lines that end in a newline, and whether something is left behind them."""
    *lines, rest = content.split(b"\n")
    return lines, bool(rest)


def _event(folder: RunFolder, number: int, line: bytes) -> Event:
    """One line, checked."""
    from robotrace.results.schema import check

    if len(line) > files.MOST_BYTES:
        raise _unreadable(folder, number, f"has more than {files.MOST_BYTES:,} bytes")
    try:
        event = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _unreadable(folder, number, f"is not JSON ({one_line(str(error))})") from error
    if not isinstance(event, dict) or event.get("n") != number:
        raise _unreadable(folder, number, f'is not event "n": {number}; a line was changed, lost or doubled')
    if fault := check(event):
        raise _unreadable(folder, number, f"is not an event of a run ({fault})")
    return event


def _unreadable(folder: RunFolder, number: int, what: str) -> RunError:
    return RunError(
        f"{str(folder.events)!r}, line {number + 1} {what}. Restore the file from a copy, or start the run anew."
    )


def _fold(folder: RunFolder, events: Sequence[Event], notes: tuple[str, ...]) -> Run:
    """The state that the events lead to."""
    state = _State(folder)
    for number, event in enumerate(events):
        try:
            state.add(event)
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable(folder, number, f"is not an event of a run ({one_line(str(error))})") from error
    if not state.start:
        raise RunError(f"{str(folder.events)!r} has no start event: it is not a run's.")
    return Run(
        folder=state.folder,
        entries=tuple(state.entries.values()),
        proposals=state.proposals,
        fresh=state.tests["fresh"],
        validated=state.tests["validation"],
        tested=state.tests["heldout"],
        best_id=state.best,
        ledger=replace(state.ledger, spend=_paid(state.proposals)),
        reason=state.reason,
        told=Counter((event["event"], id_of(event)) for event in events if event["event"] in KNOWN_EVENTS),
        notes=notes,
        measurements=measurements_of([event for event in events if event["event"] in KNOWN_EVENTS]),
        **state.start,
    )


class _State:
    """What the events read so far lead to."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self.start: Event = {}
        self.entries: dict[TrialId, Entry] = {}
        self.proposals: dict[TrialId, Proposal] = {}
        self.tests: dict[str, dict[TrialId, tuple[Outcome, ...]]] = {"fresh": {}, "validation": {}, "heldout": {}}
        self.best: TrialId | None = None
        self.reason: str | None = None
        self.ledger = Ledger()
        self.recorded = Ledger()  # of the last event that had one

    def add(self, event: Event) -> None:
        """One more event, which the schema has let through.

        Raises:
            ValueError: It contradicts an earlier one.
            KeyError, TypeError: A counter that has to be there is not, or is none.
        """
        kind, trial = event["event"], id_of(event)
        if kind not in KNOWN_EVENTS:
            return
        match kind:
            case "start":
                self._once(self.start, "the run's start")
                self.start = {key: event[key] for key in ("task", "optimizer", "feedback", "context", "config")}
                self.folder = replace(self.folder, suffix=Words.from_json(event["config"].get("words")).suffix)
            case "proposal":
                self._once(trial in self.proposals, f"the answer of trial {trial}")
                self.proposals[trial] = _proposal(self.folder, event)
            case "trial":
                self._once(trial in self.entries, f"trial {trial}")
                self._check_order(trial)
                self.entries[trial] = entry = _entry(self.folder, event, self.proposals)
                self.best = trial if entry.trial.verdict in (Verdict.START, Verdict.ACCEPTED) else self.best
                self.reason = None  # a finished run was resumed
            case "fresh" | "validation" | "heldout":
                if kind != "validation":  # which a candidate meets before it is judged, and so before its trial is written
                    self._check_tried(trial)
                so_far = self.tests[kind].get(trial, ())
                self.tests[kind][trial] = latest_by_case(so_far, read_outcomes(event["outcomes"]))
            case "end":
                self.best, self.reason = id_of(event["best"]), event["reason"]
                self._check_tried(self.best)
        if event.get("ledger") is not None:
            self._count(kind, read_ledger(event["ledger"]))
        elif kind == "fresh":  # of a run from before such events had totals
            self.ledger = counted(self.ledger, read_outcomes(event["outcomes"]))

    def _count(self, kind: str, ledger: Ledger) -> None:
        if kind == "end":  # a resumed run may end before it uses what was paid for
            ledger = ledger.at_least(self.recorded)
        if back := ledger.fallen(self.recorded):
            raise ValueError(back)
        self.ledger = self.recorded = ledger

    def _once(self, before: Any, what: str) -> None:
        if before:
            raise ValueError(f"{what} is there twice")

    def _check_order(self, trial: TrialId) -> None:
        if self.entries and trial.iteration < (last := next(reversed(self.entries))).iteration:
            raise ValueError(f"trial {trial} comes after trial {last}")

    def _check_tried(self, trial: TrialId) -> None:
        entry = self.entries.get(trial)
        if entry is None or (entry.trial.candidate is None and self.start["config"].get("baseline") is None):
            raise ValueError(f"trial {trial} had no candidate")


def _paid(proposals: Mapping[TrialId, Proposal]) -> Spend:
    """What all answers cost: added up from the answers, in the order in which training counts them.

    An answer is written with its cost the moment it is there, the totals in an event only once its round is over. So the
    answers are right where the two differ: after a crash, or where a resumed run had no use for what had been paid for.
    """
    order = sorted(proposals, key=lambda trial: (trial.iteration, trial.attempt, trial.sample))
    return sum((proposals[trial].spend for trial in order), Spend())


def _entry(folder: RunFolder, event: Event, proposals: Mapping[TrialId, Proposal]) -> Entry:
    place = id_of(event)
    candidate = None
    if event["values"] is not None:
        candidate = Candidate(event["values"], _text(folder, folder.code(place)))
    trial = Trial(
        **place._asdict(),
        verdict=Verdict(event["verdict"]),
        why=event["why"],
        proposal=proposals.get(place),
        candidate=candidate,
        outcomes=read_outcomes(event["outcomes"]),
    )
    return Entry(trial, read_ledger(event["ledger"]))


def _proposal(folder: RunFolder, event: Event) -> Proposal:
    prompt, reply = folder.prompt(id_of(event)), folder.reply(id_of(event))
    asked = _text(folder, prompt, needed=False)
    return Proposal(
        values=event["values"],
        reason=event["reason"],
        prompt=asked,
        reply=_text(folder, reply, needed=False),
        spend=Spend(**whole(event["spend"])),
        refusal=event["refusal"],
        notes=tuple(event.get("notes", ())),
        status=Status(event["status"]) if "status" in event else _status_in_words(event),
        origin=event["origin"] if "origin" in event else "" if asked else _origin_in_words(event),
    )


def _status_in_words(event: Event) -> Status:
    """The status of a proposal that an earlier robotrace wrote, which told it by how the refusal begins."""
    refusal = event["refusal"]
    if refusal is None:
        return Status.VALUES
    return Status.NO_ANSWER if refusal.startswith("No answer: ") else Status.REFUSED


def _origin_in_words(event: Event) -> str:
    """Who made a proposal without a prompt that an earlier robotrace wrote, which told a search by how its reason begins."""
    return "tune" if event["reason"].startswith("Generation ") else ""


def _text(folder: RunFolder, path: Path, *, needed: bool = True) -> str:
    """A text of the run, newlines as they were written; "" where it may be missing and is."""
    try:
        return files.read(path, within=folder.path).decode()
    except FileNotFoundError as error:
        if not needed:
            return ""
        raise RunError(f"{str(path)!r} belongs to the run but cannot be read: {error.strerror}.") from error
    except OSError as error:
        raise RunError(f"{str(path)!r} belongs to the run but cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise RunError(f"{str(path)!r} belongs to the run but is no UTF-8 text ({error.reason}).") from error
