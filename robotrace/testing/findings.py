"""Gathering what is wrong with one thing, while it is asked this and that."""

from __future__ import annotations

import contextlib
import io
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from robotrace.episodes.limit import Limit, TooLong
from robotrace.errors import RobotraceError, TaskError
from robotrace.opto.mistake import Mistake, place_of, raised
from robotrace.testing.report import Report

_RANDOM = "Draw from a generator of your own, np.random.default_rng(seed)."
_PRINTS = "Standard output is for results: use logging, or take it out."


class Unanswered(Exception):  # noqa: N818 - an event between the checks: what is wrong is among the findings already
    """A call brought no answer, so that what follows from it cannot be looked at."""


class Findings:
    """What is wrong with one thing, each mistake once.

    Args:
        kind: What it is, in a word.
        culprit: Its name.
        owner: The thing itself; errors are told with the lines of its own file.
        seconds: That a call may take; None for any time.
    """

    def __init__(self, kind: str, culprit: str, owner: object, *, seconds: float | None) -> None:
        self.kind, self.culprit, self.owner = kind, culprit, owner
        self.mistakes: list[Mistake] = []
        self.notes: list[str] = []
        self.checked: list[str] = []
        self._limit, self._seconds = Limit(seconds), seconds
        self._began = time.perf_counter()

    @contextmanager
    def looking(self, at: str) -> Iterator[None]:
        """One check, in words; a call without an answer ends it."""
        self.checked.append(at)
        with contextlib.suppress(Unanswered):
            yield

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While calls are asked: their time is limited; what they print and leave of the global random state is taken away."""
        before = (random.getstate(), np.random.get_state())
        try:
            with self._limit, contextlib.redirect_stdout(io.StringIO()):
                yield
        finally:
            random.setstate(before[0])
            np.random.set_state(before[1])

    def add(self, where: str, expected: str, found: str, remedy: str) -> None:
        """A mistake, if it is a new one."""
        self.keep([Mistake(self.culprit, where, expected, found, remedy)])

    def keep(self, mistakes: Iterable[Mistake]) -> None:
        """Mistakes that are new: the same one with other arguments, as for another goal, is no other."""
        for mistake in mistakes:
            if all(_kind(mistake) != _kind(one) for one in self.mistakes):
                self.mistakes.append(mistake)

    def asked(self, where: str, method: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """The answer of a method of the user's.

        Raises:
            Unanswered: There is none; why, is among the mistakes.
        """
        try:
            return self.raising(where, method, *arguments, **named)
        except Unanswered:
            raise
        except Exception as error:
            self.fault(where, error)
            raise Unanswered from error

    def fault(self, where: str, error: Exception) -> None:
        """What a method of the user's raised, as a mistake; a task that found one of its own says itself what it is."""
        if isinstance(error, TaskError) and error.mistake is not None:
            self.keep([error.mistake])
        else:
            self.add(where, "an answer", raised(error, self.owner), "Mend that line.")

    def refused(self, where: str, kind: type[RobotraceError], method: Callable[..., Any], *arguments: Any) -> None:
        """Ask for what has to be refused, by an error of one kind."""
        expected, remedy = f"{kind.__name__}", f"Raise robotrace.errors.{kind.__name__} there."
        try:
            self.raising(where, method, *arguments)
        except kind:
            return
        except Unanswered:
            raise
        except Exception as error:  # noqa: BLE001 - a user's own code
            self.add(where, expected, raised(error, self.owner), remedy)
        else:
            self.add(where, expected, "that it was taken", remedy)

    def raising(self, where: str, method: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """The answer of a method, with whatever it raises; what it prints and does to global random state is found."""
        before, printed = (random.getstate(), np.random.get_state()), io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                return self._limit.call(lambda: method(*arguments, **named))
        except TooLong as error:
            found = f"none ({place_of(error, self.owner)})"
            self.add(where, f"an answer within {self._seconds:g} s", found, "See what it waits for.")
            raise Unanswered from None
        except SystemExit as error:
            self.add(where, "an answer", raised(error, self.owner), "Raise an error instead.")
            raise Unanswered from error
        finally:
            if printed.getvalue():
                self.add(where, "nothing to be printed", repr(printed.getvalue()), _PRINTS)
            if not _same(before, (random.getstate(), np.random.get_state())):
                self.add(where, "the global random state left alone", "that it changed", _RANDOM)

    def report(self) -> Report:
        """All of it."""
        seconds = time.perf_counter() - self._began
        return Report(self.kind, self.culprit, tuple(self.checked), tuple(self.mistakes), tuple(self.notes), seconds)


def _kind(mistake: Mistake) -> tuple[str, str]:
    everywhere = mistake.expected.startswith("the field ")
    return "" if everywhere else mistake.where.partition("(")[0], mistake.expected


def _same(before: tuple[Any, Any], now: tuple[Any, Any]) -> bool:
    return bool(before[0] == now[0] and before[1][2:] == now[1][2:] and np.array_equal(before[1][1], now[1][1]))
