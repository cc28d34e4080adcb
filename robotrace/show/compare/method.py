"""What trained: read from a run's settings so that two methods never pass for one, and named so that they are distinct."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from robotrace.results import Run
from robotrace.results.options import SOURCE, optimizer_options, other_settings
from robotrace.show.curves import feedback_words, model_words

NO_METHOD = frozenset(
    {
        "model",  # has a place of its own
        "controller",  # stands as its digest, "start"
        *("control", "horizon", "success", "options"),  # say what the success rate holds for
        "words",
        "seed",  # of the goals: runs of a group differ in it
        *("heldout", "heldout_curve", "heldout_until"),  # how the result is tested
        *("sandbox", "machine"),  # where it ran
        *("made_from", SOURCE, "replays"),  # the files that its parts came from
    }
)
"""Settings that make no other method. Any other one does, also one that this version does not know."""
UNSAID: Mapping[str, Any] = {"reply": "fences", "fresh_batch": 10}
"""Values that runs had before there was an option to record; they are not shown."""
ABLATIONS: Mapping[str, tuple[Any, str]] = {
    "view": ("masked", "masked"),
    "vision": (True, "vision"),
    "memory": (0, "no memory"),
}
"""Values of settings that have a name of their own."""


@dataclass(frozen=True, slots=True)
class Method:
    """What trained.

    Attributes:
        optimizer: The optimizer's name on the command line.
        model: The language model; None for none.
        feedback: The level of the feedback.
        settings: Every further setting that makes another method, as (name, value), in the names' order; a setting that a run
            leaves out or does not use is not there.
    """

    optimizer: str
    model: str | None
    feedback: str | None
    settings: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, run: Run) -> Method:
        """The method of a run."""
        settings = tuple(sorted(settings_of(run.optimizer, run.config).items()))
        return cls(run.optimizer, run.config.get("model"), run.feedback, settings)


def settings_of(optimizer: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a run that belong to its method, each as a number, a text or a flag.

    Options of an optimizer that is made of others stand side by side; caps become max_calls and so on, and the controller that
    training began with becomes "start", a digest.
    """
    named: dict[str, Any] = {}
    for path, value in _leaves(optimizer_options(optimizer, config)):
        name = " ".join(path[-1:] if path[0] == "optimizer" else path)
        named[" ".join(path) if name in named else name] = value
    others = {name: value for name, value in other_settings(optimizer, config).items() if name not in NO_METHOD}
    others |= {f"max_{name}": cap for name, cap in others.pop("caps", {}).items()}
    if isinstance(
        others.get("rows"), Mapping
    ):  # how a data set is dealt out: by the run's seed, which makes no other method
        others["rows"] = {name: value for name, value in others["rows"].items() if name != "seed"}
    if config.get("controller") is not None:
        others["start"] = hashlib.sha256(str(config["controller"]).encode()).hexdigest()[:6]
    named |= {f"run {name}" if name in named else name: value for name, value in others.items()}
    return {name: scalar(value) for name, value in named.items() if not _is_unsaid(name, value)}


def scalar(value: Any) -> Any:
    """A setting's value as it is, or, where it is a list or an object, as one text."""
    return value if isinstance(value, str | int | float) else json.dumps(value, sort_keys=True)


def method_names(methods: Sequence[Method]) -> Mapping[Method, str]:
    """A short name of each: the optimizer, its ablations, and what else distinguishes it from the others of its kind."""
    names: dict[Method, str] = {}
    for method in methods:
        alike = [other for other in methods if other.optimizer == method.optimizer]
        name = ", ".join([_titled(method), *_differences(method, alike)])
        again = sum(other == name or other.startswith(f"{name} (") for other in names.values())
        names[method] = f"{name} ({again + 1})" if again else name
    return names


def _titled(method: Method) -> str:
    """The optimizer's name; of a baseline that it is one, and whether it is privileged."""
    baseline = dict(method.settings).get("baseline")
    if baseline is None:
        return method.optimizer
    return f"{method.optimizer} (baseline{', privileged' if str(baseline).startswith('privileged') else ''})"


def _differences(method: Method, alike: Sequence[Method]) -> Iterator[str]:
    """What distinguishes a method from others of the same optimizer, in words."""
    for name, value in method.settings:
        ablation = ABLATIONS.get(name)
        if ablation is not None and value == ablation[0]:
            yield ablation[1]
        elif len(_values(name, alike)) > 1:
            yield f"{name.replace('_', ' ')} {value}"
    if len({other.model for other in alike}) > 1:
        yield model_words(method.model)
    if len({other.feedback for other in alike}) > 1 and method.feedback is not None:
        yield feedback_words(method.feedback).split(" (", maxsplit=1)[0]


def _values(name: str, methods: Iterable[Method]) -> set[Any]:
    """The values that a setting has among some methods; ablations, which have a name of their own, left out."""
    values = {dict(method.settings).get(name) for method in methods}
    return values - {ABLATIONS[name][0]} if name in ABLATIONS else values


def _is_unsaid(name: str, value: Any) -> bool:
    """Whether a value means no more than leaving the setting out."""
    return value is None or value is False or value == "" or (name in UNSAID and value == UNSAID[name])


def _leaves(options: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The options of an optimizer, which may be made of others that have their own: each with the names that lead to it."""
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value
