"""What trying a candidate costs of language models: whoever asks one for a candidate charges it to the bill that is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from robotrace.opto.ledger import Spend


class Bill:
    """What was asked while one candidate is tried on one case, by any of its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.spend = Spend()
        """All charged so far."""
        self.size = 0
        """Bytes of all prompts that were charged."""

    def charge(self, spend: Spend, *, size: int = 0, most: int | None = None, most_size: int | None = None) -> bool:
        """Add some calls.

        Args:
            spend: What they cost.
            size: The bytes of their prompts.
            most: How many calls there may be in all; None for any number.
            most_size: How many bytes their prompts may have in all; None for any number.

        Returns:
            Whether they were added: not where they would be too many.
        """
        with self._lock:
            many = most is not None and self.spend.calls + spend.calls > most
            if many or (most_size is not None and self.size + size > most_size):
                return False
            self.spend += spend
            self.size += size
            return True


_open: ContextVar[Bill | None] = ContextVar("bill", default=None)


@contextmanager
def billed() -> Iterator[Bill]:
    """Open a bill for what this thread, and those that have its context, ask of language models until the end of the block."""
    bill = Bill()
    token = _open.set(bill)
    try:
        yield bill
    finally:
        _open.reset(token)


def open_bill() -> Bill:
    """The bill that calls are to be charged to; one that nobody reads where no candidate is tried."""
    return _open.get() or Bill()
