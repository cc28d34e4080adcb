"""When one candidate is better than another: on the same cases, success first, then score.

A change of two parts whose halves are worth nothing alone is found where a plateau may be crossed: a candidate that is as good as
the best so far and fails otherwise is then what the next proposals start from. It is not called the best: a tie keeps the
incumbent.
"""

from __future__ import annotations

from collections.abc import Iterable

from robotrace.opto import GENERAL, Case, Outcome, Words, mean_score

_MARGIN = 1e-9


def compare(
    candidate: Iterable[Outcome], incumbent: Iterable[Outcome], *, words: Words = GENERAL, kind: str = "training"
) -> tuple[bool, str]:
    """Whether a candidate is better than the incumbent on the cases that both were tried on, and why.

    More cases solved is better; at equally many, fewer cases without a score, which are those that it failed on where others have
    scores; then a higher mean score of the cases where both have one. A tie keeps the incumbent. Where a case is solved by its
    score alone, as by a return above a threshold, the score decides, since it tells more.

    Args:
        candidate: Its outcomes.
        incumbent: The best so far's.
        words: What the problem calls its cases.
        kind: Which cases they are, in words.

    Returns:
        (better, the reason in words).
    """
    new, old = {o.case: o for o in candidate}, {o.case: o for o in incumbent}
    common = sorted(new.keys() & old.keys())
    cases = f"{kind} {words.cases}"
    solved, solved_before = _solved(new, common), _solved(old, common)
    by_score = bool(common) and all(outcomes[case].by_score for outcomes in (new, old) for case in common)
    if solved != solved_before and not by_score:
        return solved > solved_before, f"solves {solved} of {len(common)} {cases}, the best so far {solved_before}"
    counts = not by_score and any(outcomes[case].solvable for outcomes in (new, old) for case in common)
    same = f"solves {solved} of {len(common)} {cases} as the best so far does" if counts else ""
    unscored, unscored_before = _unscored(new, common), _unscored(old, common)
    if unscored != unscored_before:
        return unscored < unscored_before, _joined(
            same, f"no score on {unscored}, the best so far on {unscored_before}"
        )
    both = [case for case in common if new[case].score is not None and old[case].score is not None]
    score, score_before = _score(new, both), _score(old, both)
    if score is None or score_before is None:
        return False, same or "has no score, as the best so far has none"
    better = score > score_before + _MARGIN
    title = "mean score" if counts or len(both) > 1 else "score"
    return better, _joined(same, f"{title} {score:.4g} {'above' if better else 'not above'} {score_before:.4g}")


def as_good(candidate: Iterable[Outcome], incumbent: Iterable[Outcome]) -> bool:
    """Whether neither of two candidates is better on the cases that both were tried on."""
    new, old = tuple(candidate), tuple(incumbent)
    return not compare(new, old)[0] and not compare(old, new)[0]


def fails_otherwise(candidate: Iterable[Outcome], other: Iterable[Outcome]) -> bool:
    """Whether a candidate falls short in another way than another one: a case that it does not solve ended otherwise there.

    Args:
        candidate: Its outcomes.
        other: Those of the one that proposals start from. How a case ended is its failure, what was returned and what was said.
    """
    old = {o.case: o for o in other}
    return any(not o.success and o.case in old and _ended(o) != _ended(old[o.case]) for o in candidate)


def _ended(outcome: Outcome) -> tuple[object, ...]:
    return outcome.success, outcome.failure, outcome.detail.get("output"), outcome.feedback


def _joined(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _solved(outcomes: dict[Case, Outcome], cases: list[Case]) -> int:
    return sum(outcomes[case].success for case in cases)


def _unscored(outcomes: dict[Case, Outcome], cases: list[Case]) -> int:
    return sum(outcomes[case].score is None for case in cases)


def _score(outcomes: dict[Case, Outcome], cases: list[Case]) -> float | None:
    return mean_score(outcomes[case] for case in cases)
