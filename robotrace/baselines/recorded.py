"""A baseline's run folder: what any run has, but for the code."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from robotrace.episodes import Task, rollout
from robotrace.episodes.controller import Policy
from robotrace.episodes.problem import outcome_of
from robotrace.episodes.task import scored_by
from robotrace.errors import TaskError
from robotrace.opto import ROBOT, Case, Ledger, Outcome, Split, Trial, TrialId, Verdict
from robotrace.results import RunFolder, RunWriter
from robotrace.results.options import KEY
from robotrace.text import one_line
from robotrace.training.acceptance import compare
from robotrace.training.machine import machine
from robotrace.training.origin import origin_of

Listener = Callable[[Mapping[str, Any]], None]
PolicyOf = Callable[[Case], Policy]
"""What acts in the episode of a case."""
START = TrialId(0)


@dataclass(slots=True)
class Record:
    """A baseline's run under way; made by `recording`.

    Attributes:
        writer: The writer of its folder.
        task: The task that episodes are played in to measure; no learning happens in it.
        goals: The training goals that decide what is better.
        heldout: The held-out goals.
        hear: Called with each event that is written.
        learned_steps: The environment steps that were learned from so far.
    """

    writer: RunWriter
    task: Task
    goals: int
    heldout: int
    hear: Listener
    learned_steps: int = 0
    _measured_steps: int = 0
    _iteration: int = 0
    _best: TrialId = START
    _outcomes: tuple[Outcome, ...] = ()
    _tested: tuple[Outcome, ...] = ()
    _started: float = field(default_factory=time.perf_counter)

    @property
    def ledger(self) -> Ledger:
        """The totals now: environment steps of training, those that decide what is kept among them."""
        seconds = time.perf_counter() - self._started
        return Ledger(env_steps=self.learned_steps + self._measured_steps, seconds=seconds)

    def try_on_goals(self, policy_of: PolicyOf, why: str) -> bool:
        """Measure a policy on the training goals and, where it is the best so far, on the held-out ones.

        Args:
            policy_of: What acts.
            why: What it is, in words.

        Returns:
            Whether it is the best so far.
        """
        outcomes = self._played(policy_of, "train", self.goals)
        self._measured_steps += sum(outcome.steps for outcome in outcomes)
        place = TrialId(self._iteration)
        better, compared = compare(outcomes, self._outcomes, words=ROBOT) if self._outcomes else (True, why)
        verdict = Verdict.REFUSED if not better else Verdict.ACCEPTED if self._iteration else Verdict.START
        trial = Trial(self._iteration, verdict, compared, None, None, outcomes)
        self.hear(self.writer.trial(trial, ledger=self.ledger))
        self._iteration += 1
        if better:
            self._best, self._outcomes = place, outcomes
            self._tested = self._played(policy_of, "heldout", self.heldout)
            if self._tested:
                self.hear(self.writer.heldout(place, self._tested))
        return better

    def end(self, reason: str) -> None:
        """The run is over."""
        if self._tested:
            self.hear(self.writer.heldout(self._best, self._tested, final=True))
        self.hear(self.writer.end(reason=reason, best=self._best, ledger=self.ledger))

    def _played(self, policy_of: PolicyOf, split: Split, count: int) -> tuple[Outcome, ...]:
        outcomes = []
        for index in range(count):
            self.hear({"event": "query", "split": split, "done": index, "of": count})
            case = Case(split, index)
            episode = rollout(policy_of(case), self.task, goal=index, split=split, traced=False)
            if episode.failure is not None:
                raise TaskError(
                    f"{self.task.name}: the baseline failed on the goal {case} at t={episode.failure.timestep}: "
                    f"{one_line(episode.failure.message)}. Nothing is measured by one that fails."
                )
            outcomes.append(outcome_of(episode))
        return tuple(outcomes)


@contextmanager
def recording(
    name: str,
    task: Task,
    *,
    words: str,
    goals: int,
    heldout: int,
    options: Mapping[str, Any],
    run: Path | str | None,
    hear: Listener,
) -> Iterator[Record]:
    """A new run folder for a baseline; a baseline that is stopped leaves what was measured.

    Args:
        name: The baseline's name, which stands where an optimizer's does.
        task: The task that is measured in.
        words: What the baseline is, in words.
        goals: The number of training goals that decide what is better.
        heldout: The number of held-out goals.
        options: What decided its figures, by name.
        run: The folder; by default a new one under ./results.
        hear: Called with each event.

    Raises:
        RunError: The folder exists already, or cannot be written.
    """
    stem = f"{task.name.split('/')[-1]}-{name}"
    folder = RunFolder.fresh("results", stem) if run is None else RunFolder.create(run)
    config = {
        "baseline": words,
        "seed": task.seed,
        "control": task.control,
        "horizon": task.horizon,
        **({"scored": "return"} if scored_by(task) == "return" else {}),
        "options": dict(task.options),
        "goals": goals,
        "heldout": heldout,
        KEY: dict(options),
        "made_from": origin_of(task),
        "machine": machine(),
        "words": ROBOT.as_json(),
    }
    with RunWriter(folder) as writer:
        try:
            hear(writer.start(task=task.name, optimizer=name, feedback=None, context=task.instruction, config=config))
            yield Record(writer, task, goals, heldout, hear)
        except KeyboardInterrupt:
            writer.interrupted()
            raise
