"""What a run may use up: caps that are looked at before anything is spent, never after it was paid."""

from __future__ import annotations

import math
from dataclasses import dataclass, make_dataclass
from typing import Any

from robotrace.errors import OptionError
from robotrace.opto import METERS, Declaration, Ledger

_Caps: Any = make_dataclass(
    "_Caps",
    [(meter.name, meter.kind | None, None) for meter in METERS],
    kw_only=True,
    frozen=True,
    slots=True,
)


@dataclass(frozen=True, slots=True)
class Budget(_Caps):  # type: ignore[misc]  # its fields are made from the meters
    """Caps on a run's ledger: one for each of `robotrace.opto.METERS`, by its name; None is no cap.

    `Budget(calls=20, usd=1.5)` caps the calls of a language model and their dollars; tokens, prompt_tokens, completion_tokens,
    cached_tokens, env_steps (of the environment, in training) and seconds (of wall-clock time) are capped likewise.

    A run stops before it would ask again or try more once a cap is reached. What a reply costs is known only when it is there,
    so the last round may go over the caps on tokens, dollars, steps and seconds; calls are never more than their cap. A reply
    that was paid for is always tried, and the test on held-out cases at the end is always made.

    Raises:
        OptionError: A cap is not a finite number from 0 up.
    """

    def __post_init__(self) -> None:
        for meter in METERS:
            cap = getattr(self, meter.name)
            if cap is not None and not (isinstance(cap, int | float) and math.isfinite(cap) and cap >= 0):
                raise OptionError(f"The cap on {meter.words}: expected a number from 0 up, found {cap!r}.")

    def stops(self, ledger: Ledger, *, calls: bool) -> str | None:
        """Which cap allows nothing more, in words; None where all do.

        Args:
            ledger: What the run has used up so far.
            calls: Whether a language model would be asked next; else only candidates would be tried.
        """
        for meter in METERS:
            cap, used = getattr(self, meter.name), ledger.figures[meter.name]
            if cap is None or (meter.answers and not calls):
                continue
            if used is None:
                return f"the cap of {_figure(cap)} {meter.words} cannot be kept: a reply came without a price"
            if used >= cap:
                return f"the cap of {_figure(cap)} {meter.words} is reached ({_figure(used)} used)"
        return None

    def calls_left(self, ledger: Ledger) -> float:
        """How many more calls there may be."""
        return math.inf if self.calls is None else max(self.calls - ledger.calls, 0)

    def check_price(self, said: Declaration) -> None:
        """Refuse a cap in dollars where nobody can count them.

        Raises:
            OptionError: Dollars are capped and the price of the optimizer's model is not known.
        """
        if self.usd is not None and said.model is not None and not said.priced:
            raise OptionError(
                f"The cap of {_figure(self.usd)} dollars cannot be kept: the price of the model {said.model} is not "
                "known. Add it to the price table, or cap the calls or tokens instead (--max-calls, --max-tokens)."
            )


def _figure(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
