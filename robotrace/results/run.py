"""A run as its folder tells it: what was tried, what it took, and how well the best did."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from robotrace.opto import ROBOT, Candidate, Ledger, Outcome, Proposal, Spend, Trial, TrialId, Words, mean_score, scores_alone
from robotrace.results import files
from robotrace.results.by_task import rates_by_task, task_of_outcome
from robotrace.results.folder import RunFolder
from robotrace.results.measurements import Measurement
from robotrace.results.options import optimizer_options
from robotrace.results.statistics import Mean, Rate
from robotrace.text import html_table, one_line


@dataclass(frozen=True, slots=True)
class Entry:
    """One trial, and what the run had used up when it was over.

    Attributes:
        trial: The proposal, its candidate and the outcomes; graphs are not kept.
        ledger: The totals since the start of the run.
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


@dataclass(frozen=True, slots=True, repr=False)
class Run:
    """A run as read from its folder.

    Attributes:
        folder: The run's folder.
        task: The name of the run's problem.
        optimizer: The optimizer's name on the command line.
        feedback: The feedback level, such as "facts"; None where the problem has no levels.
        context: What the problem is, in words.
        config: All further settings, by name.
        entries: The trials with the totals after each, oldest first.
        proposals: Every answer of the optimizer, by trial; the last ones may be paid for but not yet tried.
        fresh: Further training outcomes of the candidates of some trials.
        validated: Outcomes of the candidates of some trials on the cases that decided what is better.
        tested: Held-out outcomes of the candidates of some trials.
        best_id: The trial of the best candidate; None where nothing was tried.
        ledger: All that was used up: the cost of every answer, used or not, and the last totals of everything else.
        reason: Why the run ended, in words; None where it has not.
        told: The number of events of each kind and trial, by a pair such as ("fresh", TrialId(3)).
        notes: Irregularities of the folder, in words.
        measurements: The measurements of all candidates, oldest first, each with the run's totals at that time.
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
    validated: Mapping[TrialId, tuple[Outcome, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        path, task, optimizer = (one_line(str(words), 80) for words in (self.folder.path, self.task, self.optimizer))
        return f"<Run {path}: {task}, {optimizer}, {len(self.entries)} trials, held-out {self.result}>"

    def _repr_html_(self) -> str:
        figures = {
            "run": self.folder.path,
            "task": self.task,
            "optimizer": self.optimizer,
            "feedback": self.feedback or "",
            "model": self.config.get("model") or "",
            "held-out": self.result,
            "training": "" if self.is_scored else self.train,
            "used": f"{self.env_steps:,} {self.words.steps}, {self.calls:,} calls, {self.tokens:,} tokens, {self.seconds:.1f} s",
            "ended": self.reason or "not yet",
        }
        return html_table(figures)

    def plot(self, **options: Any) -> Any:
        """Draw the run: a matplotlib figure; options and errors are those of `robotrace.plot`."""
        draw: Callable[..., Any] = import_module("robotrace").plot  # by its name: drawing lies above results
        return draw(self, **options)

    @property
    def words(self) -> Words:
        """What the run's problem calls its parts."""
        return Words.from_json(self.config.get("words"))

    @property
    def trials(self) -> tuple[Trial, ...]:
        """What was tried, as an optimizer is shown it."""
        return tuple(entry.trial for entry in self.entries)

    @property
    def finished(self) -> bool:
        """Whether the run came to its end; else it can be resumed."""
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
        """The best candidate, to be used on the run's task; None where nothing was tried.

        Where it was learnt on another task, as under another control, its text is that of best.py, in which it was carried over.
        """
        best = self.learnt
        if best is None or "learnt_on" not in self.config or not self.folder.best.exists():
            return best
        return replace(best, text=files.read(self.folder.best, within=self.folder.path).decode())

    @property
    def learnt(self) -> Candidate | None:
        """The best candidate as it was learnt, with its trainable parts marked; None where nothing was tried."""
        return next((trial.candidate for trial in self.trials if trial.id == self.best_id), None)

    @property
    def best_trial(self) -> Trial | None:
        """The best candidate's trial, with its outcomes on all training cases that it met; None where nothing was tried."""
        found = next((trial for trial in self.trials if trial.id == self.best_id), None)
        return found and replace(found, outcomes=latest_by_case(found.outcomes, self.fresh.get(found.id, ())))

    @property
    def baseline(self) -> str | None:
        """What was measured for comparison, in words, where no code was trained; it may begin with "privileged". Else None."""
        words: str | None = self.config.get("baseline")
        return words

    @property
    def codeless(self) -> str:
        """Why a run without a best candidate has none, as a sentence."""
        name = one_line(self.folder.name, 80)
        if self.baseline is not None:
            return f"The run {name} is a baseline ({one_line(self.baseline, 120)}), which has no code: it can be plotted and compared."
        return f"The run {name} has no {self.words.candidate} yet."

    @property
    def train(self) -> Rate:
        """The best candidate on every training case that it was tried on."""
        return Rate(0, 0) if self.best_id is None else self.train_at(self.best_id)

    @property
    def heldout(self) -> Rate:
        """The best candidate on held-out cases; n is 0 where that was not measured."""
        return Rate(0, 0) if self.best_id is None else self.heldout_at(self.best_id)

    @property
    def is_scored(self) -> bool:
        """Whether scores alone tell its candidates apart: of a robot, where nothing says that it is solved; see `scores_alone`."""
        outcomes = [it for measured in self.measurements for it in measured.outcomes]
        if self.words == ROBOT:
            return bool(outcomes) and not any(it.solvable for it in outcomes)
        return scores_alone(outcomes)

    @property
    def score_words(self) -> str:
        """What the mean of its scores is called; "" for a robot whose scores nobody publishes."""
        return "mean score" if self.words != ROBOT else "mean return" if self.config.get("scored") == "return" else ""

    @property
    def result(self) -> Rate | str:
        """The best candidate on held-out cases: the share solved, or in words the mean score where scores alone tell."""
        tested = self.tested.get(self.best_id, ()) if self.best_id is not None else ()
        scores = [it.score for it in tested if it.score is not None]
        return f"{self.score_words} {Mean.of(scores)}" if self.is_scored and scores else self.heldout

    @property
    def returns(self) -> Mapping[str, Mean]:
        """The best candidate's mean return on held-out and training cases, as far as returns are told."""
        tested = () if self.best_id is None else self.tested.get(self.best_id, ())
        return {"held-out": mean_return(tested), "training": mean_return(self._trained())}

    @property
    def scores(self) -> dict[str, float | None]:
        """The best candidate's mean score on held-out and training cases; None where none has a score."""
        if self.best_id is None:
            return {"held-out": None, "training": None}
        trained = self.best_trial
        return {
            "held-out": mean_score(self.tested.get(self.best_id, ())),
            "training": None if trained is None else trained.score,
        }

    def _trained(self) -> tuple[Outcome, ...]:
        """The best candidate's outcomes on all training cases that it was tried on."""
        trained = self.best_trial
        return () if trained is None else trained.outcomes

    @property
    def heldout_by_task(self) -> Mapping[str, Rate]:
        """The best candidate on the held-out cases of each task, where its cases are of several; else none."""
        tested = () if self.best_id is None else self.tested.get(self.best_id, ())
        return rates_by_task((task_of_outcome(outcome), outcome.success) for outcome in tested)

    @property
    def tasks(self) -> tuple[str, ...]:
        """The names of the tasks that its cases are of, where they are of several; else none."""
        names = (task_of_outcome(outcome) for measured in self.measurements for outcome in measured.outcomes)
        return tuple(dict.fromkeys(filter(None, names)))

    def of_task(self, name: str) -> Run:
        """The same run as its cases of one of several tasks show it; the totals are the whole run's.

        Args:
            name: The name of one of `tasks`.
        """

        def own(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
            return tuple(outcome for outcome in outcomes if task_of_outcome(outcome) == name)

        trials = (replace(entry.trial, outcomes=own(entry.trial.outcomes)) for entry in self.entries)
        return replace(
            self,
            task=name,
            entries=tuple(replace(entry, trial=trial) for entry, trial in zip(self.entries, trials, strict=True)),
            fresh={trial: own(outcomes) for trial, outcomes in self.fresh.items()},
            tested={trial: own(outcomes) for trial, outcomes in self.tested.items()},
            measurements=tuple(replace(one, outcomes=own(one.outcomes)) for one in self.measurements),
        )

    def train_at(self, trial: TrialId) -> Rate:
        """The candidate of one trial on every training case that it was tried on; n is 0 where it was not."""
        tried = (outcome for one in self.trials if one.id == trial for outcome in one.outcomes)
        outcomes = latest_by_case(tried, self.fresh.get(trial, ()))
        return Rate.of(outcome.success for outcome in outcomes)

    def heldout_at(self, trial: TrialId) -> Rate:
        """The candidate of one trial on held-out cases; n is 0 where that was not measured."""
        return Rate.of(outcome.success for outcome in self.tested.get(trial, ()))


def latest_by_case(earlier: Iterable[Outcome], later: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """One outcome a case; a case that was tried twice, if only in part, has its later outcome."""
    return tuple({outcome.case.place: outcome for outcome in (*earlier, *later)}.values())


def mean_return(outcomes: Iterable[Outcome]) -> Mean:
    """The mean of the outcomes' scores, where those are returns; one in which the candidate failed has none."""
    return Mean.of(it.score for it in outcomes if it.score is not None and it.detail.get("scored") == "return")
