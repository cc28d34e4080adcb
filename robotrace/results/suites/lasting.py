"""Whether what a run found lasts: what became of its held-out goals at any step and at the last, from one play of each to the horizon."""

from __future__ import annotations

from dataclasses import dataclass

from robotrace.results.run import Run
from robotrace.results.statistics import Rate


@dataclass(frozen=True, slots=True)
class Lasting:
    """What became of each held-out goal, from the first on.

    Attributes:
        any_step: Whether it was solved at any step.
        last_step: Whether it was solved at the last step.
    """

    any_step: tuple[bool, ...]
    last_step: tuple[bool, ...]

    @classmethod
    def of(cls, run: Run) -> Lasting | None:
        """The best candidate of a run; None where it was not tested, or its test ended episodes at their first success."""
        tested = () if run.best_id is None else run.tested.get(run.best_id, ())
        if not tested or (run.config.get("success") != "last" and run.config.get("heldout_until") != "horizon"):
            return None
        return cls(
            tuple(bool(it.detail.get("success_at_any", it.success)) for it in tested),
            tuple(bool(it.detail.get("success_at_end")) for it in tested),
        )

    @property
    def rates(self) -> tuple[Rate, Rate]:
        """Solved at any step, and at the last step."""
        return Rate.of(self.any_step), Rate.of(self.last_step)
