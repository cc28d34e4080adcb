"""How a run continues: how many proposals, how many at a time, on how many cases, from which candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from robotrace.errors import OptionError, UnknownNameError
from robotrace.results.files import MOST_ROUNDS

Search = Literal["archive", "plateau", "greedy"]
MOST_STAGES = 6
USUAL: Mapping[str, Any] = {"minibatch": None, "retest": 0, "stages": 1}
"""What a run keeps nothing of, as runs had no such option once."""
SEARCHES: tuple[Search, ...] = get_args(Search)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long to train, on how much, and which candidate the next proposals start from.

    Attributes:
        iterations: The largest number of iterations.
        goals: The number of training cases to begin with.
        confirm: The number of fresh training cases in a row that the best candidate has to solve for training to end early.
        batch: The number of fresh cases tried at a time.
        retries: How often, in the same iteration, a refusal goes back to a language model for another answer.
        search: "archive" continues from the best candidate so far; "plateau" also from one that is as good and fails otherwise (see
            `robotrace.training.acceptance`); "greedy" from the newest that runs, whatever its score (the protocol of the Trace
            paper). Each ends with the best.
        minibatch: The number of training cases of a round, other ones each round; None for the same ones, and those that fresh
            tests add.
        retest: The number of training cases, kept for it, on which a candidate that does better has to do better too, the best of
            its round alone: of many noisy scores the highest is one that chance has helped. Many candidates of a round
            then race, too (`robotrace.training.racing`). 0 for none.
        stages: The number of parts of training, each of which tries twice as much of each case as the one before, the last all of
            it; see `robotrace.training.stages`. What does better has to do better on the cases of `retest`, too, which are tried
            whole. 1 for whole cases from the beginning.
    """

    iterations: int = 20
    goals: int = 5
    confirm: int = 20
    batch: int = 10
    retries: int = 1
    search: Search = "archive"
    minibatch: int | None = None
    retest: int = 0
    stages: int = 1

    def __post_init__(self) -> None:
        for name in ("iterations", "retries"):
            _whole(name, getattr(self, name), 0, MOST_ROUNDS)
        for name in ("confirm", "retest"):
            _whole(name, getattr(self, name), 0)
        for name in ("goals", "batch"):
            _whole(name, getattr(self, name), 1)
        _whole("stages", self.stages, 1, MOST_STAGES)
        if self.stages > 1 and not self.retest:
            raise OptionError(
                f"stages: {self.stages} try a share of each case at first: give retest, whole cases that decide what is better."
            )
        if self.minibatch is not None:
            _whole("batch", self.minibatch, 1)
        if self.search not in SEARCHES:
            raise UnknownNameError("search", self.search, SEARCHES)

    @property
    def settings(self) -> dict[str, Any]:
        """What a run keeps of it, by name."""
        named = {{"batch": "fresh_batch"}.get(name, name): value for name, value in asdict(self).items()}
        return {name: value for name, value in named.items() if value != USUAL.get(name, ...)}


def _whole(name: str, value: int, least: int, most: int | None = None) -> None:
    if not isinstance(value, int) or value < least or (most is not None and value > most):
        wanted = f"from {least} up" if most is None else f"from {least} to {most}"
        raise OptionError(f"{name}: expected a whole number {wanted}, found {value!r}.")
