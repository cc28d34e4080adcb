"""What a run may use up: caps that are looked at before anything is spent, never after it was paid."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from robotrace.errors import OptionError
from robotrace.opto import Declaration, Ledger


@dataclass(frozen=True, slots=True)
class Budget:
    """Caps on a run's ledger; None is no cap.

    A run stops before it would ask again or try more once a cap is reached. What a reply costs is known only when it is there,
    so the last round may go over the caps on tokens, dollars, steps and seconds; calls are never more than their cap. A reply
    that was paid for is always tried, and the test on held-out cases at the end is always made.

    Attributes:
        calls: of a language model.
        tokens: sent and received.
        usd: dollars, for a model whose price is known.
        env_steps: of the environment, in training.
        seconds: of wall-clock time.
    """

    calls: int | None = None
    tokens: int | None = None
    usd: float | None = None
    env_steps: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            cap = getattr(self, field.name)
            if cap is not None and not (isinstance(cap, int | float) and math.isfinite(cap) and cap >= 0):
                raise OptionError(f"The cap on {_WORDS[field.name]}: expected a number from 0 up, found {cap!r}.")

    def stops(self, ledger: Ledger, *, calls: bool) -> str | None:
        """Which cap allows nothing more, in words; None where all do.

        Args:
            ledger: what is used up.
            calls: whether a language model would be asked next; else only candidates would be tried.
        """
        for field in fields(self) if calls else fields(self)[3:]:
            cap, used = getattr(self, field.name), getattr(ledger, field.name)
            if cap is not None and used is None:
                return f"the cap of {_figure(cap)} {_WORDS[field.name]} cannot be kept: a reply came without a price"
            if cap is not None and used >= cap:
                return f"the cap of {_figure(cap)} {_WORDS[field.name]} is reached ({_figure(used)} used)"
        return None

    def calls_left(self, ledger: Ledger) -> float:
        """How many more calls there may be."""
        return math.inf if self.calls is None else max(self.calls - ledger.calls, 0)

    def check_price(self, said: Declaration) -> None:
        """Refuse a cap in dollars where nobody can count them.

        Raises:
            OptionError: names the remedy.
        """
        if self.usd is not None and said.model is not None and not said.priced:
            raise OptionError(
                f"The cap of {_figure(self.usd)} dollars cannot be kept: the price of the model {said.model} is not "
                "known. Add it to the price table, or cap the calls or tokens instead (--max-calls, --max-tokens)."
            )


_WORDS = {
    "calls": "calls",
    "tokens": "tokens",
    "usd": "dollars",
    "env_steps": "environment steps",
    "seconds": "seconds",
}


def _figure(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
