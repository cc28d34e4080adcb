"""How a run continues: how many proposals, how many at a time, on how many cases, from which candidate."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from robotrace.errors import OptionError, UnknownNameError

Search = Literal["archive", "greedy"]
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
        search: "archive" continues from the best candidate so far; "greedy" from the newest that runs, whatever its score (the
            protocol of the Trace paper). Either ends with the best.
        minibatch: The number of training cases of a round, other ones each round; None for the same ones, and those that fresh
            tests add.
    """

    iterations: int = 20
    goals: int = 5
    confirm: int = 20
    batch: int = 10
    retries: int = 1
    search: Search = "archive"
    minibatch: int | None = None

    def __post_init__(self) -> None:
        for name in ("iterations", "confirm", "retries"):
            _at_least(name, getattr(self, name), 0)
        for name in ("goals", "batch"):
            _at_least(name, getattr(self, name), 1)
        if self.minibatch is not None:
            _at_least("batch", self.minibatch, 1)
        if self.search not in SEARCHES:
            raise UnknownNameError("search", self.search, SEARCHES)

    @property
    def settings(self) -> dict[str, Any]:
        """What a run keeps of it, by name."""
        named = {{"batch": "fresh_batch"}.get(name, name): value for name, value in asdict(self).items()}
        return {name: value for name, value in named.items() if name != "minibatch" or value is not None}


def _at_least(name: str, value: int, least: int) -> None:
    if not isinstance(value, int) or value < least:
        raise OptionError(f"{name}: expected a whole number from {least} up, found {value!r}.")
