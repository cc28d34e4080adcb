"""Runs that differ in nothing but their goals' seed and chance, together under one name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from robotrace.errors import OptionError
from robotrace.opto import METERS, Ledger
from robotrace.results import Rate, Run
from robotrace.results.aggregate import Estimate, iqm_of
from robotrace.show.compare.method import Method, method_names
from robotrace.show.curves import success_words


@dataclass(frozen=True, slots=True)
class Setting:
    """What a success rate holds for, and for nothing else.

    Attributes:
        task: The task's name.
        control: How actions drive the robot; None where the problem has no such thing.
        horizon: The most actions in an episode; None where the problem has no such thing.
        success: The success that counts, "any" or "last"; None where the problem has no such thing.
        options: The task's further options, each as a text.
    """

    task: str
    control: str | None
    horizon: int | None
    success: str | None
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, run: Run) -> Setting:
        """The setting of a run."""
        options = {name: _as_text(value) for name, value in run.config.get("options", {}).items()}
        further = tuple(sorted(item for item in options.items() if item[0] not in ("control", "horizon", "success")))
        success = run.config.get("success", "any") if "control" in run.config else None
        return cls(run.task, run.config.get("control"), run.config.get("horizon"), success, further)

    def differences(self, other: Setting) -> list[str]:
        """What keeps two settings from being compared, in words."""
        pairs = [
            (name, getattr(self, name), getattr(other, name)) for name in ("task", "control", "horizon", "success")
        ]
        if self.control == other.control:  # each control has options of its own
            mine, theirs = dict(self.options), dict(other.options)
            pairs += [(name, mine.get(name, "none"), theirs.get(name, "none")) for name in sorted(mine | theirs)]
        return [f"{name} {own} against {others}" for name, own, others in pairs if own != others]

    @property
    def conditions(self) -> str:
        """All of it but the task, in words."""
        control = f"{self.control} control" if self.control is not None else ""
        horizon = f"horizon {self.horizon}" if self.horizon is not None else ""
        success = success_words(self.success) if self.success is not None else ""
        return " · ".join(filter(None, (control, horizon, success, *(" ".join(option) for option in self.options))))

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.task, self.conditions)))


@dataclass(frozen=True, slots=True)
class Group:
    """Runs that differ in nothing but their goals' seed and chance.

    Attributes:
        name: The method's short name, unique among the methods that are compared.
        setting: What the success rates of the runs hold for.
        method: The method that trained.
        runs: The runs, in the order in which they were given.
        is_scored: Whether scores alone tell the candidates of all runs of the setting apart, those of other methods among them.
    """

    name: str
    setting: Setting
    method: Method
    runs: tuple[Run, ...]
    is_scored: bool = False

    @property
    def heldout(self) -> Rate:
        """The best controllers on held-out goals, all runs taken together."""
        return _pooled(run.heldout for run in self.runs)

    @property
    def train(self) -> Rate:
        """The best controllers on the training goals that they were tried on, all runs taken together."""
        return _pooled(run.train for run in self.runs)

    @property
    def results(self) -> list[float]:
        """The runs' held-out success rates; their mean scores, where scores alone tell."""
        if self.is_scored:
            return [score for run in self.runs if (score := run.scores["held-out"]) is not None]
        return [run.heldout.rate for run in self.runs if run.heldout.n]

    @property
    def success(self) -> Estimate:
        """The interquartile mean of the runs' results."""
        return iqm_of([self.results])

    @property
    def to_best(self) -> Mapping[str, float | None] | None:
        """What a run had used up when its best controller had been tried, by meter: the medians of the runs."""
        return _medians([entry.ledger for run in self.runs for entry in run.entries if entry.id == run.best_id])

    @property
    def in_all(self) -> Mapping[str, float | None] | None:
        """What a run used up in all, likewise."""
        return _medians([run.ledger for run in self.runs if run.entries])

    @property
    def seeds(self) -> tuple[Any, ...]:
        """Seeds of the goals."""
        return tuple(dict.fromkeys(run.config.get("seed") for run in self.runs))


def groups_of(runs: Sequence[Run]) -> tuple[Group, ...]:
    """Runs of the same setting and method, together.

    Raises:
        OptionError: There is no run, or a run was given twice.
    """
    if not runs:
        raise OptionError("A comparison needs at least one run.")
    shown = [(run.folder.path.resolve(), run.task) for run in runs]  # one of several tasks is shown by task, too
    twice = next((folder for folder, task in dict.fromkeys(shown) if shown.count((folder, task)) > 1), None)
    if twice is not None:
        raise OptionError(f"The run {str(twice)!r} was given twice; give each run once.")
    alike: dict[tuple[Setting, Method], list[Run]] = {}
    for run in runs:
        alike.setdefault((Setting.of(run), Method.of(run)), []).append(run)
    names = method_names(list(dict.fromkeys(method for _, method in alike)))
    tasks = list(dict.fromkeys(setting.task for setting, _ in alike))
    solvable = {setting for (setting, _), members in alike.items() if not all(run.is_scored for run in members)}
    groups = [
        Group(names[method], setting, method, tuple(members), setting not in solvable)
        for (setting, method), members in alike.items()
    ]
    settings = list(dict.fromkeys(setting for setting, _ in alike))
    order = list(names.values())  # the same in each task, so that pairs of several tasks can be added up

    def place(group: Group) -> tuple[int, ...]:
        return tasks.index(group.setting.task), settings.index(group.setting), order.index(group.name)

    return tuple(sorted(groups, key=place))


def solved(run: Run) -> dict[int, bool]:
    """Which held-out goals the best controller solved; empty where that was not measured."""
    if run.best_id is None:
        return {}
    return {outcome.case.index: outcome.success for outcome in run.tested.get(run.best_id, ())}


def scored(run: Run) -> dict[int, float]:
    """The best candidate's score on each held-out case that has one; empty where that was not measured."""
    tested = () if run.best_id is None else run.tested.get(run.best_id, ())
    return {outcome.case.index: outcome.score for outcome in tested if outcome.score is not None}


def _medians(ledgers: Sequence[Ledger]) -> dict[str, float | None] | None:
    """What each meter shows, of several runs the medians; None where a run's figure is not known, or where there is no run."""
    if not ledgers:
        return None
    columns = {meter.name: [ledger.figures[meter.name] for ledger in ledgers] for meter in METERS}
    known = {name: [figure for figure in column if figure is not None] for name, column in columns.items()}
    return {name: median(known[name]) if len(known[name]) == len(ledgers) else None for name in columns}


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _pooled(rates: Iterable[Rate]) -> Rate:
    measured = list(rates)
    return Rate(sum(rate.successes for rate in measured), sum(rate.n for rate in measured))
