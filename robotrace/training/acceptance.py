"""When one candidate is better than another: on the same cases, success first, then score."""

from __future__ import annotations

import math
from collections.abc import Iterable

from robotrace.opto import Case, Outcome

_MARGIN = 1e-9


def compare(candidate: Iterable[Outcome], incumbent: Iterable[Outcome]) -> tuple[bool, str]:
    """Whether a candidate is better than the incumbent on the cases that both were tried on, and why.

    More cases solved is better; at equally many, a higher mean score. A tie keeps the incumbent.

    Returns:
        (better, the reason in words).
    """
    new, old = {o.case: o for o in candidate}, {o.case: o for o in incumbent}
    common = sorted(new.keys() & old.keys())
    solved, solved_before = _solved(new, common), _solved(old, common)
    if solved != solved_before:
        return (
            solved > solved_before,
            f"solves {solved} of {len(common)} training goals, the best so far {solved_before}",
        )
    score, score_before = _score(new, common), _score(old, common)
    better = score > score_before + _MARGIN
    words = f"solves {solved} of {len(common)} training goals as the best so far does; mean score {score:.4g}"
    return better, f"{words} {'above' if better else 'not above'} {score_before:.4g}"


def _solved(outcomes: dict[Case, Outcome], cases: list[Case]) -> int:
    return sum(outcomes[case].success for case in cases)


def _score(outcomes: dict[Case, Outcome], cases: list[Case]) -> float:
    return math.fsum(outcomes[case].score for case in cases) / len(cases) if cases else -math.inf
