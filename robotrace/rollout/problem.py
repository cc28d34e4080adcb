"""A robot task as an OPTO problem: a case is a goal, a candidate is a controller's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from robotrace.errors import OptionError, ProgramError, ProposalError
from robotrace.opto import Candidate, Case, Outcome, Program, Split, Variable
from robotrace.rollout.controller import Controller, load, where
from robotrace.rollout.episode import Episode
from robotrace.rollout.runner import rollout
from robotrace.rollout.task import Array, Level, Observation, Task
from robotrace.trace import no_trace

_SMOKE_TIMESTEPS = 3


class RolloutProblem:
    """Makes a controller succeed on a task's goals.

    Args:
        program: the controller, with at least one trainable part.
        task: the simulator with its goals.
        level: how much the feedback tells.

    Raises:
        OptionError: nothing in the program is trainable, or the task cannot give that feedback.
        ProgramError: the program cannot be loaded.
    """

    def __init__(self, program: Program, task: Task, *, level: Level = "facts") -> None:
        if not program.variables:
            raise OptionError(
                "The controller has nothing to train: mark a function with @robotrace.bundle(trainable=True), "
                "or a literal with robotrace.node(..., trainable=True, name=...)."
            )
        if level not in task.levels:
            raise OptionError(f"{task.name} cannot give feedback {level!r}; expected {' or '.join(task.levels)}.")
        self.program = program
        self.task = task
        self.level: Level = level
        self._parameters = load(program.text).parameters
        self._recorded: list[Mapping[str, Array]] = []

    @property
    def name(self) -> str:
        """The task's."""
        return self.task.name

    @property
    def context(self) -> str:
        """The task's instruction, and what an episode's score is."""
        return f"{self.task.instruction}\nThe score of an episode is the mean reward of its actions."

    @property
    def variables(self) -> tuple[Variable, ...]:
        """The controller's trainable parts."""
        return self.program.variables

    def cases(self, split: Split) -> Sequence[Case]:
        """The goals of one split."""
        return [Case(split, goal) for goal in range(self.task.goals(split))]

    def candidate(self, values: Mapping[str, Any]) -> Candidate:
        """The controller with these values: loaded, checked and run on recorded observations before it counts.

        Raises:
            ProposalError: it cannot be loaded, a part lost its name or signature, or it fails on a recorded observation.
        """
        text = self.program.render(values)
        try:
            controller = load(text)
        except ProgramError as error:
            raise ProposalError(str(error)) from error
        self._check_parameters(controller)
        self._smoke_run(controller)
        merged = {variable.name: variable.value for variable in self.variables} | dict(values)
        return Candidate(merged, text)

    def _check_parameters(self, controller: Controller) -> None:
        found = {parameter.name: parameter for parameter in controller.parameters}
        for parameter in self._parameters:
            other = found.get(parameter.name)
            if other is None:
                raise ProposalError(f"The program no longer defines the parameter {parameter.name!r}.")
            try:
                parameter.validate(other.data)
            except ValueError as error:
                raise ProposalError(str(error)) from error

    def _smoke_run(self, controller: Controller) -> None:
        with no_trace():
            for observation in self._recorded:
                try:
                    action = controller.act(Observation((name, value.copy()) for name, value in observation.items()))
                    self._check_action(action)
                except Exception as error:  # a generated program may raise anything: it becomes the refusal
                    words = where(error, controller.filename)
                    raise ProposalError(f"The new program fails on a recorded observation: {words}") from error

    def _check_action(self, action: Any) -> None:
        size = len(self.task.action.names)
        try:
            found = len(action)
        except TypeError:
            raise ProposalError(f"expected an action of {size} numbers, found {action!r:.80}") from None
        if found != size:
            raise ProposalError(f"expected an action of {size} numbers, found {found}")

    def query(self, candidate: Candidate, case: Case, *, traced: bool = True) -> Outcome:
        """One episode."""
        controller = load(candidate.text)
        episode = rollout(
            controller.act,
            self.task,
            goal=case.index,
            split=case.split,
            traced=traced,
            feedback=self.level,
            filename=controller.filename,
        )
        if traced and case.split == "train":
            self._remember(episode)
        return outcome_of(episode)

    def _remember(self, episode: Episode) -> None:
        """Keep the first, middle and last observation of the newest training episode for smoke runs."""
        times = sorted({0, len(episode) // 2, len(episode)})[:_SMOKE_TIMESTEPS]
        self._recorded = [{name: rows[t] for name, rows in episode.observations.items()} for t in times]


def outcome_of(episode: Episode) -> Outcome:
    """An episode as an oracle's answer; its score is the mean reward, so that a shorter success is not a worse one."""
    failure = episode.failure
    return Outcome(
        case=episode.case,
        success=episode.success,
        score=float(episode.rewards.mean()) if len(episode) else 0.0,
        feedback=episode.feedback,
        graph=episode.graph,
        failure=None if failure is None else f"{failure.kind} at t={failure.timestep}: {failure.message}",
        steps=episode.sim_steps,
        seconds=episode.seconds,
        detail={"return": episode.episode_return, "actions": len(episode), "success_at_end": episode.success_at_end},
    )
