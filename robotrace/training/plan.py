"""What a training is asked for beside what is trained: the same for robots, data sets and any other problem."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robotrace.episodes.runner import Until
from robotrace.errors import OptionError
from robotrace.optimizers import automatic, choose
from robotrace.opto import GENERAL, Optimizer, Problem, Variable, Words
from robotrace.results import Run, RunFolder, read_run
from robotrace.training.budget import Budget
from robotrace.training.recorded import replaying
from robotrace.training.recorder import Listener
from robotrace.training.schedule import USUAL, Schedule, Search

GOALS, HELDOUT = 5, 50
"""Training cases to begin with and held-out cases at the end, where there are as many and nobody says."""
CONFIRM, FRESH = 20, 10
"""Fresh training cases in a row that end a training, and how many of them are tried at a time, where nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The arguments of `train` by their names; None is what nobody said."""

    optimizer: Optimizer | str
    iterations: int
    goals: int | None
    confirm: int | None
    batch: int | None
    retest: int | None
    stages: int | None
    heldout: int | None
    heldout_curve: bool
    heldout_until: Until
    samples: int | None
    retries: int
    search: Search | None
    budget: Budget | None
    seed: int | None
    run: Path | str | None
    resume: bool
    replay: Path | str | None
    trust: bool
    workers: int | None
    pool: str | None
    on_event: Listener | None
    track: Sequence[str]

    def recording(self) -> Run | None:
        """The run whose answers are used."""
        return None if self.replay is None else read_run(self.replay)

    def schedule(self, problem: Problem, *, goals: int = GOALS, kinds: int = 1, retest: int = 0) -> Schedule:
        """How to go on; where nobody says, with no more cases than there are.

        Args:
            problem: What is trained.
            goals: The cases of each kind to begin with, where nobody says.
            kinds: How many kinds of cases there are, such as those of several tasks; what nobody says is as many of each kind.
            retest: The cases that a better candidate is tried on again, where nobody says and there are as many.

        Raises:
            OptionError: The problem has fewer cases than are asked for.
        """
        available, words = len(problem.cases("train")), Words.of(problem)
        if not available:
            raise OptionError(f"{problem.name} has no training {words.cases}: expected one at least.")
        for name, asked in (("goals", self.goals), ("batch", self.batch)):
            if isinstance(asked, int) and asked > available:
                raise OptionError(f"{name}: {problem.name} has {available} training {words.cases}, found {asked}.")
        begun_with = min(goals * kinds, available) if self.goals is None else self.goals
        return Schedule(
            self.iterations,
            begun_with,
            CONFIRM * kinds if self.confirm is None else self.confirm,
            FRESH * kinds,
            retries=self.retries,
            search=self._searched(words),
            minibatch=self.batch,
            retest=self._kept("retest", self.retest, min(retest, available - begun_with)),
            stages=self._kept("stages", self.stages, 1),
        )

    def _kept(self, name: str, asked: int | None, usual: int) -> int:
        """A number of the schedule; where nobody says, as in the run that is gone on with, which keeps none that is usual."""
        if asked is not None:
            return asked
        kept = [int(recorded.config.get(name, USUAL[name])) for recorded in self._gone_on_with()]
        return kept[0] if kept else usual

    def _searched(self, words: Words) -> Search:
        """The rule of search; where nobody says, that of the run that is gone on with or gone through again, else the problem's.

        A robot's score tells progress in each action, so that two controllers are hardly ever as good as each other by chance.
        """
        if self.search is not None:
            return self.search
        for recorded in self._gone_on_with():
            if (kept := recorded.config.get("search")) is not None:
                found: Search = kept
                return found
        return "archive" if words.acts else "plateau"

    def _gone_on_with(self) -> Iterator[Run]:
        """The run that is resumed, then the one whose answers are used; each is read when it is asked for."""
        if self.resume and self.run is not None and RunFolder(Path(self.run)).exists:
            yield read_run(self.run)
        if (recording := self.recording()) is not None:
            yield recording

    def heldout_of(self, problem: Problem, *, most: int | None = HELDOUT) -> int:
        """How many cases are held out; where nobody says, no more than there are, and than `most`."""
        if self.heldout is not None:
            return self.heldout
        available = len(problem.cases("heldout"))
        return available if most is None else min(most, available)

    def chosen(
        self,
        recording: Run | None,
        levels: Collection[str],
        variables: Callable[[], Sequence[Variable]],
        words: Words = GENERAL,
        unaided: str | None = None,
        *,
        begun: Callable[[str], Mapping[str, Any]] = lambda _: {},
    ) -> Optimizer:
        """The optimizer that is given, recorded, named, or that fits.

        Args:
            recording: The run whose answers are used.
            levels: The feedback levels that the problem can give.
            variables: The parameters, asked for where the choice depends on them.
            words: What the problem calls its parts.
            unaided: As for `automatic`.
            begun: The options that what training begins with asks for, by the optimizer's name.

        Raises:
            OptionError: It cannot be made, or none fits.
        """
        optimizer, samples = self.optimizer, self.samples
        if not isinstance(optimizer, str):
            if samples is not None:
                raise OptionError(
                    f"samples: {optimizer.name} was made already; tell it there, as in OptoPrime(samples={samples})."
                )
            return optimizer
        if recording is not None:
            return replaying(recording)
        if optimizer == "auto":
            optimizer, _ = automatic(levels, variables=variables, words=words, unaided=unaided)
        return choose(optimizer, {**begun(optimizer), **({} if samples is None else {"samples": samples})})
