"""Running one controller for one episode."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from robotrace.episodes.controller import Player, Policy
from robotrace.episodes.episode import Episode, Failure
from robotrace.episodes.nodes import step_node, step_note, told
from robotrace.episodes.registry import make
from robotrace.episodes.task import LEVELS, Array, Level, Task
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
from robotrace.sandbox.program import line_of, where
from robotrace.trace import Graph, Node, no_trace, node, noting_lines

Until = Literal["success", "horizon"]


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
        controller: called once a timestep with the observation, a dict of named arrays; returns an action (A,).
        task: a task, or the name of one.
        goal: number of the start in its split.
        split: "train" or "heldout".
        seed: of the goals, where `task` is a name.
        traced: record how every action came about. Off, the episode has neither graph nor hints nor feedback.
        feedback: how much the words tell; "hints" also asks the task's expert at every timestep.
        until: stop at the first success, or go on to the horizon.
        filename: under which tracebacks know the controller's text, to name its lines.

    Raises:
        OptionError: an option is not usable with this task.
        UnknownNameError: there is no task of that name.
    """
    task = _task(task, seed)
    check(task, feedback, until)
    steps = _Steps(task, Case(split, goal), hinted=traced and feedback == "hints", filename=filename)
    with nullcontext() if traced else no_trace():
        episode = steps.play(controller, until, live=traced)
    if not traced:
        return episode
    episode = replace(episode, feedback=task.feedback(episode, feedback))
    outputs = steps.outputs(episode.feedback)
    return replace(episode, graph=Graph.deferred(lambda: Graph.of(outputs)), outputs=outputs)


def play(
    player: Player, task: Task, case: Case, *, level: Level | None, until: Until = "success", filename: str = ""
) -> Episode:
    """Run a controller from one start, untraced.

    Args:
        player: whose lines are noted.
        task: the simulator.
        case: split and goal.
        level: how much the feedback tells; None for no feedback.
        until: as for `rollout`.
        filename: as for `rollout`.

    Raises:
        OptionError: an option is not usable with this task.
    """
    check(task, level or "score", until)
    steps = _Steps(task, case, hinted=level == "hints", filename=filename, player=player)
    episode = steps.play(player, until, live=False)
    return episode if level is None else replace(episode, feedback=task.feedback(episode, level))


def _task(task: Task | str, seed: int | None) -> Task:
    if isinstance(task, str):
        return make(task, seed=seed or 0)
    if seed is not None and seed != task.seed:
        raise OptionError(
            f"This task was made with seed {task.seed}, found seed={seed}: give seed to make(), not here."
        )
    return task


def check(task: Task, feedback: Level, until: Until) -> None:
    """Refuse options that do not go with a task.

    Raises:
        OptionError: they do not.
    """
    if feedback not in LEVELS:
        raise OptionError(f"Unknown feedback level {feedback!r}; expected one of {', '.join(LEVELS)}.")
    if feedback not in task.levels:
        raise OptionError(
            f"{task.name} has no expert: feedback {feedback!r} needs one. Use {' or '.join(task.levels)}."
        )
    if until not in ("success", "horizon"):
        raise OptionError(f"Unknown until={until!r}; expected 'success' or 'horizon'.")


@dataclass(slots=True)
class _Steps:
    """An episode in the making."""

    task: Task
    case: Case
    hinted: bool
    filename: str
    observations: list[Mapping[str, Array]] = field(default_factory=list)
    actions: list[Array] = field(default_factory=list)
    rewards: list[float] = field(default_factory=list)
    infos: list[Mapping[str, Any]] = field(default_factory=list)
    hints: list[Array] = field(default_factory=list)
    lines: list[Mapping[str, int | None]] = field(default_factory=list)
    action_nodes: list[Node] = field(default_factory=list)
    last: Node | None = None
    failure: Failure | None = None
    policy_seconds: float = 0.0
    player: Player | None = None
    _noted: Mapping[str, int | None] = field(default_factory=dict)

    def play(self, controller: Policy, until: Until, *, live: bool) -> Episode:
        """The episode; live, with nodes for all that happens."""
        start = time.perf_counter()
        self.observations.append(self.task.reset(self.case.index, self.case.split))
        for transition in self._run(controller, live=live):
            if (until == "success" and transition["success"]) or transition["over"]:
                break
        return self._episode(seconds=time.perf_counter() - start)

    def _run(self, controller: Policy, *, live: bool) -> Iterator[Mapping[str, Any]]:
        """One transition an item; ends at the horizon or where the controller fails."""
        state = node(Observation(self.observations[0]), name="observation") if live else None
        for timestep in range(self.task.horizon):
            seen = Observation(self.observations[-1])
            if self.hinted:
                hint = self.task.hint()
                if hint is not None:
                    self.hints.append(hint)
            chosen = self._choose(controller, state if state is not None else seen, timestep)
            if self.failure is not None:
                return
            if state is not None and not isinstance(chosen, Node):
                chosen = node(chosen, name="action")
            action = chosen.data if isinstance(chosen, Node) else chosen
            try:
                transition = self.task.step(action)
            except ActionError as error:
                line = chosen.line if isinstance(chosen, Node) else None
                self.failure = Failure("invalid action", str(error), timestep, line)
                self.last = chosen if isinstance(chosen, Node) else None
                return
            self.observations.append(transition.observation)
            self.actions.append(np.asarray(action, dtype=float))
            self.rewards.append(float(transition.reward))
            self.infos.append(transition.info)
            if state is not None:
                state = self._record(state, chosen, timestep)
            self.lines.append(self._noted if self.player is None else self.player.lines)
            over = transition.terminated or transition.truncated
            yield {"success": bool(transition.info["success"]), "over": over}

    def _choose(self, controller: Policy, observation: Any, timestep: int) -> Any:
        started = time.perf_counter()
        try:
            with noting_lines() as self._noted:
                return controller(observation)
        except (SandboxUnavailable, UnsafeCodeError):
            raise  # a fault of the machine, or of the call, is never the controller's
        except ExecutionError as error:
            self.last = error.node
            cause = error.__cause__ or error
            line = line_of(cause, self.filename) or error.node.line
            self.failure = Failure(_kind(cause), str(error), timestep, line)
        except PolicyFailure as error:
            self.failure = Failure(_kind(error), str(error), timestep, error.line)
        except Exception as error:  # noqa: BLE001 - whatever a controller raises becomes feedback, and is recorded
            self.failure = Failure("exception", where(error, self.filename), timestep, line_of(error, self.filename))
        finally:
            self.policy_seconds += time.perf_counter() - started
        return None

    def _record(self, state: Node, action: Node, timestep: int) -> Node:
        """Add the action and the simulator's step to the trace."""
        self.action_nodes.append(action)
        info = self.infos[-1]
        self.last = step_node(
            self.task.name,
            action,
            state,
            Observation(self.observations[-1]),
            note=step_note(timestep, self.rewards[-1], info["success"], info["saturated"]),
        )
        return self.last

    def outputs(self, feedback: str) -> dict[Node, Any]:
        """The nodes that carry feedback."""
        return told(self.action_nodes, self.hints, self.last, feedback)

    def _episode(self, *, seconds: float) -> Episode:
        task, length, size = self.task, len(self.actions), len(self.task.action.names)
        names = sorted({name for row in self.lines for name in row})
        return Episode(
            task=task.name,
            case=self.case,
            seed=task.seed,
            control=task.control,
            horizon=task.horizon,
            observations={f.name: np.array([row[f.name] for row in self.observations]) for f in task.fields},
            actions=np.array(self.actions, dtype=float).reshape(length, size),
            rewards=np.array(self.rewards, dtype=float),
            successes=np.array([info["success"] for info in self.infos], dtype=bool),
            successes_now=np.array([info["success_now"] for info in self.infos], dtype=bool),
            saturated=np.array([info["saturated"] for info in self.infos], dtype=bool),
            lines={name: tuple(row.get(name) for row in self.lines) for name in names},
            hints=np.array(self.hints[:length]).reshape(length, size) if self.hints else None,
            failure=self.failure,
            sim_steps=sum(int(info.get("sim_steps", 1)) for info in self.infos),
            seconds=seconds,
            policy_seconds=self.policy_seconds,
            solved_reward=getattr(task, "solved_reward", None),
        )


def _kind(error: BaseException) -> str:
    """What kind of failure it was, in a word or two."""
    return next((words for kind, words in _KINDS.items() if isinstance(error, kind)), "exception")


_KINDS = {
    PolicyTimeout: "timeout",
    PolicyCrash: "crash",
    PolicyInvalidAction: "invalid action",
    PolicyProtocolError: "protocol",
}


Progress = Callable[[Episode], None]
