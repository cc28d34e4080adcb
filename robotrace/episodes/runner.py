"""Running one controller for one episode."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from robotrace.episodes.array import Array
from robotrace.episodes.checked import Checked
from robotrace.episodes.controller import Player, Policy
from robotrace.episodes.episode import Episode, Failure, FailureKind
from robotrace.episodes.episode_nodes import EpisodeNodes, action_node
from robotrace.episodes.lacking import why_no_hints
from robotrace.episodes.limit import Limit
from robotrace.episodes.registry import step_seconds, task_of
from robotrace.episodes.task import LEVELS, Level, Task, Transition, counted, is_solvable, scored_by
from robotrace.episodes.touch import Touch
from robotrace.errors import (
    ActionError,
    ExecutionError,
    OptionError,
    PolicyCrash,
    PolicyFailure,
    PolicyInvalidAction,
    PolicyProtocolError,
    PolicyTimeout,
    SandboxUnavailable,
    UnsafeCodeError,
)
from robotrace.opto import Case, Split
from robotrace.opto.named import Observation
from robotrace.sandbox.action import vector
from robotrace.sandbox.program import line_of, where
from robotrace.trace import Graph, Node, no_trace, noting_lines, unwrap

Until = Literal["success", "horizon"]
Turns: TypeAlias = Generator[None, None, Episode]
"""An episode that pauses now and then, and lets another one go on meanwhile."""
Start: TypeAlias = Callable[[Task, Limit | None, Collection[int]], Turns]
"""Begins an episode in a task. The limit ends a task that hangs, and is open already; None for one of the episode's own. On the
CPUs its controller thinks while this process goes on with another episode; none where there is no other."""


def rollout(
    controller: Policy,
    task: Task | str,
    *,
    goal: int = 0,
    split: Split = "train",
    seed: int | None = None,
    traced: bool = True,
    feedback: Level = "facts",
    until: Until = "success",
    filename: str = "",
) -> Episode:
    """Run a controller from one start, and put into words what happened.

    Args:
        controller: A function called once a timestep with the observation, a dict of named arrays; returns an action (A,).
        task: A task, or the name of one.
        goal: The number of the start in its split, from 0.
        split: The split of the start, "train" or "heldout".
        seed: The seed of the goals, where `task` is a name.
        traced: Record how every action came about. Off, the episode has neither graph nor hints nor feedback.
        feedback: How much the words tell; "hints" also asks the task's expert at every timestep.
        until: Stop at the first success, or go on to the horizon, as an episode does in any case where the last success counts.
        filename: The name under which tracebacks know the controller's text, to name its lines.

    Raises:
        OptionError: An option is not usable with this task.
        UnknownNameError: There is no task of that name.
    """
    task = task_of(task, seed)
    check(task, feedback, until)
    steps = _Steps(task, Case(split, goal), hinted=traced and feedback == "hints", filename=filename)
    with nullcontext() if traced else no_trace():
        episode = at_once(steps.turns(controller, until, live=traced))
    if not traced:
        return episode
    episode = replace(episode, feedback=steps.asked.feedback(episode, feedback))
    outputs = steps.outputs(episode.feedback)
    return replace(episode, graph=Graph.deferred(lambda: Graph.of(outputs)), outputs=outputs)


def turns(
    player: Player,
    task: Task,
    case: Case,
    *,
    level: Level | None,
    until: Until = "success",
    filename: str = "",
    limit: Limit | None = None,
) -> Turns:
    """Run a controller from one start, untraced, and pause whenever it has been given something to think about.

    Args:
        player: The controller, whose lines are noted.
        task: The task, which simulates the episode.
        case: The split and goal that the episode starts from.
        level: The feedback level; None for no feedback.
        until: When the episode ends, as for `rollout`.
        filename: The name of the text in tracebacks, as for `rollout`.
        limit: What ends a task that hangs, where whoever takes the turns has opened it; by default one of the episode's own.

    Raises:
        OptionError: An option is not usable with this task.
    """
    check(task, level or "score", until)
    steps = _Steps(task, case, hinted=level == "hints", filename=filename, player=player, limit=limit)
    episode = yield from steps.turns(player, until, live=False)
    return episode if level is None else replace(episode, feedback=steps.asked.feedback(episode, level))


def at_once(turns: Turns) -> Episode:
    """The episode, its turns taken one after the other."""
    while True:
        try:
            next(turns)
        except StopIteration as end:
            episode: Episode = end.value
            return episode


def check(task: Task, feedback: Level, until: Until) -> None:
    """Refuse options that do not go with a task.

    Raises:
        OptionError: They do not.
    """
    if feedback not in LEVELS:
        raise OptionError(f"Unknown feedback level {feedback!r}; expected one of {', '.join(LEVELS)}.")
    if feedback not in task.levels:
        raise OptionError(
            f"{task.name} has no expert: feedback {feedback!r} needs one. Use {' or '.join(task.levels)}.{why_no_hints(task)}"
        )
    check_until(until)


def check_until(until: Until, name: str = "until") -> None:
    """Refuse another word.

    Raises:
        OptionError: It is one.
    """
    if until not in ("success", "horizon"):
        raise OptionError(f"Unknown {name}={until!r}; expected 'success' or 'horizon'.")


def unplayed(task: Task, case: Case, failure: Failure) -> Episode:
    """An episode of which nothing is known but how it failed: no action, and no observation either."""
    return replace(_Steps(task, case).episode(failure=failure), observations={})


@dataclass(slots=True)
class _Steps:
    """An episode in the making."""

    task: Task
    case: Case
    hinted: bool = False
    filename: str = ""
    player: Player | None = None
    limit: Limit | None = None
    nodes: EpisodeNodes | None = None
    observations: list[Mapping[str, Array]] = field(default_factory=list)
    actions: list[Array] = field(default_factory=list)
    rewards: list[float] = field(default_factory=list)
    infos: list[Mapping[str, Any]] = field(default_factory=list)
    hints: list[Array] = field(default_factory=list)
    lines: list[Mapping[str, int | None]] = field(default_factory=list)
    failure: Failure | None = None
    terminated: bool = False
    policy_seconds: float = 0.0
    lasting: bool = field(init=False)
    asked: Checked = field(init=False)
    _noted: Mapping[str, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lasting = counted(self.task) == "last"
        self.asked = Checked(self.task, step_seconds(self.task), self.limit)

    @property
    def horizon(self) -> int:
        """The most actions: those of the task, or a share of them where so much of the case is tried."""
        return max(1, round(self.task.horizon * self.case.share))

    def turns(self, controller: Policy, until: Until, *, live: bool) -> Turns:
        """The episode; live, with nodes for all that happens, and in one turn."""
        start = time.perf_counter()
        with self.asked.limit if self.limit is None else nullcontext():
            self.observations.append(self.asked.reset(self.case))
            if live:
                self.nodes = EpisodeNodes(self.observations[0])
            for transition in self._run(controller):
                if transition is None:
                    yield
                    continue
                solved = until == "success" and not self.lasting and transition.info["success"]
                if solved or transition.terminated or transition.truncated:
                    break
        return self.episode(failure=self.failure, seconds=time.perf_counter() - start)

    def _run(self, controller: Policy) -> Iterator[Transition | None]:
        """One transition an item, and None while a player thinks; ends at the horizon or where the controller fails."""
        for timestep in range(self.horizon):
            if self.hinted:
                hint = self.asked.hint()
                if hint is not None:
                    self.hints.append(hint)
            seen = Observation(self.observations[-1]) if self.nodes is None else self.nodes.states[-1]
            if self.player is not None:
                self._attempt(self.player.begin, seen, timestep)
                if self.failure is None:
                    yield None
            chosen = None if self.failure is not None else self._attempt(controller, seen, timestep)
            if self.failure is not None:
                return
            try:
                action = vector(unwrap(chosen))
                transition = self.asked.step(action)
            except ActionError as error:
                line = chosen.line if isinstance(chosen, Node) else None
                self.failure = Failure(FailureKind.INVALID_ACTION, str(error), timestep, line)
                if self.nodes is not None:
                    self.nodes.fail(action_node(chosen))
                return
            self._keep(chosen, action, transition)
            yield transition

    def _attempt(self, controller: Policy, seen: Any, timestep: int) -> Any:
        started = time.perf_counter()
        try:
            if self.player is not None:  # who notes lines itself
                return controller(seen)
            with noting_lines() as self._noted:
                return controller(seen)
        except (SandboxUnavailable, UnsafeCodeError):
            raise  # a fault of the machine, or of the call, is never the controller's
        except Exception as error:  # noqa: BLE001 - whatever a controller raises becomes feedback, and is recorded
            self.failure = self._failure_of(error, timestep)
            if self.nodes is not None:
                self.nodes.fail(error.node if isinstance(error, ExecutionError) else None)
        finally:
            self.policy_seconds += time.perf_counter() - started
        return None

    def _failure_of(self, error: Exception, timestep: int) -> Failure:
        if isinstance(error, ExecutionError):
            cause = error.__cause__ or error
            line = line_of(cause, self.filename) or error.node.line
            return Failure(_kind(cause), str(error), timestep, line)
        if isinstance(error, PolicyFailure):
            return Failure(_kind(error), str(error), timestep, error.line)
        line = line_of(error, self.filename)
        return Failure(FailureKind.EXCEPTION, where(error, self.filename), timestep, line)

    def _keep(self, chosen: Any, action: Array, transition: Transition) -> None:
        """Add one action and what it led to."""
        info = transition.info
        self.observations.append(transition.observation)
        self.actions.append(action.copy())  # a controller may fill the same array again
        self.rewards.append(float(transition.reward))
        self.infos.append(info)
        self.terminated = bool(transition.terminated)
        self.lines.append(self._noted if self.player is None else self.player.lines)
        if self.nodes is not None:
            self.nodes.step(
                action_node(chosen),
                transition.observation,
                reward=transition.reward,
                success=info["success_now" if self.lasting else "success"],
                clipped=info["saturated"],
            )

    def _touching(self) -> tuple[tuple[Touch, ...], ...]:
        """Told at every action or not at all."""
        told = tuple(tuple(info["touching"]) for info in self.infos if "touching" in info)
        return told if len(told) == len(self.infos) else ()

    def _parts(self) -> dict[str, Array]:
        """What the rewards were made of; a part that an action's reward does not have counts nothing in it."""
        names = dict.fromkeys(name for info in self.infos for name in info.get("parts", ()))
        return {
            name: np.array([info.get("parts", {}).get(name, 0.0) for info in self.infos], dtype=float) for name in names
        }

    def outputs(self, feedback: str) -> dict[Node, Any]:
        """The nodes that carry feedback."""
        return {} if self.nodes is None else self.nodes.outputs(self.hints, feedback)

    def episode(self, *, failure: Failure | None, seconds: float = 0.0) -> Episode:
        """The episode so far."""
        task, length, size = self.task, len(self.actions), len(self.task.action.names)
        names = sorted({name for row in self.lines for name in row})
        return Episode(
            task=task.name,
            case=self.case,
            seed=task.seed,
            control=task.control,
            horizon=self.horizon,
            observations=self.asked.stacked(self.observations),
            actions=np.array(self.actions, dtype=float).reshape(length, size),
            rewards=np.array(self.rewards, dtype=float),
            successes=np.array([info["success"] for info in self.infos], dtype=bool),
            successes_now=np.array([info["success_now"] for info in self.infos], dtype=bool),
            saturated=np.array([info["saturated"] for info in self.infos], dtype=bool),
            lines={name: tuple(row.get(name) for row in self.lines) for name in names},
            touching=self._touching(),
            hints=np.array(self.hints[:length]).reshape(length, size) if self.hints else None,
            failure=failure,
            sim_steps=sum(int(info.get("sim_steps", 1)) for info in self.infos),
            seconds=seconds,
            policy_seconds=self.policy_seconds,
            solved_reward=getattr(task, "solved_reward", None),
            counted=counted(task),
            solvable=is_solvable(task),
            scored=scored_by(task),
            threshold=getattr(task, "threshold", None),
            terminated=self.terminated,
            parts=self._parts(),
        )


def _kind(error: BaseException) -> FailureKind:
    """In which way a controller failed that raised this."""
    return next((kind for error_type, kind in _KINDS.items() if isinstance(error, error_type)), FailureKind.EXCEPTION)


_KINDS = {
    PolicyTimeout: FailureKind.TIMEOUT,
    PolicyCrash: FailureKind.CRASH,
    PolicyInvalidAction: FailureKind.INVALID_ACTION,
    PolicyProtocolError: FailureKind.PROTOCOL,
}


Progress = Callable[[Episode], None]
