"""One episode as it happened: a frozen record that needs no simulator to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import numpy as np

from robotrace import trace
from robotrace.episodes.array import Array
from robotrace.episodes.touch import Touch
from robotrace.errors import TraceError
from robotrace.opto import Case
from robotrace.opto.named import Observation
from robotrace.text import html_table, one_line
from robotrace.trace import Graph, Node

Counted = Literal["any", "last"]
COUNTED: tuple[Counted, ...] = ("any", "last")
"""Which success counts: one at any step, which ends the episode, or that at its last step."""
Scored = Literal["reward", "return"]
SCORED: tuple[Scored, ...] = ("reward", "return")
"""What an episode's score is made of: the mean reward of its actions, or their sum, the return."""


def is_text(rows: Array) -> bool:
    """Whether a field's values are texts."""
    return bool(rows.dtype.kind == "U")


class FailureKind(StrEnum):
    """In which way a controller failed; the words are those of events and feedback."""

    EXCEPTION = "exception"
    INVALID_ACTION = "invalid action"
    TIMEOUT = "timeout"
    CRASH = "crash"
    PROTOCOL = "protocol"

    @property
    def repeats(self) -> bool:
        """Whether the same observation brings it about again: it was raised or returned, and did not take too long."""
        return self in (FailureKind.EXCEPTION, FailureKind.INVALID_ACTION)


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in a controller.

    Attributes:
        kind: The kind of failure.
        message: The failure in words, with the failing line marked.
        timestep: The action at which it failed, from 0.
        line: The failing line of the trainable function's own text, else of the program; None where neither failed.
    """

    kind: FailureKind
    message: str
    timestep: int
    line: int | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Episode:
    """T actions and what they led to. `plain.py` has its one form as plain data.

    Attributes:
        task: The name of the task.
        case: The split and goal that the episode started from.
        seed: The seed of the task's goals.
        control: How actions drove the robot.
        horizon: The largest number of actions.
        observations: Observations by field name, each (T + 1, *shape); texts of a task's name.
        actions: The actions as the controller returned them, (T, A).
        rewards: The reward of each action, (T,).
        successes: Whether the task was solved at any simulator step of each action, (T,) bool.
        successes_now: Whether it was solved at the last simulator step of each action, (T,) bool.
        saturated: Whether each action had to be clipped, (T,) bool.
        lines: By traced function, the line it returned from at each timestep (None where it was not called).
        touching: What touched what during each action; empty where the task does not tell.
        hints: The expert's actions, (T, A); None where there are no hints.
        failure: The controller's failure; None where it did not fail.
        feedback: The feedback on the episode, in words.
        graph: How the last observation came about, or None where tracing was off.
        sim_steps: The number of simulator steps taken.
        seconds: The wall-clock time of the rollout, in seconds.
        policy_seconds: The part of that time that the controller took, in seconds.
        solved_reward: The reward of a solved action, where the task knows it; else None.
        counted: The success that counts: "any", at whichever step, or "last", at the end of the episode.
        solvable: Whether anything says that an episode is solved; else its score alone counts.
        scored: What the episode's score is made of: "reward", the mean of its actions', or "return", their sum.
        threshold: The return from which on an episode counts as solved, where that alone says so; else None.
        terminated: Whether the environment ended the episode before its horizon, as where a robot falls.
        parts: What each reward was made of, by name, (T,) each; none where the task does not tell.
        outputs: The live nodes that carry feedback, for `backward`; neither stored nor sent.
    """

    task: str
    case: Case
    seed: int
    control: str
    horizon: int
    observations: Mapping[str, Array]
    actions: Array
    rewards: Array
    successes: Array
    successes_now: Array
    saturated: Array
    lines: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    touching: tuple[tuple[Touch, ...], ...] = ()
    hints: Array | None = None
    failure: Failure | None = None
    feedback: str = ""
    graph: Graph | None = None
    sim_steps: int = 0
    seconds: float = 0.0
    policy_seconds: float = 0.0
    solved_reward: float | None = None
    counted: Counted = "any"
    solvable: bool = True
    scored: Scored = "reward"
    threshold: float | None = None
    terminated: bool = False
    parts: Mapping[str, Array] = field(default_factory=dict)
    outputs: Mapping[Node, Any] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"<Episode of {one_line(self.task, 80)}, {self.case}: {self._ended}, {len(self)} actions>"

    def _repr_html_(self) -> str:
        failure = self.failure
        figures = {
            "task": self.task,
            "goal": f"{self.case}, seed {self.seed}",
            "ended": self._ended,
            "failure": "" if failure is None else f"at t={failure.timestep}: {failure.message}",
            "actions": f"{len(self)} of at most {self.horizon}, {self.control} control",
            "return": f"{self.episode_return:.4g}",
            "feedback": self.feedback,
        }
        return html_table(figures)

    @property
    def _ended(self) -> str:
        if self.failure:
            return "solved" if self.success else f"failed ({self.failure.kind})"
        if not self.solvable:
            return f"return {self.episode_return:.4g}"
        return "solved" if self.success else "not solved"

    def __len__(self) -> int:
        return len(self.actions)

    def observation(self, timestep: int) -> Observation:
        """What the controller was given at a timestep, from 0 to T: copies."""
        return Observation(
            (name, str(rows[timestep]) if is_text(rows) else np.array(rows[timestep]))
            for name, rows in self.observations.items()
        )

    @property
    def success(self) -> bool:
        """Solved, by the success that counts."""
        return self.success_at_end if self.counted == "last" else self.success_at_any

    @property
    def success_at_any(self) -> bool:
        """Solved at any simulator step."""
        return bool(self.successes.any())

    @property
    def success_at_end(self) -> bool:
        """Solved at the last simulator step of an episode that came to its end, and did not end by a failure.

        An episode that was to stop at its first success came to its end there: this then says whether the action that solved the
        task also left it solved.
        """
        return bool(len(self) and self.failure is None and self.successes_now[-1])

    @property
    def episode_return(self) -> float:
        """Sum of the rewards."""
        return float(self.rewards.sum())

    def backward(self, feedback: Any = None, *, score: float | None = None) -> Graph:
        """Propagate the episode's own feedback, or other words, to the controller's parameters.

        Args:
            feedback: Any text or number for the end of the episode, in place of its own.
            score: A finite number, larger is better; default: the episode's return.

        Raises:
            TraceError: Tracing was off, or the episode was read from a file.
        """
        if not self.outputs:
            raise TraceError(
                "This episode has no live trace: roll out with traced=True, in this process, to propagate."
            )
        outputs = dict(self.outputs)
        end = next(reversed(outputs))
        if feedback is not None:
            outputs[end] = feedback
        return trace.backward(outputs, scores={end: self.episode_return if score is None else score})
