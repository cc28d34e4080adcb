"""What the evidence says of values that were tried, and which of several did best."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from robotrace.optimizers.tune.space import is_searched
from robotrace.opto import Evidence, Outcome, Variable, Verdict, mean_score

Values: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[Any, ...]


WORST = 1.0
"""The loss of what was refused, or failed at once: none is larger."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the evidence holds of values that were tried.

    Attributes:
        names: The names of the parameters that distinguish candidates.
        outcomes: The outcomes by the values of those parameters; none where a proposal was refused untried.
    """

    names: tuple[str, ...]
    outcomes: Mapping[Key, tuple[Outcome, ...]]

    @classmethod
    def of(cls, evidence: Evidence) -> Known:
        """What this evidence says."""
        names = tuple(it.name for it in evidence.variables if is_searched(it))
        outcomes: dict[Key, tuple[Outcome, ...]] = {}
        incumbent: Values = {variable.name: variable.value for variable in evidence.variables}
        for trial in evidence.trials:
            proposed = trial.proposal.values if trial.proposal is not None else {}
            values = trial.candidate.values if trial.candidate is not None else {**incumbent, **proposed}
            key = tuple(_hashable(values.get(name)) for name in names)
            outcomes[key] = (*trial.earlier, *trial.outcomes) or outcomes.get(key, ())
            if trial.verdict is not Verdict.REFUSED:
                incumbent = values
        return cls(names, outcomes)

    def better(self, one: Key, other: Key) -> Key:
        """Which of two members that were tried did better; the first where they are alike."""
        first, second = losses([self.outcomes.get(one, ()), self.outcomes.get(other, ())])
        return other if second < first else one

    def key(self, variables: Sequence[Variable]) -> Key:
        """What distinguishes these values from others."""
        values = {variable.name: variable.value for variable in variables}
        return tuple(_hashable(values[name]) for name in self.names)


def _hashable(value: Any) -> Any:
    """A value as a part of a key: a choice may be of any kind."""
    return value if isinstance(value, str | int | float) else repr(value)


def with_values(variables: Sequence[Variable], values: Values) -> tuple[Variable, ...]:
    """The variables with these values; one that is not named keeps its own."""
    return tuple(replace(variable, value=values.get(variable.name, variable.value)) for variable in variables)


def losses_of_generation(members: Sequence[Sequence[Outcome]]) -> list[float]:
    """`losses` of members among which there may have been a race.

    Where the score alone decides, one that was tried on fewer cases than another was behind on those: it comes after all that were
    tried on more. What one of several met alone it met as the best, when others had been judged.
    """
    if not all(outcome.by_score for outcomes in members for outcome in outcomes):
        return losses(members)
    met = Counter(outcome.case for outcomes in members for outcome in outcomes)
    if sum(map(bool, members)) > 1:
        members = [tuple(it for it in outcomes if met[it.case] > 1) for outcomes in members]
    sizes = sorted({len(outcomes) for outcomes in members if outcomes}, reverse=True)
    found = [WORST + 2 * WORST * len(sizes)] * len(members)
    for rank, size in enumerate(sizes):
        places = [place for place, outcomes in enumerate(members) if len(outcomes) == size]
        for place, loss in zip(places, losses([members[place] for place in places]), strict=True):
            if loss < WORST:
                found[place] = loss + 2 * WORST * rank
    return found


def losses(members: Sequence[Sequence[Outcome]]) -> list[float]:
    """One number a member, smaller for better, in the order of the training's own judgement.

    On the cases that all were tried on: more of them solved is better; at equally many, a higher mean score. Where the score alone
    decides, first come fewer cases without one. A member without
    outcomes, or whose code failed in the first case, was refused, and is the worst.
    """
    tried = [
        {} if not outcomes or outcomes[0].failure else {outcome.case: outcome for outcome in outcomes}
        for outcomes in members
    ]
    common = set.intersection(*map(set, filter(None, tried))) if any(tried) else set()
    return [_loss([outcomes[case] for case in sorted(common)]) if outcomes else WORST for outcomes in tried]


def _loss(outcomes: Sequence[Outcome]) -> float:
    solved = sum(outcome.success for outcome in outcomes if not outcome.by_score)
    unscored = sum(outcome.score is None for outcome in outcomes if outcome.by_score)
    return -(solved - unscored + _below_one(mean_score(outcomes))) / max(len(outcomes), 1)


def _below_one(score: float | None) -> float:
    """A score's rank between 0 and 1, so that any number of solved cases outranks it; 0 for none."""
    if score is None or math.isnan(score):
        return 0.0
    if math.isinf(score):
        return float(score > 0)
    return (1 + score / (1 + abs(score))) / 2
