"""The beginning of an episode, played to be compared with another."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from robotrace.episodes import ActionSpec, Array, Task, Transition, contract
from robotrace.episodes.checked import ALIAS
from robotrace.errors import ActionError
from robotrace.opto import Case
from robotrace.testing.findings import Findings, Unanswered

FEW = 5  # steps of a probe


@dataclass(frozen=True, slots=True)
class Manner:
    """How a probe treats its task, beside asking it.

    Attributes:
        hints: Ask for the expert's action before each step.
        refused: Offer what is no action before each step.
        shared: Hand over each action in the same array.
        scribbled: Write into the arrays of each observation, once they are copied.
    """

    hints: bool = False
    refused: bool = False
    shared: bool = False
    scribbled: bool = False


PLAIN = Manner()


@dataclass(slots=True)
class Probe:
    """What was seen.

    Attributes:
        case: The start.
        rows: By number in the episode, reset first: what can be compared, by name.
        ended: Whether the last step ended the episode, and by which flag.
        hints: The expert's actions, where they were asked for.
        seconds: Of the reset, and of a step on average.
    """

    case: Case
    rows: list[dict[str, Any]] = field(default_factory=list)
    ended: str = ""
    hints: list[Any] = field(default_factory=list)
    seconds: tuple[float, float] = (0.0, 0.0)

    def differs(self, other: Probe) -> tuple[int, str, str] | None:
        """Where another one is not the same: which row, what of it, and both values; None where it is."""
        for number, (mine, theirs) in enumerate(zip(self.rows, other.rows, strict=False)):
            for name in mine:
                if not _same(mine[name], theirs.get(name)):
                    return number, name, f"{_words(mine[name])} and {_words(theirs.get(name))}"
        return None


def actions_for(spec: ActionSpec, count: int) -> Array:
    """(count, A) actions within bounds, the same each time."""
    low, high = (
        np.nan_to_num(np.array(end, dtype=np.float64), posinf=1.0, neginf=-1.0) for end in (spec.low, spec.high)
    )
    return np.random.default_rng(0).uniform(low, np.maximum(low, high), size=(count, len(spec.names)))


def play(findings: Findings, task: Task, case: Case, actions: Iterable[Array], manner: Manner = PLAIN) -> Probe:
    """Begin an episode, and look at the form of every answer.

    Raises:
        Unanswered: It cannot be played; why, is among the findings.
    """
    probe, where = Probe(case), f"reset({case.index}, {case.split!r})"
    began = time.perf_counter()
    seen = findings.asked(where, task.reset, case.index, case.split)
    reset_seconds, step_seconds = time.perf_counter() - began, 0.0
    findings.keep(contract.of_observation(task, seen, where))
    if not isinstance(seen, Mapping):
        raise Unanswered
    given: list[tuple[Array, Array]] = []
    kept = [_kept(seen)]
    probe.rows.append(_row(seen))
    buffer = np.zeros(len(task.action.names))
    for action in actions:
        _before_step(findings, task, probe, manner)
        if manner.scribbled:
            _scribble(kept[-1][0])
        handed = buffer if manner.shared else action.copy()
        handed[:] = action
        began = time.perf_counter()
        transition = findings.asked("step()", task.step, handed)
        step_seconds += time.perf_counter() - began
        findings.keep(contract.of_transition(task, transition))
        if not isinstance(transition, Transition) or not isinstance(transition.observation, Mapping):
            raise Unanswered
        given.append((handed, action))
        kept.append(_kept(transition.observation))
        probe.rows.append(_row(transition.observation) | _told(transition))
        probe.ended = "terminated" if transition.terminated else "truncated" if transition.truncated else ""
        if probe.ended:
            break
    probe.seconds = (reset_seconds, step_seconds / max(1, len(given)))
    if manner == PLAIN:
        _look_back(findings, kept, given)
    return probe


def _before_step(findings: Findings, task: Task, probe: Probe, manner: Manner) -> None:
    if manner.hints:
        probe.hints.append(findings.asked("hint()", task.hint))
    if manner.refused:
        size = len(task.action.names)
        findings.refused(f"step(action of {size + 1} numbers)", ActionError, task.step, np.zeros(size + 1))
        findings.refused("step(action that is not finite)", ActionError, task.step, np.full(size, np.nan))


def _look_back(
    findings: Findings, kept: list[tuple[Mapping[str, Any], dict[str, Any]]], given: list[tuple[Array, Array]]
) -> None:
    """Whether what was handed over, either way, is still what it was."""
    for seen, copy in kept:
        for name, value in copy.items():
            if not _same(seen[name], value):
                findings.add(
                    "step()", "earlier observations left as they were", f"{name!r} of an earlier one changed", ALIAS
                )
                break
    if any(not np.array_equal(handed, action) for handed, action in given):
        findings.add("step()", "the action left as it is", "it changed", "Copy it first: np.array(action).")


def _kept(seen: Mapping[str, Any]) -> tuple[Mapping[str, Any], dict[str, Any]]:
    return seen, {name: np.array(value) for name, value in seen.items()}


def _row(seen: Mapping[str, Any]) -> dict[str, Any]:
    return {f"the field {name!r}": np.array(value) for name, value in seen.items()}


def _told(transition: Transition) -> dict[str, Any]:
    info = transition.info if isinstance(transition.info, Mapping) else {}
    told = {"terminated": transition.terminated, "truncated": transition.truncated}
    return {"the reward": transition.reward} | told | {f"info[{name!r}]": info.get(name) for name in contract.FLAGS}


def _scribble(seen: Mapping[str, Any]) -> None:
    for value in seen.values():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.flags.writeable:
            np.add(value, 0.5, out=value)


def _same(one: Any, other: Any) -> bool:
    """Equal to the last bit, and not a number where the other is not."""
    first, second = np.asarray(one), np.asarray(other)
    if first.dtype.kind == second.dtype.kind == "U":
        return bool(first.tolist() == second.tolist())
    if first.dtype.kind in "OUS" or second.dtype.kind in "OUS":
        return repr(one) == repr(other)
    return first.shape == second.shape and bool(np.array_equal(first, second, equal_nan=first.dtype.kind in "fc"))


def _words(value: Any) -> str:
    return f"{value.tolist()}" if isinstance(value, np.ndarray | np.generic) else f"{value}"
