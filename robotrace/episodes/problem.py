"""A robot task as an OPTO problem: a case is a goal, a candidate is a controller's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any

from robotrace.episodes.artifacts import artifacts_of
from robotrace.episodes.attempt import in_turns
from robotrace.episodes.controller import Controller, load
from robotrace.episodes.episode import Counted, Episode
from robotrace.episodes.guards import not_reproducible_afresh, reward_without_success
from robotrace.episodes.lacking import why_no_hints
from robotrace.episodes.lanes import played, tasks_for
from robotrace.episodes.replay import deferred_trace
from robotrace.episodes.scored import score_of, score_words
from robotrace.episodes.task import Level, Task, counted, is_solvable, member_of
from robotrace.episodes.withheld import told
from robotrace.errors import (
    ActionError,
    OptionError,
    ParameterError,
    PolicyFailure,
    PolicyInvalidAction,
    ProgramError,
    ProposalError,
    SandboxUnavailable,
)
from robotrace.opto import ROBOT, Candidate, Case, Job, Outcome, Program, Split, Variable
from robotrace.opto.named import Observation
from robotrace.sandbox import Policy as Process
from robotrace.sandbox import Sandbox
from robotrace.sandbox.action import vector
from robotrace.sandbox.program import described, line_of, where
from robotrace.text import one_line
from robotrace.trace import Parameter, no_trace

_SMOKE_TIMESTEPS = 3
_WORDS = 2_000  # characters of a description or a constraint
_ENDS: Mapping[Counted, str] = {
    "any": "An episode ends at its first success.",
    "last": "An episode goes on to its end, and is solved if it is solved at its last step: what was solved and is lost again does "
    "not count.",
}
_ALONE = "A program with a higher score is better"
_COUNTS = "A program that solves more cases is better; of two that solve as many, the one with the higher score"


class RolloutProblem:
    """Makes a controller succeed on a task's goals.

    Args:
        program: The controller, with at least one trainable part.
        task: The simulator with its goals.
        level: The feedback level.
        sandbox: Where its candidates run; None for this process, for an optimizer and a program that are trusted.
        pooled: Whether a pool's workers play the episodes, in sandboxes of their own.

    Raises:
        OptionError: Nothing in the program is trainable, or the task cannot give that feedback.
        ProgramError: The program cannot be loaded.
    """

    def __init__(
        self,
        program: Program,
        task: Task,
        *,
        level: Level = "facts",
        sandbox: Sandbox | None = None,
        pooled: bool = False,
    ) -> None:
        if not program.variables:
            raise OptionError(
                "The controller has nothing to train: mark a function with @robotrace.bundle(trainable=True), "
                "or a literal with robotrace.node(..., trainable=True, name=...)."
            )
        if level not in task.levels:
            raise OptionError(
                f"{task.name} cannot give feedback {level!r}; expected {' or '.join(task.levels)}.{why_no_hints(task)}"
            )
        self.program = program
        self.task = task
        self.level: Level = level
        self.sandbox = sandbox
        try:
            with self._opened(program.text) as loaded:
                self._rules = rules_of(loaded)
                self._variables = described_by(program.variables, loaded)
        except PolicyFailure as error:
            raise ProgramError(f"The program cannot be loaded: {error}") from error
        self._recorded: list[Observation] = []
        self._doubts: dict[str, str] = {}
        self._second = sandbox if pooled else None

    words = ROBOT
    divisible = True

    @property
    def name(self) -> str:
        """The task's."""
        return self.task.name

    @property
    def context(self) -> str:
        """The task's instruction, when an episode ends, and what counts."""
        told = f"{_ENDS[counted(self.task)]} {_COUNTS}" if _has_success(self.task) else _ALONE
        return f"{self.task.instruction}\n{told}, {score_words(self.task)}."

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The controller's trainable parts, in the words of the loaded program."""
        return self._variables

    def cases(self, split: Split) -> Sequence[Case]:
        """The goals of one split."""
        return [Case(split, goal) for goal in range(self.task.goals(split))]

    def candidate(self, values: Mapping[str, Any]) -> Candidate:
        """The controller with these values: loaded, checked and run on recorded observations before it counts.

        Raises:
            ProposalError: It cannot be loaded, a part lost its name or signature, or it fails on a recorded observation.
        """
        for variable in self.variables:
            if variable.kind != "code" and variable.name in values:
                check_literal(variable, values[variable.name])
        text = self.program.render(values)
        try:
            with self._opened(text) as program:
                self._check_parameters(program)
                self._smoke_run(program)
        except (ProgramError, PolicyFailure) as error:
            raise ProposalError(f"The program cannot be loaded: {error}") from error
        merged = {variable.name: variable.value for variable in self.variables} | dict(values)
        return Candidate(merged, text)

    @contextmanager
    def _opened(self, text: str) -> Iterator[Controller | Process]:
        """A program that is loaded, wherever it is to run."""
        if self.sandbox is None:
            yield load(text)
            return
        with self.sandbox.load(text, action_size=len(self.task.action.names)) as process:
            yield process

    def _check_parameters(self, program: Controller | Process) -> None:
        found = rules_of(program)
        for name, rule in self._rules.items():
            if name not in found:
                raise ProposalError(f"The program no longer defines the parameter {name!r}.")
            if found[name] != rule:
                raise ProposalError(f"Parameter {name!r} expects {rule}; found {found[name]}.")

    def _smoke_run(self, program: Controller | Process) -> None:
        with no_trace():
            for observation in self._recorded:
                try:
                    self._check_action(program.act(deepcopy(observation)))
                except SandboxUnavailable:
                    raise
                except Exception as error:  # a generated program may raise anything: it becomes the refusal
                    words = self._told(error, program)
                    raise ProposalError(f"The new program fails on a recorded observation{words}") from error

    def _told(self, error: Exception, program: Controller | Process) -> str:
        """What a program raised, as far as the feedback level allows."""
        if isinstance(error, ProposalError | PolicyInvalidAction) and self.level == "score":
            return f": expected an action of {len(self.task.action.names)} numbers"
        if isinstance(program, Controller):
            words, line = where(error, program.filename), line_of(error, program.filename)
        else:
            words, line = str(error), getattr(error, "line", None)
        said = told(words, self.level, line=line)
        return f": {said}" if said else ""

    def _check_action(self, action: Any) -> None:
        size = len(self.task.action.names)
        try:
            found = len(vector(action))
        except ActionError as error:
            raise ProposalError(f"expected an action of {size} numbers, found {action!r:.80}. {error}") from None
        if found != size:
            raise ProposalError(f"expected an action of {size} numbers, found {found}")

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """One episode."""
        (outcome,) = self.query_many([Job(candidate, case, traced)])
        return outcome

    def query_many(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        """One episode a job, in their order; two at a time where a core is free for that."""
        following = (*jobs[1:], *jobs[-1:])  # nobody knows what comes after the last one
        starts = [
            in_turns(
                job.candidate.text,
                job.case,
                sandbox=self.sandbox,
                level=self.level,
                traced=job.traced,
                spare=job.candidate.text == after.candidate.text,
            )
            for job, after in zip(jobs, following, strict=True)
        ]
        tasks = tasks_for(self.task, self.sandbox, len(jobs))
        for job, episode in zip(jobs, played(starts, tasks), strict=True):
            yield self.answer(episode, job.candidate.text)

    def answer(self, episode: Episode, text: str = "") -> Outcome:
        """An episode, of this process or another, as the oracle's answer.

        Args:
            episode: The episode that was played.
            text: The controller. On its first training episode it is asked for the actions again; where they differ, this
                outcome and all later ones of that text say so.
        """
        if episode.graph is not None and episode.case.split == "train":
            self._remember(episode)
        if text and text not in self._doubts and episode.case.split == "train" and len(episode):
            self._doubts[text] = not_reproducible_afresh(text, episode, sandbox=self._twin())
        doubt = self._doubts.get(text, "")
        if not doubt:
            return self._outcome(episode)
        episode = replace(episode, feedback=f"{doubt}\n{episode.feedback}".rstrip())
        if episode.graph is not None:  # with the doubt among its words
            episode = replace(episode, graph=deferred_trace(episode, text, sandbox=self.sandbox))
        return self._outcome(episode, doubt)

    def _outcome(self, episode: Episode, doubt: str = "") -> Outcome:
        outcome = outcome_of(episode, doubt=doubt, member=member_of(self.task, episode.case), level=self.level)
        if episode.graph is None:
            return outcome
        return replace(outcome, artifacts=artifacts_of(episode, self.task))

    def _twin(self) -> Sandbox | None:
        """Another sandbox as good as the ones that episodes run in: addresses differ between them."""
        if self.sandbox is not None and self._second is None:
            self._second = Sandbox(
                self.sandbox.limits, strict=False, remember=False
            )  # the first one is strict, if so wished
        return self._second

    def _remember(self, episode: Episode) -> None:
        """Keep the first, middle and last observation of the newest training episode for smoke runs."""
        times = sorted({0, len(episode) // 2, len(episode)})[:_SMOKE_TIMESTEPS]
        self._recorded = [episode.observation(t) for t in times]


def _has_success(task: Task) -> bool:
    """Whether success is more than a line on a task's score."""
    return is_solvable(task) and getattr(task, "threshold", None) is None


def described_by(variables: Sequence[Variable], program: Controller | Process) -> tuple[Variable, ...]:
    """A file's trainable parts, with what the loaded program says that they are for and must satisfy."""
    loaded = parameters_of(program)

    def said(variable: Variable, what: str) -> str:
        words = str(loaded.get(variable.name, {}).get(what, ""))
        return one_line(words.strip().partition("\n\n")[0], _WORDS)

    def told(variable: Variable) -> Variable:
        found = loaded.get(variable.name, {})
        lowest, highest = found.get("bounds", (None, None))
        choices = found.get("choices")
        return replace(
            variable,
            description=said(variable, "description"),
            constraint=said(variable, "constraint"),
            bounds=(lowest, highest),
            choices=None if choices is None else tuple(choices),
        )

    return tuple(map(told, variables))


def parameters_of(program: Controller | Process) -> dict[str, Mapping[str, Any]]:
    """The parameters of a loaded program as plain data, by name."""
    if isinstance(program, Controller):
        return {parameter.name: described(parameter) for parameter in program.parameters}
    return {str(parameter["name"]): parameter for parameter in program.parameters}


def rules_of(program: Controller | Process) -> dict[str, str]:
    """What each of a loaded program's parameters must satisfy, in words, by name."""
    return {name: str(words["constraint"]) for name, words in parameters_of(program).items()}


def check_literal(variable: Variable, value: Any) -> None:
    """Refuse a value of another type; bounds and choices are checked where the program is loaded."""
    try:
        Parameter(variable.value, variable.name).validate(value)
    except ParameterError as error:
        raise ProposalError(str(error)) from error


def outcome_of(episode: Episode, *, doubt: str = "", member: str = "", level: Level = "facts") -> Outcome:
    """An episode as an oracle's answer.

    Args:
        episode: The episode that was played.
        doubt: What makes its figures doubtful, beside what the episode itself shows, in words.
        member: The name of the task that it is of, where its task is several.
        level: The feedback level: at "score" a failure's message is withheld.
    """
    failure = episode.failure
    said = "" if failure is None else told(failure.message, level, line=failure.line)
    notes = [note for note in (reward_without_success(episode), doubt) if note]
    return Outcome(
        case=episode.case,
        success=episode.success,
        score=score_of(episode),
        feedback=episode.feedback,
        graph=episode.graph,
        failure=None if failure is None else f"{failure.kind} at t={failure.timestep}{f': {said}' if said else ''}",
        steps=episode.sim_steps,
        seconds=episode.seconds,
        detail={
            **({"task": member} if member else {}),
            "return": episode.episode_return,
            "actions": len(episode),
            "success_at_end": episode.success_at_end,
            **({} if episode.solvable else {"solvable": False}),
            **({"scored": episode.scored} if episode.scored == "return" else {}),
            **({"by_score": True} if episode.threshold is not None else {}),
            **({"success_at_any": episode.success_at_any} if episode.counted == "last" else {}),
            **({"notes": notes} if notes else {}),
        },
    )
