"""What failing cases have in common: the same failure, the same wrong output, the same words about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from robotrace.optimizers.prompt.problem import case_word
from robotrace.opto import Outcome, Words
from robotrace.text import one_line

_FEW = 3  # failing cases from which on it is told: fewer speak for themselves
_MOST = 6  # causes that are told
_NAMED = 6  # cases that are named for each
_SAID = 200  # characters of what they have in common
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
    groups: dict[str, list[Outcome]] = {}
    for outcome, output in zip(failing, outputs, strict=True):
        alike = output is not None and outputs.count(output) > 1
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
    found = [*_shared(failing, _failure, "fail alike"), *_shared(failing, output_of, "return")]
    if not words.acts:
        found += [it for it in _shared(failing, _words, "are told alike") if len(it[1]) < len(failing) or _same(it[1])]
    seen: list[list[Outcome]] = []
    lines = []
    for title, group, told in sorted(found, key=lambda it: -len(it[1])):
        if group not in seen:
            seen.append(group)
            named = ", ".join(str(it.case.index) for it in group[:_NAMED]) + (", ..." if len(group) > _NAMED else "")
            also = _also(told, others) if title == "return" else ""
            how = title if title == "return" else f"{title}, such as:"
            cases = f"{len(group)} of {len(failing)} failing {case_word(words)}s"
            lines.append(f"> {cases} {how} {one_line(told, _SAID)} ({group[0].case.split} {named}{also})")
    return lines[:most]


def output_of(outcome: Outcome) -> str | None:
    """What a program returned for a row, as it is written; None where it failed, or where nobody says."""
    output = outcome.detail.get("output")
    return output if isinstance(output, str) and outcome.failure is None else None


def _shared(
    failing: Sequence[Outcome], trait: Callable[[Outcome], str | None], title: str
) -> list[tuple[str, list[Outcome], str]]:
    """Groups of two and more with one trait, each with the words of its first."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in failing:
        if text := trait(outcome):
            groups.setdefault(text if title == "return" else skeleton(text), []).append(outcome)
    return [(title, group, trait(group[0]) or "") for group in groups.values() if len(group) > 1]


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
