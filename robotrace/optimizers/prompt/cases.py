"""The cases of a trial, one line each: what went in, what came out, what was said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import chain, zip_longest

from robotrace.optimizers.prompt.brief import briefly
from robotrace.optimizers.prompt.causes import fails, kinds_of
from robotrace.optimizers.view.values import decimals_for, number
from robotrace.opto import Outcome, Trial, Words
from robotrace.text import one_line

_MOST = 24  # cases that are listed
_BRIEF = 8  # cases of an earlier trial that are listed
_TOLD = 2  # cases of one kind that are not shown above, which are told of in a few words
_ENDED = 160  # characters of these words
_PART = 240  # characters of an input, an output and what was said
_LEAST = 40  # of these where many rows share little room
_SOLVED = 6  # solved rows that are listed beside many failing ones


def case_lines(
    trial: Trial, shown: Sequence[Outcome], words: Words, *, above: str = "shown above", room: int = 6_000
) -> list[str]:
    """The cases one by one; of many, those that are not solved first, some of each kind of failure.

    Args:
        trial: With its outcomes; where their `detail` has an "input" and an "output", these are shown.
        shown: The outcomes of which the prompt has said more above.
        words: Those of the problem. Where it has no cases, there are no lines.
        above: What it has said of them, in words.
        room: Characters that the lines of rows share, the long ones giving way first.
    """
    if not words.case:
        return []
    outcomes = list(trial.outcomes)
    seen = {id(it) for it in shown}
    told = _told_of(outcomes, seen) if words.acts else set()
    listed = outcomes[:_MOST] if words.acts else _listed(outcomes, seen)
    part = _PART
    while True:
        lines = [
            _line(it, f" ({above})" if id(it) in seen else "", words, is_told=id(it) in told, part=part)
            for it in listed
        ]
        if sum(map(len, lines)) <= room or part <= _LEAST:
            return [*lines, *_rest(outcomes, listed)]
        part = max(_LEAST, part * 3 // 4)


def _listed(outcomes: Sequence[Outcome], seen: Set[int]) -> list[Outcome]:
    """The rows that are listed: all of a few; of many those shown above, some of each kind of failure in turn, some solved ones."""
    if len(outcomes) <= _MOST:
        return list(outcomes)
    kinds = kinds_of(outcomes)
    failing = [it for it in chain.from_iterable(zip_longest(*kinds)) if it is not None]
    others = sorted((it for it in outcomes if not fails(it)), key=lambda it: (it.solvable, it.score or 0.0))
    first = [it for it in failing if id(it) in seen] + [it for it in failing if id(it) not in seen]
    few = min(len(others), max(_SOLVED, _MOST - len(first)))
    return sorted(first[: _MOST - few], key=lambda it: it.case) + others[:few]


def _rest(outcomes: Sequence[Outcome], listed: Sequence[Outcome]) -> Iterator[str]:
    """The line about the cases that are not listed, where there are some."""
    left = [it for it in outcomes if not any(it is one for one in listed)]
    if left:
        solved = sum(it.success for it in left)
        which = "" if not any(it.solvable for it in left) else f", {solved} of them solved"
        yield f"- ... {len(left)} more{', all solved' if solved == len(left) else which}"


def brief_cases(trial: Trial, words: Words) -> str:
    """What a trial that is shown no further did, case by case, in one line; "" where the cases are not acted in, or just one.

    Args:
        trial: With its outcomes.
        words: Those of the problem.
    """
    if not (words.acts and words.case) or len(trial.outcomes) < 2:
        return ""
    listed = [f"{name_of(it)} {state_of(it, words)}" for it in trial.outcomes[:_BRIEF]]
    more = f"; ... {len(trial.outcomes) - _BRIEF} more" if len(trial.outcomes) > _BRIEF else ""
    return f"Measured: {'; '.join(listed)}{more}."


def name_of(outcome: Outcome) -> str:
    """A case's name, and that of its task where the cases are of several."""
    task = outcome.detail.get("task")
    return f"{outcome.case} ({one_line(task, _PART)})" if isinstance(task, str) and task else str(outcome.case)


def state_of(outcome: Outcome, words: Words) -> str:
    """Whether a case is solved, where that can be, and its score, in a few words."""
    scored = "" if outcome.score is None else f"score {score_of(outcome.score, words)}"
    state = "solved" if outcome.success else "not solved" if outcome.solvable else ""
    return ", ".join(filter(None, [state, scored, "the program failed" if outcome.failure else ""]))


def score_of(score: float, words: Words) -> str:
    """A score with as many digits as its size asks for."""
    return number(score, 3 if words.acts else decimals_for(abs(score)))


def _told_of(outcomes: Sequence[Outcome], shown: Set[int]) -> set[int]:
    """Some that are solved and some that are not, beside those shown at length; all by their `id`."""
    others = [it for it in outcomes if id(it) not in shown and it.feedback]
    kinds = ([it for it in others if it.success is solved] for solved in (True, False))
    return {id(it) for kind in kinds for it in kind[:_TOLD]}


def _line(outcome: Outcome, above: str, words: Words, *, is_told: bool, part: int) -> str:
    given = outcome.detail.get("input")
    if words.acts or not isinstance(given, str):
        ended = f"\n  > {briefly(outcome.feedback, _ENDED)}" if is_told else ""
        return f"- {name_of(outcome)}: {state_of(outcome, words)}{above}{ended}"
    came = "" if outcome.failure else f" -> {one_line(str(outcome.detail.get('output', '')), part)}"
    state = "failed" if outcome.failure else state_of(outcome, words)
    feedback = one_line(outcome.feedback, part)
    said = f": {feedback}" if feedback and not (above or outcome.success) else ""
    return f"> {one_line(given, part)}{came}  # {outcome.case}: {state}{above}{said}"
