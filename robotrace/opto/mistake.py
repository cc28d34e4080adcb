"""What is wrong with something that a user brought, in one line."""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass

from robotrace.text import one_line

_MOST = 160  # characters of a part


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is not as it should be.

    Attributes:
        culprit: What has the mistake, by its name: a task, a problem, an optimizer, a controller.
        where: The method or attribute that it shows in, such as "step()".
        expected: What should be there, in words.
        found: What is there.
        remedy: What to do, as a sentence.
    """

    culprit: str
    where: str
    expected: str
    found: str
    remedy: str

    def __str__(self) -> str:
        culprit, expected, found = (one_line(part, _MOST) for part in (self.culprit, self.expected, self.found))
        return f"{culprit}: {self.where}: expected {expected}; found {found}. {self.remedy}"


def shown(value: object) -> str:
    """A value of a user's as it is named in a mistake: its type and as much of it as fits."""
    try:
        words = repr(value)
    except Exception as error:  # noqa: BLE001 - a user's own `__repr__` may raise
        words = f"(its repr raises {type(error).__name__})"
    return one_line(f"{type(value).__name__} {words}", _MOST)


def raised(error: BaseException, owner: object = None) -> str:
    """What a user's own code raised, in words.

    Args:
        error: What it raised.
        owner: What of the user's was asked; the line is then that of its own file, where the error passed one.
    """
    kind = type(error).__name__
    try:
        words = one_line(f"{kind}: {error}".removesuffix(": "), _MOST)
    except Exception:  # noqa: BLE001 - an exception of the user's own may raise in its turn
        words = kind
    place = place_of(error, owner)
    return f"{words} ({place})" if place else words


def place_of(error: BaseException, owner: object = None) -> str:
    """Where an error was raised, as file and line; see `raised`."""
    kind = owner if isinstance(owner, type) else type(owner)
    home = getattr(sys.modules.get(kind.__module__), "__file__", None)
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    own = [place for place in places if place[0] == home]
    return "{}, line {}".format(*(own or places)[-1]) if places else ""
