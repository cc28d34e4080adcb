"""Runs that differ in nothing but their goals' seed and chance, together under one name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from robotrace.errors import OptionError
from robotrace.results import Entry, Rate, Run
from robotrace.results.aggregate import Estimate, iqm_of
from robotrace.show.curves import feedback_words, model_words

FLAGS = (
    "search",
    "iterations",
    "goals",
    "confirm",
    "max_calls",
    "max_tokens",
    "max_usd",
    "max_env_steps",
    "max_seconds",
    "start",
)
"""Settings of the search and of its limits that make another method of an optimizer, beside its options; "start" is the controller
that training began with, as a digest."""
ABLATIONS: Mapping[str, tuple[Any, str]] = {
    "view": ("masked", "masked"),
    "vision": (True, "vision"),
    "memory": (0, "no memory"),
}
"""Values of flags that have a name of their own."""
USUAL = (("vision", False), ("reply", "fences"), ("context", ""))
"""Options as they usually are, which earlier runs did not keep and nobody is told of."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a success rate holds for, and for nothing else.

    Attributes:
        task: its name.
        control: how actions drive the robot; None where the problem has no such thing.
        horizon: most actions in an episode; None likewise.
        options: the task's further ones, each as a text.
    """

    task: str
    control: str | None
    horizon: int | None
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, run: Run) -> Setting:
        """The setting of a run."""
        options = {name: _plain(value) for name, value in run.config.get("options", {}).items()}
        further = tuple(sorted(item for item in options.items() if item[0] not in ("control", "horizon")))
        return cls(run.task, run.config.get("control"), run.config.get("horizon"), further)

    def differences(self, other: Setting) -> list[str]:
        """What keeps two settings from being compared, in words."""
        pairs = [(name, getattr(self, name), getattr(other, name)) for name in ("task", "control", "horizon")]
        if self.control == other.control:  # each control has options of its own
            mine, others = dict(self.options), dict(other.options)
            pairs += [(name, mine.get(name, "none"), others.get(name, "none")) for name in sorted(mine | others)]
        return [f"{name} {one} against {two}" for name, one, two in pairs if one != two]

    def __str__(self) -> str:
        control = f"{self.control} control" if self.control is not None else ""
        horizon = f"horizon {self.horizon}" if self.horizon is not None else ""
        return " · ".join(filter(None, (self.task, control, horizon, *(" ".join(item) for item in self.options))))


@dataclass(frozen=True, slots=True)
class Method:
    """What trained.

    Attributes:
        optimizer: by its name on the command line.
        model: the language model; None for none.
        feedback: level of the feedback.
        flags: The optimizer's options and those of `FLAGS` that the run has, ablations included.
    """

    optimizer: str
    model: str | None
    feedback: str | None
    flags: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, run: Run) -> Method:
        """The method of a run."""
        text = run.config.get("controller")
        start = None if text is None else hashlib.sha256(text.encode()).hexdigest()[:6]
        config = {**run.config, "start": start}
        options = sorted(_side_by_side(run.optimizer_options).items())
        flags = (*options, *((name, config[name]) for name in FLAGS if name in config))
        told = tuple(flag for flag in flags if flag not in USUAL and flag[1] is not None)
        return cls(run.optimizer, run.config.get("model"), run.feedback, told)


@dataclass(frozen=True, slots=True)
class Cost:
    """What was used up, from a run's start on; of several runs the medians.

    Attributes:
        calls: of a language model.
        tokens: sent and received.
        usd: dollars; None where nobody knows.
        env_steps: environment steps in training.
        seconds: wall-clock time.
    """

    calls: float
    tokens: float
    usd: float | None
    env_steps: float
    seconds: float

    @classmethod
    def median(cls, entries: Sequence[Entry]) -> Cost | None:
        """Of several runs; None where there is none."""
        if not entries:
            return None
        dollars = [entry.ledger.usd for entry in entries]
        known = [amount for amount in dollars if amount is not None]
        return cls(
            median(entry.ledger.calls for entry in entries),
            median(entry.ledger.tokens for entry in entries),
            median(known) if len(known) == len(dollars) else None,
            median(entry.ledger.env_steps for entry in entries),
            median(entry.ledger.seconds for entry in entries),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Runs that differ in nothing but their goals' seed and chance.

    Attributes:
        name: the method's, short, unique among the methods that are compared.
        setting: what their success rates hold for.
        method: what trained.
        runs: in the order in which they were given.
    """

    name: str
    setting: Setting
    method: Method
    runs: tuple[Run, ...]

    @property
    def heldout(self) -> Rate:
        """The best controllers on held-out goals, all runs taken together."""
        return _pooled(run.heldout for run in self.runs)

    @property
    def train(self) -> Rate:
        """The best controllers on the training goals that they were tried on, all runs taken together."""
        return _pooled(run.train for run in self.runs)

    @property
    def success(self) -> Estimate:
        """The interquartile mean of the runs' held-out success rates."""
        return iqm_of([[run.heldout.rate for run in self.runs if run.heldout.n]])

    @property
    def to_best(self) -> Cost | None:
        """What a run had used up when its best controller had been tried."""
        entries = (next((it for it in run.entries if it.id == run.best_id), None) for run in self.runs)
        return Cost.median([entry for entry in entries if entry is not None])

    @property
    def in_all(self) -> Cost | None:
        """What a run used up until its last trial."""
        return Cost.median([run.entries[-1] for run in self.runs if run.entries])

    @property
    def seeds(self) -> tuple[Any, ...]:
        """Seeds of the goals."""
        return tuple(dict.fromkeys(run.config.get("seed") for run in self.runs))


def groups_of(runs: Sequence[Run]) -> tuple[Group, ...]:
    """Runs of the same setting and method, together.

    Raises:
        OptionError: there is no run, or one was given twice.
    """
    if not runs:
        raise OptionError("A comparison needs at least one run.")
    folders = [run.folder.path.resolve() for run in runs]
    twice = [folder for folder in dict.fromkeys(folders) if folders.count(folder) > 1]
    if twice:
        raise OptionError(f"The run {str(twice[0])!r} was given twice; give each run once.")
    found: dict[tuple[Setting, Method], list[Run]] = {}
    for run in runs:
        found.setdefault((Setting.of(run), Method.of(run)), []).append(run)
    names = method_names(list(dict.fromkeys(method for _, method in found)))
    tasks = list(dict.fromkeys(setting.task for setting, _ in found))
    groups = [Group(names[method], setting, method, tuple(them)) for (setting, method), them in found.items()]
    settings = list(dict.fromkeys(setting for setting, _ in found))
    order = list(names.values())  # the same in each task, so that pairs of several tasks can be added up

    def place(group: Group) -> tuple[int, ...]:
        return tasks.index(group.setting.task), settings.index(group.setting), order.index(group.name)

    return tuple(sorted(groups, key=place))


def method_names(methods: Sequence[Method]) -> Mapping[Method, str]:
    """A short name of each: the optimizer, its ablations, and what else tells it from the others of its kind."""
    names: dict[Method, str] = {}
    for method in methods:
        name = ", ".join(_parts(method, [it for it in methods if it.optimizer == method.optimizer]))
        again = sum(other == name or other.startswith(f"{name} (") for other in names.values())
        names[method] = f"{name} ({again + 1})" if again else name
    return names


def _parts(method: Method, alike: Sequence[Method]) -> list[str]:
    flags = dict(method.flags)
    parts = [method.optimizer]
    for name in sorted(flags, key=_place):
        if name in ABLATIONS and flags.get(name) == ABLATIONS[name][0]:
            parts.append(ABLATIONS[name][1])
        elif name != "view" and len(_values(name, alike)) > 1:
            parts.append(f"{name.replace('_', ' ')} {flags[name]}")
    if len({it.model for it in alike}) > 1:
        parts.append(model_words(method.model))
    if len({it.feedback for it in alike}) > 1 and method.feedback is not None:
        parts.append(feedback_words(method.feedback).split(" (", maxsplit=1)[0])
    return parts


def _place(name: str) -> tuple[bool, bool]:
    """Ablations first, then the other options, then the settings of the search."""
    return name not in ABLATIONS, name in FLAGS


def _side_by_side(options: Mapping[str, Any], of: str = "") -> dict[str, Any]:
    """Options by name, those of an optimizer that takes turns beside the turns; lists as texts, so that they can be compared."""
    flat: dict[str, Any] = {}
    for name, value in options.items():
        if isinstance(value, Mapping):
            flat |= _side_by_side(value, "" if name == "optimizer" else f"{name} ")
        else:
            flat[f"{of}{name}"] = value if isinstance(value, str | int | float | None) else _plain(value)
    return flat


def _values(name: str, methods: Iterable[Method]) -> set[Any]:
    """Those that a flag has among some methods; ablations, which have a name of their own, left out."""
    found = {dict(method.flags).get(name) for method in methods}
    return found - {ABLATIONS[name][0]} if name in ABLATIONS else found


def solved(run: Run) -> dict[int, bool]:
    """Which held-out goals the best controller solved; empty where that was not measured."""
    if run.best_id is None:
        return {}
    return {outcome.case.index: outcome.success for outcome in run.tested.get(run.best_id, ())}


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _pooled(rates: Iterable[Rate]) -> Rate:
    found = list(rates)
    return Rate(sum(rate.successes for rate in found), sum(rate.n for rate in found))
