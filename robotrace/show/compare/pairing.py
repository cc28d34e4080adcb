"""Runs side by side: what each group of like runs took to its best, and any two groups on the same held-out goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from robotrace.errors import OptionError
from robotrace.results import Run
from robotrace.results.aggregate import Estimate, iqm_of
from robotrace.results.paired import Paired
from robotrace.show.compare.groups import Group, Setting, groups_of, solved


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups on the same held-out goals.

    Attributes:
        a: one group's name.
        b: the other's.
        settings: that both were tried in, one a task.
        counts: goals that both, one or neither solved.
        runs: pairs of runs that the counts are from.
        left_out: names of runs without a partner, or without held-out goals.
    """

    a: str
    b: str
    settings: tuple[Setting, ...]
    counts: Paired
    runs: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overall:
    """One method on several tasks.

    Attributes:
        name: of the method.
        settings: one a task, alike in control and horizon.
        success: interquartile mean of all runs' held-out success rates, the bootstrap stratified by task.
    """

    name: str
    settings: tuple[Setting, ...]
    success: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it.

    Attributes:
        groups: by task and setting, then in the order in which their methods came.
        pairs: any two groups of one task that may be compared.
        refused: why other groups of one task may not, in words.
        overall: each method over its tasks, where there are several.
        pooled: pairs of methods over all tasks that both have pairs on, where there are several.
    """

    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]
    refused: tuple[str, ...]
    overall: tuple[Overall, ...]
    pooled: tuple[Pair, ...]


def compare(runs: Sequence[Run]) -> Comparison:
    """Group runs by task, control, horizon and method, and pair the groups of each task.

    Raises:
        OptionError: there is no run, or one was given twice.
    """
    groups = groups_of(runs)
    pairs: list[Pair] = []
    refused: list[str] = []
    for a, b in combinations(groups, 2):
        if a.setting.task == b.setting.task:
            try:
                pairs.append(pair(a, b))
            except OptionError as error:
                refused.append(str(error))
    several = len({group.setting.task for group in groups}) > 1
    return Comparison(
        groups,
        tuple(pairs),
        tuple(dict.fromkeys(refused)),
        _overall(groups) if several else (),
        _pool(pairs) if several else (),
    )


def pair(a: Group, b: Group) -> Pair:
    """Two groups on the same held-out goals: run by run of each seed, goal by goal.

    Raises:
        OptionError: their success rates do not hold for the same, or their goals differ.
    """
    _check_alike(a, b)
    counts, couples, paired = Paired(), 0, set()
    of_a, of_b = _by_seed(a), _by_seed(b)
    for seed in of_a:
        for one, other in zip(of_a[seed], of_b.get(seed, []), strict=False):
            solved_a, solved_b = solved(one), solved(other)
            if solved_a.keys() != solved_b.keys():
                raise OptionError(
                    f"{_cannot(a, b)}: {one.folder.name} was tested on {_goals(solved_a)}, {other.folder.name} on "
                    f"{_goals(solved_b)}. Test both on the same goals (--heldout)."
                )
            counts += Paired.of(solved_a, solved_b)
            couples += 1
            paired |= {one.folder.path, other.folder.path}
    left_out = tuple(run.folder.name for run in (*a.runs, *b.runs) if run.folder.path not in paired)
    return Pair(a.name, b.name, (a.setting,), counts, couples, left_out)


def _check_alike(a: Group, b: Group) -> None:
    differences = a.setting.differences(b.setting)
    if differences:
        raise OptionError(
            f"Runs on {a.setting.task} cannot be paired: {', '.join(differences)}. Success rates hold for one of each only."
        )
    for group in (a, b):
        if not group.heldout.n:
            names = ", ".join(run.folder.name for run in group.runs)
            raise OptionError(f"{_cannot(a, b)}: nothing was measured on held-out goals in {names}. Finish the run.")
    if not _by_seed(a).keys() & _by_seed(b).keys():
        seeds = [", ".join(str(seed) for seed in _by_seed(group)) for group in (a, b)]
        raise OptionError(
            f"{_cannot(a, b)}: their goals are of different seeds, {seeds[0]} against {seeds[1]}. Train both with --seed."
        )


def _cannot(a: Group, b: Group) -> str:
    return f"{a.name} and {b.name} on {a.setting.task} cannot be paired"


def _by_seed(group: Group) -> dict[Any, list[Run]]:
    """The runs that have met held-out goals, by the seed of their goals."""
    found: dict[Any, list[Run]] = {}
    for run in group.runs:
        if run.heldout.n:
            found.setdefault(run.config.get("seed"), []).append(run)
    return found


def _goals(outcomes: Mapping[int, bool]) -> str:
    return f"{len(outcomes)} held-out goals ({min(outcomes)} to {max(outcomes)})"


def _overall(groups: Sequence[Group]) -> tuple[Overall, ...]:
    methods: dict[tuple[Any, ...], list[Group]] = {}
    for group in groups:
        methods.setdefault((group.name, group.setting.control, group.setting.horizon), []).append(group)
    return tuple(
        Overall(
            them[0].name,
            tuple(group.setting for group in them),
            iqm_of([[run.heldout.rate for run in group.runs if run.heldout.n] for group in them]),
        )
        for them in methods.values()
    )


def _pool(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Pairs of the same two methods on several tasks, added up; the exact test holds for the sum as for each."""
    found: dict[tuple[Any, ...], list[Pair]] = {}
    for it in pairs:
        found.setdefault((it.a, it.b, it.settings[0].control, it.settings[0].horizon), []).append(it)
    return tuple(
        Pair(
            them[0].a,
            them[0].b,
            tuple(setting for it in them for setting in it.settings),
            sum((it.counts for it in them), Paired()),
            sum(it.runs for it in them),
            tuple(name for it in them for name in it.left_out),
        )
        for them in found.values()
        if len(them) > 1
    )
