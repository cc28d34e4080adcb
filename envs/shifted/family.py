"""The family `shifted`: from a name, or a task and its shifts, to the task on an uncalibrated robot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from robotrace.episodes.families import families, task_names
from robotrace.episodes.registry import Recipe, note, recipe_of
from robotrace.episodes.registry import make as make_task
from robotrace.episodes.task import Task
from robotrace.errors import OptionError, UnknownNameError

from .draw import draw
from .kinds import KINDS, from_record, to_record
from .listing import FAMILY, USUAL
from .shift import Shift
from .suite import SHIFTS, SUITE
from .task import Shifted

SHIFT10: Mapping[str, tuple[Shift, ...]] = {task: tuple(map(from_record, shifts)) for task, shifts in SHIFTS.items()}


def make(
    name: str,
    *,
    seed: int = 0,
    shifts: Sequence[Mapping[str, Any]] | None = None,
    names: str = "drawn",
    **options: Any,
) -> Shifted:
    """Make a shifted task.

    Args:
        name: The name of the task, of whichever family, then "@" and the seed that draws its shifts, or "@SHIFT10"; without either
            where `shifts` is given.
        seed: The seed of the goals.
        shifts: The shifts as plain data, such as `[{"kind": "Rotated", "degrees": 30}]`; `shifted` takes them as values.
        names: "neutral" for fields called sensor_a, sensor_b ... whatever else the seed draws, so that no name tells what is
            measured; "drawn" for such names only where the seed draws them.
        options: The options of the task itself.

    Raises:
        UnknownNameError: There is no such task, kind of shift or field.
        OptionError: The name does not determine the shifts, or a value is not usable.
    """
    base, at, which = name.rpartition("@") if "@" in name else (name, "", "")
    _check_base(base)
    if names not in ("drawn", "neutral"):
        raise OptionError(f"Option names of {FAMILY}/{name}: expected 'drawn' or 'neutral', found {names!r:.80}.")
    if names == "neutral" and (shifts is not None or which == SUITE or not at):
        raise OptionError(
            f"Option names='neutral' is for shifts that a seed draws, such as {FAMILY}/{base}@0; found {FAMILY}/{name}. "
            "Give a shift Renamed beside the others instead."
        )
    if shifts is not None:
        if at:
            raise OptionError(
                f"{FAMILY}/{name} has its shifts by name: expected no option shifts; found {shifts!r:.80}."
            )
        return Shifted(make_task(base, seed=seed, **options), [from_record(record) for record in shifts])
    if not at:
        raise OptionError(
            f"{FAMILY}/{base} does not say which shifts: expected a seed that draws them, such as {FAMILY}/{base}@0, "
            f"or @{SUITE} for the suite's."
        )
    if which == SUITE:
        short = base.removeprefix(USUAL)
        if short not in SHIFT10:
            raise UnknownNameError(f"task of {SUITE}", base, SHIFT10)
        return Shifted(make_task(base, seed=seed, **options), SHIFT10[short], which)
    drawn = _seed(name, which)
    task = make_task(base, seed=seed, **options)
    own = {"names": names} if names == "neutral" else {}
    return Shifted(task, draw(task, drawn, neutral=names == "neutral"), str(drawn), own)


def shifted(task: Task, shifts: Iterable[Shift]) -> Shifted:
    """A task of yours or a bundled one, with shifts of your choice.

    Args:
        task: The task, which is not shifted already.
        shifts: The shifts, applied in this order to actions, `Gain` and `DeadZone` last, as they belong to the robot itself;
            and in this order to observations.

    Returns:
        The task as a policy meets it. Where `task` was made by its name, so can this one be, in any process. With shifts of the
        physics it has a simulator of its own, so that `task` stays as it is.

    Raises:
        UnknownNameError: A shift names a field that the task does not have.
        OptionError: A shift does not fit the task.
    """
    made = Shifted(task, tuple(shifts))
    recipe = _recipe(task, made)
    return made if recipe is None else note(made, recipe)


def _check_base(base: str) -> None:
    if base.startswith(f"{FAMILY}/") or "@" in base:
        raise OptionError(f"{base} is shifted already: expected a task that is not, after {FAMILY}/.")
    if not _is_known(base):
        known = [name for name in (*task_names(), *_further()) if not name.startswith(f"{FAMILY}/")]
        raise UnknownNameError("task to shift", base, known if "/" in base else (name.split("/")[-1] for name in known))


def _is_known(name: str) -> bool:
    """Whether a name is listed, or is one of those of a family that cannot list them all."""
    if name in task_names() or f"{USUAL}{name}" in task_names():
        return True
    return any(family.claims(name) for family in families() if hasattr(family, "claims") and family.FAMILY != FAMILY)


def _further() -> tuple[str, ...]:
    """The names of tasks that are not listed."""
    more = [family for family in families() if hasattr(family, "further")]
    return tuple(f"{family.FAMILY}/{name}" for family in more for name in family.further())


def _seed(name: str, which: str) -> int:
    if which.isascii() and which.isdigit() and int(which) < 2**32:
        return int(which)
    raise OptionError(
        f"{FAMILY}/{name}: expected a whole number from 0 to 2**32 - 1 after the @, or {SUITE}; found {which!r}."
    )


def _recipe(task: Task, made: Shifted) -> Recipe | None:
    """How to make it anew, if its task is made by a name and every shift is of a bundled kind."""
    try:
        base = recipe_of(task)
    except OptionError:
        return None
    if not _is_known(base.name) or any(KINDS.get(type(shift).__name__) is not type(shift) for shift in made.shifts):
        return None
    shifts = [to_record(shift) for shift in made.shifts]
    return Recipe(f"{FAMILY}/{base.name}", base.seed, {**base.options, "shifts": shifts}, base.step_seconds)
