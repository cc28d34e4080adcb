"""What came of looking at something that a user brought."""

from __future__ import annotations

from dataclasses import dataclass

from robotrace.opto.mistake import Mistake


class CheckError(AssertionError):
    """Something has mistakes; the message lists them, one a line.

    Attributes:
        report: The report.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and what is wrong with it.

    Attributes:
        kind: "task", "problem", "optimizer" or "controller".
        name: Its name.
        checked: What was looked at, in words.
        mistakes: What is wrong, one thing each.
        notes: What is no mistake, and good to know.
        seconds: The time that it took.
    """

    kind: str
    name: str
    checked: tuple[str, ...]
    mistakes: tuple[Mistake, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    def __str__(self) -> str:
        many = "no mistakes" if not self.mistakes else f"{len(self.mistakes)} mistake{'s'[: len(self.mistakes) != 1]}"
        return "\n".join([f"The {self.kind} {self.name} has {many}.", *map(str, self.mistakes)])

    def require(self) -> None:
        """Insist on there being no mistake.

        Raises:
            CheckError: There are some.
        """
        if self.mistakes:
            raise CheckError(self)


def unmade(kind: str, name: str, found: str, remedy: str) -> Report:
    """The report of something that could not be made.

    Args:
        kind: What was to be made, in a word.
        name: The name of what was to make it.
        found: What was raised, in words.
        remedy: What to do.
    """
    article = "an" if kind[0] in "aeiou" else "a"
    return Report(kind, name, ("that it can be made",), (Mistake(name, "make", f"{article} {kind}", found, remedy),))
