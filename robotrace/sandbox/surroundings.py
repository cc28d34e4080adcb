"""What a whole program has from outside of its text: live values that stay in the process which made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from robotrace.errors import UnsafeCodeError
from robotrace.sandbox.carried import Pair
from robotrace.sandbox.reach import Reach
from robotrace.sandbox.rules import Refused, Rules
from robotrace.text import one_line


class Surroundings:
    """Of one program, whichever text it has now.

    Each process that runs one has a reach of its own: what one was handed, no other can ask for.

    Args:
        values: By the names that the text uses and does not make.
        rules: What a text may name.
        passing: Errors that end a call instead of being told to the text.
    """

    def __init__(self, values: Mapping[str, Any], rules: Rules, *, passing: tuple[type[Exception], ...] = ()) -> None:
        self._values, self._rules, self._passing = dict(values), rules, passing

    def opened(self) -> tuple[Reach, dict[str, Pair]]:
        """For one process: what it reaches, and by name what it is given. Containers are copies, whose changes do not come home.

        Raises:
            UnsafeCodeError: A value goes nowhere, or is no program's to have.
        """
        reach = Reach(self._rules, passing=self._passing, caught=(Exception, SystemExit))
        given = {}
        for name, value in self._values.items():
            try:
                given[name] = reach.give(value, name)
            except (Refused, ValueError) as refused:
                raise UnsafeCodeError(
                    f"{name!r} cannot be had in the sandbox, where the program runs: {one_line(str(refused), 300)}. Do without it, "
                    "or pass trust=True, where all that an optimizer writes may run in this process, with all your rights."
                ) from refused
        return reach, given
