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
from robotrace.opto import Candidate, Ledger, Outcome, Proposal, Spend, Status, Trial, TrialId, Verdict
from robotrace.results.events import Event, id_of, read_outcomes
from robotrace.results.folder import RunFolder
from robotrace.results.measurements import Measurement, measurements_of
from robotrace.results.options import optimizer_options
from robotrace.results.statistics import Rate


@dataclass(frozen=True, slots=True)
class Entry:
    """One trial, and what the run had used up when it was over.

    Attributes:
        trial: the proposal, its candidate and the outcomes; graphs are not kept.
        ledger: the totals since the start.
    """

    trial: Trial
    ledger: Ledger

    @property
    def id(self) -> TrialId:
        """Which trial."""
        return self.trial.id

    @property
    def iteration(self) -> int:
        """0 for the starting candidate."""
        return self.trial.iteration

    @property
    def train(self) -> Rate:
        """Success on the training cases that it was tried on."""
        return Rate.of(outcome.success for outcome in self.trial.outcomes)

    @property
    def score(self) -> float:
        """Mean score on them; nan where it was not tried."""
        score = self.trial.score
        return math.nan if score is None else score


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its folder tells it.

    Attributes:
        folder: where it is.
        task: its problem's name.
        optimizer: by its name on the command line.
        feedback: level of the feedback, such as "facts"; None where the problem has no levels.
        context: the problem in words.
        config: every further setting.
        entries: what was tried, oldest first.
        proposals: every answer of the optimizer, by trial; the last ones may be paid for but not yet tried.
        fresh: further training outcomes of the candidates of some trials.
        tested: held-out outcomes of the candidates of some trials.
        best_id: whose candidate is the best; None where nothing was tried.
        ledger: all that was used up: the cost of every answer, used or not, and the last totals of everything else.
        reason: why the run ended; None where it has not.
        told: how many events there are of each kind and trial, such as ("fresh", TrialId(3)).
        notes: what was odd in the folder, in words.
        measurements: what was measured of any candidate, oldest first, and how far the run was then.
    """

    folder: RunFolder
    task: str
    optimizer: str
    feedback: str | None
    context: str
    config: Mapping[str, Any]
    entries: tuple[Entry, ...]
    proposals: Mapping[TrialId, Proposal]
    fresh: Mapping[TrialId, tuple[Outcome, ...]]
    tested: Mapping[TrialId, tuple[Outcome, ...]]
    best_id: TrialId | None
    ledger: Ledger
    reason: str | None
    told: Mapping[tuple[str, TrialId], int]
    notes: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()

    @property
    def trials(self) -> tuple[Trial, ...]:
        """What was tried, as an optimizer is shown it."""
        return tuple(entry.trial for entry in self.entries)

    @property
    def finished(self) -> bool:
        """Whether the run came to its end; else it can be gone on with."""
        return self.reason is not None

    @property
    def iterations(self) -> int:
        """Rounds of proposals that were dealt with."""
        return self.entries[-1].iteration if self.entries else 0

    @property
    def optimizer_options(self) -> dict[str, Any]:
        """What decided the optimizer's answers, by name."""
        return optimizer_options(self.optimizer, self.config)

    @property
    def spend(self) -> Spend:
        """On every answer of the optimizer, used or not."""
        return self.ledger.spend

    @property
    def calls(self) -> int:
        """Of a language model."""
        return self.ledger.calls

    @property
    def tokens(self) -> int:
        """Sent and received."""
        return self.ledger.tokens

    @property
    def env_steps(self) -> int:
        """Of the environment, in training."""
        return self.ledger.env_steps

    @property
    def seconds(self) -> float:
        """Of wall-clock time."""
        return self.ledger.seconds

    @property
    def best(self) -> Candidate | None:
        """The best candidate; None where nothing was tried."""
        return next((trial.candidate for trial in self.trials if trial.id == self.best_id), None)

    @property
    def train(self) -> Rate:
        """The best candidate on every training case that it was tried on."""
        return Rate(0, 0) if self.best_id is None else self.train_at(self.best_id)

    @property
    def heldout(self) -> Rate:
        """The best candidate on held-out cases; n is 0 where that was not measured."""
        return Rate(0, 0) if self.best_id is None else self.heldout_at(self.best_id)

    def train_at(self, trial: TrialId) -> Rate:
        """The candidate of one trial on every training case that it was tried on; n is 0 where it was not."""
        tried = (outcome for one in self.trials if one.id == trial for outcome in one.outcomes)
        outcomes = _latest_by_case(tried, self.fresh.get(trial, ()))
        return Rate.of(outcome.success for outcome in outcomes)

    def heldout_at(self, trial: TrialId) -> Rate:
        """The candidate of one trial on held-out cases; n is 0 where that was not measured."""
        return Rate.of(outcome.success for outcome in self.tested.get(trial, ()))


def read_run(path: RunFolder | Path | str) -> Run:
    """Read a run folder. A last line that a crash tore is left out, with a note.

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
        lines, torn = complete_lines(folder.events.read_bytes())
    except OSError as error:
        raise RunError(
            f"{str(folder.path)!r} is not a run folder: its {folder.events.name} cannot be read ({error.strerror})."
        ) from error
    if not lines:
        raise RunError(f"The run {str(folder.path)!r} was stopped before anything was measured: start it anew.")
    note = f"The run was stopped while it wrote to {str(folder.events)!r}; the torn last line was left out."
    return [_event(folder, number, line) for number, line in enumerate(lines)], (note,) if torn else ()


def complete_lines(content: bytes) -> tuple[list[bytes], bool]:
    """The lines that end in a newline, and whether something is left behind them."""
    *lines, rest = content.split(b"\n")
    return lines, bool(rest)


def _event(folder: RunFolder, number: int, line: bytes) -> Event:
    try:
        event = json.loads(line)
    except ValueError as error:
        raise _unreadable(folder, number, f"is not JSON ({error})") from error
    if not isinstance(event, dict) or event.get("n") != number:
        raise _unreadable(folder, number, f'is not event "n": {number}; a line was changed, lost or doubled')
    return event


def _unreadable(folder: RunFolder, number: int, what: str) -> RunError:
    return RunError(f"{str(folder.events)!r}, line {number + 1} {what}.")


def _fold(folder: RunFolder, events: Sequence[Event], notes: tuple[str, ...]) -> Run:
    """The state that the events lead to."""
    start: Event = {}
    entries: list[Entry] = []
    proposals: dict[TrialId, Proposal] = {}
    tests: dict[str, dict[TrialId, tuple[Outcome, ...]]] = {"fresh": {}, "heldout": {}}
    best: TrialId | None = None
    reason, ledger = None, Ledger()
    for number, event in enumerate(events):
        try:
            trial = id_of(event)
            match event["event"]:
                case "start":
                    start = {key: event[key] for key in ("task", "optimizer", "feedback", "context", "config")}
                case "proposal":
                    proposals[trial] = _proposal(folder, event)
                case "trial":
                    entry = _entry(folder, event, proposals)
                    entries.append(entry)
                    best = trial if entry.trial.verdict in (Verdict.START, Verdict.ACCEPTED) else best
                    reason = None  # a finished run was gone on with
                case "fresh" | "heldout" as kind:
                    so_far = tests[kind].get(trial, ())
                    tests[kind][trial] = _latest_by_case(so_far, read_outcomes(event["outcomes"]))
                case "end":
                    best, reason = TrialId(**event["best"]), event["reason"]
            if "ledger" in event:
                ledger = Ledger.from_json(event["ledger"])
            elif event["event"] == "fresh":  # of a run from before such events had totals
                steps = sum(outcome.steps for outcome in read_outcomes(event["outcomes"]))
                ledger = replace(ledger, env_steps=ledger.env_steps + steps)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unreadable(folder, number, f"is not an event of a run ({error!r})") from error
    if not start:
        raise RunError(f"{str(folder.events)!r} has no start event: it is not a run's.")
    return Run(
        folder=folder,
        entries=tuple(entries),
        proposals=proposals,
        fresh=tests["fresh"],
        tested=tests["heldout"],
        best_id=best,
        ledger=replace(ledger, spend=_paid(proposals)),
        reason=reason,
        told=Counter((event["event"], id_of(event)) for event in events),
        notes=notes,
        measurements=measurements_of(events),
        **start,
    )


def _paid(proposals: Mapping[TrialId, Proposal]) -> Spend:
    """What all answers cost: added up from the answers, in the order in which training counts them.

    An answer is written with its cost the moment it is there, the totals in an event only once its round is over. So the
    answers are right where the two differ: after a crash, or where a resumed run had no use for what had been paid for.
    """
    order = sorted(proposals, key=lambda trial: (trial.iteration, trial.attempt, trial.sample))
    return sum((proposals[trial].spend for trial in order), Spend())


def _latest_by_case(earlier: Iterable[Outcome], later: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """One outcome a case; a case that was tried twice has its later outcome."""
    return tuple({outcome.case: outcome for outcome in (*earlier, *later)}.values())


def _entry(folder: RunFolder, event: Event, proposals: Mapping[TrialId, Proposal]) -> Entry:
    place = id_of(event)
    candidate = None
    if event["values"] is not None:
        candidate = Candidate(event["values"], _text(folder.code(place)))
    trial = Trial(
        **place._asdict(),
        verdict=Verdict(event["verdict"]),
        why=event["why"],
        proposal=proposals.get(place),
        candidate=candidate,
        outcomes=read_outcomes(event["outcomes"]),
    )
    return Entry(trial, Ledger.from_json(event["ledger"]))


def _proposal(folder: RunFolder, event: Event) -> Proposal:
    prompt, reply = folder.prompt(id_of(event)), folder.reply(id_of(event))
    asked = prompt.exists()
    return Proposal(
        values=event["values"],
        reason=event["reason"],
        prompt=_text(prompt) if asked else "",
        reply=_text(reply) if reply.exists() else "",
        spend=Spend(**event["spend"]),
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


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()  # not read_text: newlines stay as they were written
    except OSError as error:
        raise RunError(f"{str(path)!r} belongs to the run but cannot be read: {error.strerror}.") from error
