"""Names by which parameters are told apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Protocol


class Named(Protocol):
    """What of a parameter its name is made of.

    Attributes:
        stem: The name that is numbered where several have it; None for a name that the user gave, which stays as it is.
    """

    stem: str | None

    @property
    def name(self) -> str:
        """By which it is told from other parameters."""
        ...

    def number(self, number: int) -> None:
        """Be called by the stem and a number from now on."""
        ...


def tell_apart(parameters: Iterable[Named]) -> str | None:
    """Number the names that nobody gave, where several parameters have the same: "A.f", "A.f-2".

    The first keeps its name, and so does whatever has one of its own already; so the names stay once they are told apart.

    Returns:
        A name that two parameters were given, which cannot be mended; None where all are told apart.
    """
    distinct = list({id(it): it for it in parameters}.values())
    taken: dict[str, Named] = {}
    for it in distinct:
        if it.stem is None and taken.setdefault(it.name, it) is not it:
            return it.name
    names = {it.name for it in distinct}
    for it in distinct:
        if it.stem is not None and taken.setdefault(it.name, it) is not it:
            it.number(next(number for number in count(2) if f"{it.stem}-{number}" not in names))
            taken[it.name] = it
            names.add(it.name)
    return None
