"""Runs side by side: what each group of like runs took to its best, and any two groups on the same held-out goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from robotrace.errors import OptionError
from robotrace.results import Run
from robotrace.results.aggregate import Estimate, iqm_of
from robotrace.results.paired import Paired, PairedScores
from robotrace.show.compare.groups import Group, Setting, groups_of, scored, solved
from robotrace.show.curves import cases_of


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups on the same held-out goals.

    Attributes:
        a: The name of one group.
        b: The name of the other group.
        settings: The settings that both groups were tried in, one a task.
        counts: The numbers of goals that both, one or neither of them solved; where scores alone tell, on how many which is better.
        runs: The number of pairs of runs that the counts are from.
        left_out: The names of runs without a partner, or without held-out goals.
    """

    a: str
    b: str
    settings: tuple[Setting, ...]
    counts: Paired | PairedScores
    runs: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overall:
    """One method on several tasks.

    Attributes:
        name: The method's name.
        settings: The settings that the method was tried in, one a task, alike in all but the task.
        success: The interquartile mean of all runs' held-out success rates, the bootstrap stratified by task.
    """

    name: str
    settings: tuple[Setting, ...]
    success: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """Groups of runs, and how they compare.

    Attributes:
        groups: The groups by task and setting, then in the order in which their methods came.
        pairs: The pairs of groups of one task that may be compared.
        refused: The reasons for which other groups of one task may not, in words.
        overall: The results of each method over its tasks, where there are several tasks.
        pooled: The pairs of methods over all tasks that both have pairs on, where there are several tasks.
    """

    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]
    refused: tuple[str, ...]
    overall: tuple[Overall, ...]
    pooled: tuple[Pair, ...]


def compare(runs: Sequence[Run]) -> Comparison:
    """Group runs by task, control, horizon and method, and pair the groups of each task.

    Raises:
        OptionError: There is no run, or a run was given twice.
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
        OptionError: The success rates of the groups do not hold for the same setting, or their goals differ.
    """
    _check_alike(a, b)
    counts, couples, paired = Paired(), 0, set()
    scores: list[tuple[float, float]] = []
    runs_of_a, runs_of_b = _by_seed(a), _by_seed(b)
    for seed in runs_of_a:
        for run, other in zip(runs_of_a[seed], runs_of_b.get(seed, []), strict=False):
            solved_a, solved_b = solved(run), solved(other)
            if solved_a.keys() != solved_b.keys():
                raise OptionError(
                    f"{_cannot(a, b)}: {run.folder.name} was tested on {_tested(run, solved_a)}, {other.folder.name} on "
                    f"{_tested(other, solved_b)}. Test both on the same {run.words.cases} (--heldout)."
                )
            counts += Paired.of(solved_a, solved_b)
            scores_a, scores_b = scored(run), scored(other)
            scores += [(scores_a[case], scores_b[case]) for case in scores_a if case in scores_b]
            couples += 1
            paired |= {run.folder.path, other.folder.path}
    left_out = tuple(run.folder.name for run in (*a.runs, *b.runs) if run.folder.path not in paired)
    found = PairedScores.of(scores) if a.is_scored and b.is_scored else counts
    return Pair(a.name, b.name, (a.setting,), found, couples, left_out)


def _check_alike(a: Group, b: Group) -> None:
    differences = a.setting.differences(b.setting)
    if differences:
        raise OptionError(
            f"Runs on {a.setting.task} cannot be paired: {', '.join(differences)}. Success rates hold for one of each only."
        )
    for group in (a, b):
        if not group.heldout.n:
            names = ", ".join(run.folder.name for run in group.runs)
            raise OptionError(
                f"{_cannot(a, b)}: nothing was measured on held-out {cases_of(group.runs)} in {names}. Finish the run."
            )
    if not _by_seed(a).keys() & _by_seed(b).keys():
        seeds = [", ".join(str(seed) for seed in _by_seed(group)) for group in (a, b)]
        raise OptionError(
            f"{_cannot(a, b)}: their {cases_of(a.runs)} are of different seeds, {seeds[0]} against {seeds[1]}. Train both with "
            "--seed."
        )


def _cannot(a: Group, b: Group) -> str:
    return f"{a.name} and {b.name} on {a.setting.task} cannot be paired"


def _by_seed(group: Group) -> dict[Any, list[Run]]:
    """The runs that have met held-out goals, by the seed of their goals."""
    runs: dict[Any, list[Run]] = {}
    for run in group.runs:
        if run.heldout.n:
            runs.setdefault(run.config.get("seed"), []).append(run)
    return runs


def _tested(run: Run, outcomes: Mapping[int, bool]) -> str:
    return f"{len(outcomes)} held-out {run.words.cases} ({min(outcomes)} to {max(outcomes)})"


def _overall(groups: Sequence[Group]) -> tuple[Overall, ...]:
    methods: dict[tuple[str, str], list[Group]] = {}
    for group in groups:
        if group.is_scored:  # scores of several problems have no common scale
            continue
        methods.setdefault((group.name, group.setting.conditions), []).append(group)
    return tuple(
        Overall(
            name,
            tuple(group.setting for group in members),
            iqm_of([group.results for group in members]),
        )
        for (name, _), members in methods.items()
    )


def _pool(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Pairs of the same two methods on several tasks, added up; the exact test holds for the sum as for each."""
    alike: dict[tuple[str, str, str], list[tuple[Pair, Paired]]] = {}
    for pair in pairs:
        if isinstance(pair.counts, Paired):
            alike.setdefault((pair.a, pair.b, pair.settings[0].conditions), []).append((pair, pair.counts))
    return tuple(
        Pair(
            a,
            b,
            tuple(setting for pair, _ in members for setting in pair.settings),
            sum((counts for _, counts in members), Paired()),
            sum(pair.runs for pair, _ in members),
            tuple(name for pair, _ in members for name in pair.left_out),
        )
        for (a, b, _), members in alike.items()
        if len(members) > 1
    )
