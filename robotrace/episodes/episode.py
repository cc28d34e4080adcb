"""One episode as it happened: a frozen record that needs no simulator to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from robotrace import trace
from robotrace.episodes.task import Array
from robotrace.errors import RunError, TraceError
from robotrace.opto import Case, codec
from robotrace.text import one_line
from robotrace.trace import Graph, Node


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in a controller.

    Attributes:
        kind: "exception", "invalid action", "load" ...
        message: in words, with the failing line marked.
        timestep: at which action, from 0.
        line: of the trainable function's own text, else of the program; None where neither failed.
    """

    kind: str
    message: str
    timestep: int
    line: int | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Episode:
    """T actions and what they led to.

    Attributes:
        task: name of the task.
        case: split and goal.
        seed: of the task's goals.
        control: how actions drove the robot.
        horizon: largest number of actions.
        observations: by field name, each (T + 1, *shape).
        actions: (T, A), as the controller returned them.
        rewards: (T,).
        successes: (T,) bool, solved at any simulator step of the action.
        successes_now: (T,) bool, solved at the last simulator step of the action.
        saturated: (T,) bool, the action had to be clipped.
        lines: by traced function, the line it returned from at each timestep (None where it was not called).
        hints: (T, A) the expert's actions, or None.
        failure: what went wrong in the controller, or None.
        feedback: the episode in words.
        graph: how the last observation came about, or None where tracing was off.
        solved_reward: what a solved action earns, where the task knows.
        outputs: the live nodes that carry feedback, for `backward`; not stored.
        sim_steps: simulator steps taken.
        seconds: wall-clock time of the rollout.
        policy_seconds: thereof in the controller.
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
    hints: Array | None = None
    failure: Failure | None = None
    feedback: str = ""
    graph: Graph | None = None
    sim_steps: int = 0
    seconds: float = 0.0
    policy_seconds: float = 0.0
    solved_reward: float | None = None
    outputs: Mapping[Node, Any] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        ended = "solved" if self.success else f"failed ({self.failure.kind})" if self.failure else "not solved"
        return f"<Episode of {one_line(self.task, 80)}, {self.case}: {ended}, {len(self)} actions>"

    def __len__(self) -> int:
        return len(self.actions)

    @property
    def success(self) -> bool:
        """Solved at any step."""
        return bool(self.successes.any())

    @property
    def success_at_end(self) -> bool:
        """Solved at the last step."""
        return bool(len(self) and self.successes_now[-1])

    @property
    def episode_return(self) -> float:
        """Sum of the rewards."""
        return float(self.rewards.sum())

    def backward(self, feedback: Any = None) -> Graph:
        """Propagate the episode's own feedback, or other words, to the controller's parameters.

        Args:
            feedback: any text or number for the end of the episode, in place of its own.

        Raises:
            TraceError: tracing was off, or the episode was read from a file.
        """
        if not self.outputs:
            raise TraceError(
                "This episode has no live trace: roll out with traced=True, in this process, to propagate."
            )
        outputs = dict(self.outputs)
        if feedback is not None:
            outputs[next(reversed(outputs))] = feedback
        return trace.backward(outputs)

    def save(self, path: Path) -> None:
        """Write everything but the live nodes to one .npz file."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        arrays |= {f"observation.{name}": value for name, value in self.observations.items()}
        if self.hints is not None:
            arrays["hints"] = self.hints
        words = {name: getattr(self, name) for name in _WORDS}
        words |= {
            "case": [self.case.split, self.case.index],
            "lines": {name: list(lines) for name, lines in self.lines.items()},
            "failure": asdict(self.failure) if self.failure else None,
            "graph": codec.encode(self.graph.to_records()) if self.graph else None,
        }
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, words=np.array(json.dumps(words)), **arrays)

    @classmethod
    def load(cls, path: Path) -> Episode:
        """Read what `save` wrote.

        Raises:
            RunError: the file is not an episode's.
        """
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            words = json.loads(str(arrays.pop("words")))
            graph = words.pop("graph")
            observations = {
                k.removeprefix("observation."): v for k, v in arrays.items() if k.startswith("observation.")
            }
            return cls(
                **{name: words[name] for name in _WORDS},
                **{name: arrays[name] for name in _ARRAYS},
                case=Case(*words["case"]),
                observations=observations,
                hints=arrays.get("hints"),
                lines={name: tuple(lines) for name, lines in words["lines"].items()},
                failure=Failure(**words["failure"]) if words["failure"] else None,
                graph=None if graph is None else Graph.from_records(codec.decode(graph)),
            )
        except (OSError, KeyError, ValueError, TypeError, EOFError, BadZipFile, TraceError) as error:
            raise RunError(f"{path} is not a readable episode: {error}") from error


_ARRAYS = ("actions", "rewards", "successes", "successes_now", "saturated")
_WORDS = (
    "task",
    "seed",
    "control",
    "horizon",
    "feedback",
    "sim_steps",
    "seconds",
    "policy_seconds",
    "solved_reward",
)
