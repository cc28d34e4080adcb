"""A task as it is asked by whoever plays episodes: what is wrong with an answer is the task's fault, in one line.

Each answer's form is looked at, and the first observations; those of the whole episode at its end, all at once. The first start
that a task is asked for is asked for twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from robotrace.episodes import contract
from robotrace.episodes.array import Array
from robotrace.episodes.episode import Episode
from robotrace.episodes.limit import Limit, TooLong
from robotrace.episodes.task import Field, Level, Task, Transition
from robotrace.errors import RobotraceError, TaskError
from robotrace.opto import Case
from robotrace.opto.mistake import Mistake, place_of, raised, shown

_FIRST = 1
"""Steps of an episode whose observations are looked at when they come."""
_ONCE = "_robotrace_same_again"
"""The note that a task carries whose starts were found to be the same again."""


class Checked:
    """Asks a task, and checks what it answers.

    Args:
        task: The task.
        seconds: That a reset, a step or a hint may take; None for any time.
        limit: What ends them, where whoever asks has opened it already.

    Every method raises a TaskError where the task raises what is no error of robotrace's, takes too long, or answers with what no
    task answers with.
    """

    def __init__(self, task: Task, seconds: float | None, limit: Limit | None = None) -> None:
        self.limit = limit or Limit(seconds)
        self._task, self._seconds = task, seconds
        self._last: Mapping[str, Any] = {}
        self._copy: Mapping[str, Any] = {}
        self._steps = 0

    def reset(self, case: Case) -> Mapping[str, Array]:
        """The first observation of an episode."""
        where = f"reset({case.index}, {case.split!r})"
        seen = self._asked(where, self._task.reset, case.index, case.split)
        refuse(contract.of_observation(self._task, seen, where))
        self._steps = 0
        self._remember(seen)
        if not getattr(self._task, "__dict__", {}).get(_ONCE):
            seen = self._same_again(case, where)
        found: Mapping[str, Array] = seen
        return found

    def step(self, action: Array) -> Transition:
        """What an action led to.

        Raises:
            ActionError: It is no action of this task.
        """
        before = action.tobytes()
        transition = self._asked("step()", self._task.step, action)
        if action.tobytes() != before:
            raise self._fault("step()", "the action left as it is", "it changed", "Copy it first: np.array(action).")
        if not _is_plain(transition):
            refuse(contract.of_form(self._task, transition))
        if self._steps < _FIRST:
            self._look(transition.observation)
        self._steps += 1
        found: Transition = transition
        return found

    def hint(self) -> Array | None:
        """The expert's action, (A,); None without an expert."""
        hint = self._asked("hint()", self._task.hint)
        if hint is not None:
            refuse(contract.of_hint(self._task, hint))
        return None if hint is None else np.asarray(hint, dtype=np.float64)

    def feedback(self, episode: Episode, level: Level) -> str:
        """The episode in words."""
        words = self._asked(f"feedback(level={level!r})", self._task.feedback, episode, level)
        if not isinstance(words, str):
            raise self._fault(
                f"feedback(level={level!r})", "a text", shown(words), "Return robotrace.feedback.describe(...)."
            )
        return words

    def stacked(self, observations: Sequence[Mapping[str, Any]]) -> dict[str, Array]:
        """The observations of an episode by field, each (T + 1, *shape)."""
        try:
            rows = {one.name: np.array([seen[one.name] for seen in observations]) for one in self._task.fields}
            sound = all(_is_sound(one, rows[one.name]) for one in self._task.fields)
        except (KeyError, TypeError, ValueError):
            sound = False
        if not sound:
            for t, seen in enumerate(observations):
                refuse(contract.of_observation(self._task, seen, "reset()" if t == 0 else f"step() at t={t - 1}"))
                refuse(contract.of_names(self._task, observations[0], seen, f"step() at t={t - 1}"))
        return rows

    def _same_again(self, case: Case, where: str) -> Any:
        """The same start once more, which is to be the same; asked of a task before its first episode."""
        seen = self._asked(where, self._task.reset, case.index, case.split)
        refuse(contract.of_observation(self._task, seen, where))
        for name, value in self._copy.items():
            if not np.array_equal(seen[name], value):
                found = (
                    f"the field {name!r} to differ: {np.asarray(value).tolist()} and {np.asarray(seen[name]).tolist()}"
                )
                raise self._fault(where, SAME, found, DRAW)
        if hasattr(self._task, "__dict__"):
            object.__setattr__(self._task, _ONCE, True)  # a frozen dataclass may be a task too
        self._remember(seen)
        return seen

    def _look(self, seen: Any) -> None:
        """At one of the first observations of an episode, and whether the one before it is what it was."""
        refuse(contract.of_observation(self._task, seen, f"step() at t={self._steps}"))
        for name, value in self._copy.items():
            if not np.array_equal(self._last[name], value):
                raise self._fault(
                    "step()", "earlier observations left as they were", f"{name!r} of the last one changed", ALIAS
                )
        self._remember(seen)

    def _remember(self, seen: Mapping[str, Any]) -> None:
        self._last, self._copy = seen, {name: np.array(value) for name, value in seen.items()}

    def _asked(self, where: str, method: Callable[..., Any], *arguments: Any) -> Any:
        try:
            return self.limit.call(method, *arguments)
        except RobotraceError:
            raise
        except (Exception, SystemExit) as error:
            raise self._fault(where, "an answer", raised(error, self._task), "Mend that line.") from error
        except TooLong as error:
            expected, found = f"an answer within {self._seconds:g} s", f"none ({place_of(error, self._task)})"
            raise self._fault(where, expected, found, PATIENCE) from None

    def _fault(self, where: str, expected: str, found: str, remedy: str) -> TaskError:
        return fault(Mistake(contract.name_of(self._task), where, expected, found, remedy))


SAME = "the same start each time"
DRAW = "Draw all of a start from (seed, goal, split), and from nothing else."
ALIAS = "Return copies: np.array(...)."
PATIENCE = "See what it waits for, or give it longer: --step-seconds, make(step_seconds=...)."


def refuse(mistakes: Iterable[Mistake]) -> None:
    """Stop at the first mistake of a task.

    Raises:
        TaskError: There is one.
    """
    for mistake in mistakes:
        raise fault(mistake)


def fault(mistake: Mistake) -> TaskError:
    """A mistake of a task as an error."""
    error = TaskError(str(mistake))
    error.mistake = mistake
    return error


def _is_sound(field: Field, rows: Array) -> bool:
    """Whether the values of a field are what it declares, over a whole episode."""
    if field.role == "task":
        return rows.dtype.kind == "U" and rows.ndim == 1 and bool((rows == rows[0]).all())
    return rows.shape[1:] == field.shape and rows.dtype.kind in "biuf" and bool(np.isfinite(rows).all())


def _is_plain(transition: Any) -> bool:
    """Whether a transition is plainly in order; one that is not may be, in other types."""
    if type(transition) is not Transition or type(transition.info) is not dict:
        return False
    _, reward, terminated, truncated, info = transition
    return (
        type(reward) is float
        and math.isfinite(reward)
        and type(terminated) is type(truncated) is bool
        and type(info.get("success")) is type(info.get("success_now")) is type(info.get("saturated")) is bool
        and (info["success"] or not info["success_now"])
        and type(info.get("sim_steps", 1)) is int
        and contract.are_touches(info.get("touching", ()))
        and contract.are_parts(info.get("parts", {}))
    )
