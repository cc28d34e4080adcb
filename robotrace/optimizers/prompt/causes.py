"""What failing cases have in common: the same failure, the same wrong output, the same words about them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from robotrace.optimizers.prompt.problem import case_word
from robotrace.opto import Case, Outcome, Words
from robotrace.text import one_line

_FEW = 3  # failing cases from which on it is told: fewer speak for themselves
_MOST = 6  # causes that are told
_NAMED = 6  # cases that are named for each
_SAID = 200  # characters of what they have in common
_RETURN = "return"
_LINE = re.compile(r"\bline \d+", re.IGNORECASE)
_VARIES = re.compile(r"\"[^\"]*\"|'[^']*'|[-+]?\d+(?:[.,:]\d+)*")


def fails(outcome: Outcome) -> bool:
    """Whether a case is one to be mended: not solved, or where none can be, without a score."""
    return not outcome.success if outcome.solvable else outcome.failure is not None


def skeleton(text: str) -> str:
    """A text without what differs between cases that fail alike: its numbers and what it quotes; numbers of lines stay."""
    kept = _LINE.findall(text)
    masked = _VARIES.sub("#", _LINE.sub("\0", text))
    return re.sub("\0", lambda _: kept.pop(0), masked)


def kinds_of(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    """Failing cases in groups that fail alike, the largest first; each is in one of them.

    Args:
        outcomes: Those of one candidate.
    """
    failing = [it for it in outcomes if fails(it)]
    outputs = [output_of(it) for it in failing]
    times = Counter(outputs)
    groups: dict[str, list[Outcome]] = {}
    for outcome, output in zip(failing, outputs, strict=True):
        alike = output is not None and times[output] > 1
        groups.setdefault(f"-> {output}" if alike else _told(outcome), []).append(outcome)
    return sorted(groups.values(), key=len, reverse=True)


def common_lines(outcomes: Sequence[Outcome], words: Words, *, most: int = _MOST) -> list[str]:
    """What several of the failing cases have in common, a line each, the most frequent first; [] where there is nothing.

    Args:
        outcomes: Those of one candidate.
        words: Those of the problem. Of cases that are acted in only failures of the program are told so.
        most: The largest number of lines.
    """
    failing = [it for it in outcomes if fails(it)]
    if len(failing) < _FEW or not words.case:
        return []
    others = [it for it in outcomes if not fails(it)]
    causes: dict[tuple[Case, ...], _Cause] = {}
    for cause in _causes(failing, words):
        causes.setdefault(tuple(it.case for it in cause.shared), cause)  # the same cases are told of once
    ranked = sorted(causes.values(), key=lambda cause: -len(cause.shared))
    return [cause.line(len(failing), others, case_word(words)) for cause in ranked[:most]]


@dataclass(frozen=True, slots=True)
class _Cause:
    """Failing cases with one trait.

    Attributes:
        shared: Their outcomes.
        told: The trait, as the first of them has it.
        how: What they do, in words before the trait.
    """

    shared: tuple[Outcome, ...]
    told: str
    how: str

    def line(self, failing: int, others: Sequence[Outcome], case: str) -> str:
        """It in one line, with how many of the failing cases share it, which, and whether others do."""
        first = self.shared[0].case.split
        named = ", ".join(str(it.case.index) for it in self.shared[:_NAMED])
        more = ", ..." if len(self.shared) > _NAMED else ""
        also = _also(self.told, others) if self.how == _RETURN else ""
        count = f"{len(self.shared)} of {failing} failing {case}s"
        return f"> {count} {self.how} {one_line(self.told, _SAID)} ({first} {named}{more}{also})"


def _causes(failing: Sequence[Outcome], words: Words) -> Iterator[_Cause]:
    """All that several of them share: a failure, an output, words in one form that not all have."""
    yield from _shared(failing, _failure, "fail alike, such as:")
    yield from _shared(failing, output_of, _RETURN)
    if not words.acts:
        alike = _shared(failing, _words, "are told alike, such as:")
        yield from (it for it in alike if len(it.shared) < len(failing) or _same(it.shared))


def output_of(outcome: Outcome) -> str | None:
    """What a program returned for a row, as it is written; None where it failed, or where nobody says."""
    output = outcome.detail.get("output")
    return output if isinstance(output, str) and outcome.failure is None else None


def _shared(failing: Sequence[Outcome], trait: Callable[[Outcome], str | None], how: str) -> Iterator[_Cause]:
    """The groups of two and more with one trait; outputs are compared to the letter, words without what varies."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in failing:
        if text := trait(outcome):
            groups.setdefault(text if how == _RETURN else skeleton(text), []).append(outcome)
    for group in groups.values():
        if len(group) > 1:
            yield _Cause(tuple(group), trait(group[0]) or "", how)


def _failure(outcome: Outcome) -> str | None:
    return outcome.failure and outcome.failure.partition("\n")[0]


def _words(outcome: Outcome) -> str | None:
    return None if outcome.failure else outcome.feedback


def _told(outcome: Outcome) -> str:
    return skeleton(_failure(outcome) or outcome.feedback)


def _same(group: Sequence[Outcome]) -> bool:
    """Whether all are told the same to the letter, which says more than that they are told in one form."""
    return len({outcome.feedback for outcome in group}) == 1


def _also(output: str, others: Sequence[Outcome]) -> str:
    count = sum(output_of(it) == output for it in others)
    return f"; so do{'es' if count == 1 else ''} {count} solved" if count else ""
