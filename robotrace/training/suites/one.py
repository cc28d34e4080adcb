"""One run of a suite: what `robotrace train` would do with the same options, its result being tested to the horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from robotrace.episodes import Task
from robotrace.episodes.lacking import why_no_hints
from robotrace.errors import OptionError
from robotrace.optimizers import automatic, choose, searches
from robotrace.opto import ROBOT, Declaration, Optimizer, Problem, Program, Split, Words
from robotrace.opto.optimizer import check_variables
from robotrace.results import Run, RunFolder, read_run
from robotrace.results.suites.plan import Member
from robotrace.training.budget import Budget
from robotrace.training.evaluation import SPLITS
from robotrace.training.front import train
from robotrace.training.plan import GOALS
from robotrace.training.recorder import Listener
from robotrace.training.robot import again_of
from robotrace.training.schedule import Schedule
from robotrace.training.start import search_options, starting_controller, trainable
from robotrace.training.subject import subject_of
from robotrace.training.suites.settings import caps, optimizer_options, task_options

AUTO = "auto"
ITERATIONS = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """A run's parts, made and checked.

    Attributes:
        subject: What is trained on: a task, or a problem of the user's own.
        program: The controller to begin with; None for a problem, which has its own.
        optimizer: What proposes.
        chosen: The optimizer's name, where "auto" stood for it.
        settings: The suite's settings.
    """

    subject: Task | Problem
    program: Program | None
    optimizer: Optimizer
    chosen: str
    settings: Mapping[str, Any]

    def train(self, folder: RunFolder, on_event: Listener | None = None, *, trust: bool = False) -> Run:
        """Train, or go on with what is in the folder; what has finished is left alone.

        Args:
            folder: The run's folder.
            on_event: Called with each event.
            trust: As for `robotrace.train`.
        """
        run = read_run(folder) if folder.exists else None
        return run if run is not None and run.finished else self._trained(folder, on_event, trust)

    def _trained(self, folder: RunFolder, on_event: Listener | None, trust: bool) -> Run:
        said = self.settings
        what = (self.subject,) if self.program is None else (self.program, self.subject)
        return train(
            *what,
            optimizer=self.optimizer,
            feedback=said.get("feedback"),
            iterations=said.get("iterations", ITERATIONS),
            goals=said.get("goals"),
            batch=said.get("batch"),
            retest=said.get("retest"),
            stages=said.get("stages"),
            heldout=said.get("heldout"),
            heldout_curve=said.get("heldout_curve", False),
            heldout_until="success" if isinstance(self.subject, Problem) else "horizon",
            search=said.get("search"),
            retries=said.get("retries", 1),
            budget=Budget(**caps(said)),
            run=folder.path,
            resume=folder.exists,
            trust=trust,
            workers=1,
            on_event=on_event,
        )

    def check(self) -> None:
        """Refuse in one line, before anything runs, what would fail in the run.

        Raises:
            OptionError: An option is not usable for this task or optimizer.
            ParameterError: The optimizer cannot change what the program has.
        """
        said, declared = self.settings, Declaration.of(self.optimizer)
        Budget(**caps(said)).check_price(declared)
        Schedule(
            said.get("iterations", ITERATIONS),
            said.get("goals", GOALS),
            search=said.get("search", "archive"),
            retries=said.get("retries", 1),
            minibatch=said.get("batch"),
            retest=said.get("retest", 0 if isinstance(self.subject, Problem) else again_of(self.subject)),
            stages=said.get("stages", 1),
        )
        self._check_counts()
        if isinstance(self.subject, Problem):
            return
        assert self.program is not None  # a task is trained from one
        check_variables(self.optimizer, self.program.variables)
        level = said.get("feedback") or declared.feedback
        if level not in self.subject.levels:
            raise OptionError(
                f"{self.subject.name} cannot give feedback {level!r}, which {self.optimizer.name} is given; expected "
                f"{' or '.join(self.subject.levels)}.{why_no_hints(self.subject)}"
            )
        if declared.needs_camera and getattr(self.subject, "camera", None) is None:
            raise OptionError(f"{self.subject.name} has no camera: leave vision out.")

    def _check_counts(self) -> None:
        """Refuse more cases than there are."""
        is_problem = isinstance(self.subject, Problem)
        words = Words.of(self.subject).cases if is_problem else ROBOT.cases
        counts: Mapping[str, Split] = {"goals": "train", "batch": "train", "retest": "train", "heldout": "heldout"}
        for option, split in counts.items():
            there = len(self.subject.cases(split)) if isinstance(self.subject, Problem) else self.subject.goals(split)
            if not 0 <= (asked := self.settings.get(option, 0)) <= there:
                raise OptionError(f"{option}: {self.subject.name} has {there} {SPLITS[split]} {words}, found {asked}.")


def member_of(task: str, settings: Mapping[str, Any], role: str = "") -> Member:
    """A task of a suite, by the name that it has of itself.

    Raises:
        UnknownNameError: There is no such task.
        OptionError: It cannot be made with these settings.
    """
    return Member(task, subject_of(task, **task_options(settings)).name, role)


def prepare(task: str, optimizer: str, seed: int, settings: Mapping[str, Any]) -> Prepared:
    """Make the parts of a run.

    Args:
        task: The task's name, or the path of a user's file.
        optimizer: The optimizer's, or "auto".
        seed: The seed of the goals.
        settings: The suite's settings.

    Raises:
        UnknownNameError: There is no such task, policy or optimizer.
        OptionError: An option is not usable.
        ModelError: A language model is asked for and not named.
    """
    subject = subject_of(task, recorded=seed, **task_options(settings))
    if isinstance(subject, Problem):
        if getattr(subject, "seed", None) != seed:
            raise OptionError(
                f"{subject.name} is the same problem whatever the seed, found seed {seed}: runs of a suite differ in theirs. Let "
                f"{task} be a function that takes one, def make_problem(*, seed=0), and makes a problem with it."
            )
        if refused := sorted(settings.keys() & {"policy", "feedback"}):
            raise OptionError(f"{refused[0]} goes with a robot's task: {subject.name} is a problem, which has its own.")
        program, words, begun = None, Words.of(subject), None
    else:
        searched = searches(optimizer, subject.levels, model=settings.get("model"))
        begun = settings.get("policy") or starting_controller(subject, searched=searched)
        program = trainable(begun)
        words = ROBOT
    if optimizer == AUTO:
        levels = () if isinstance(subject, Problem) else tuple(subject.levels)
        variables = subject.variables if isinstance(subject, Problem) else program.variables  # type: ignore[union-attr]
        unaided = getattr(subject, "unaided", None)
        optimizer, _ = automatic(
            levels, model=settings.get("model"), variables=lambda: variables, words=words, unaided=unaided
        )
    options = optimizer_options(optimizer, settings)
    model = options.pop("model", None)
    first = {} if begun is None or isinstance(subject, Problem) else search_options(subject, begun, optimizer, options)
    made = choose(optimizer, {**first, **options}, model=model)
    if not isinstance(subject, Problem) and not settings.get("policy") and Declaration.of(made).asks_a_model:
        program = trainable(starting_controller(subject, probes=True))
    return Prepared(subject, program, made, optimizer, settings)
