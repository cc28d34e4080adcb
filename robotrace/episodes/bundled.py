"""The bundled problems by name: `problem("numerical/booth")`."""

from __future__ import annotations

from typing import Any

from robotrace.episodes.families import problem_families, problem_names, problems_named
from robotrace.episodes.registry import Recipe, check_options, note
from robotrace.episodes.spelled import spelled
from robotrace.errors import OptionError, UnknownNameError
from robotrace.opto import Problem


def problem(name: str, *, seed: int = 0, **options: Any) -> Problem:
    """Make a bundled problem.

    Args:
        name: Its name, with or without its family ("numerical/booth", "booth"). Options may stand behind it:
            "booth?level=score".
        seed: What its cases, and all else that is drawn, are drawn with.
        options: Those of its family, such as `level="score"`.

    Raises:
        UnknownNameError: There is no such problem.
        OptionError: There is no such option, or a value is not usable.
    """
    short, options = spelled(name, options)
    known = problems_named(short)
    if len(known) != 1:
        raise UnknownNameError("problem", short, known or problem_names(), listing="robotrace tasks")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise OptionError(f"seed: expected a whole number of 0 or more, found {seed!r:.100}.")
    own, _, rest = known[0].partition("/")
    family = next(family for family in problem_families() if own == family.FAMILY)
    check_options(f"Problem {known[0]}", family.problem, options, given=1)
    made: Problem = family.problem(rest, seed=seed, **options)
    return note(made, Recipe(made.name, seed))
