"""Trackers by name or from a user's file, and what each of them is."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from robotrace.errors import OptionError, UnknownNameError
from robotrace.plugins import load, place_of

DEFAULT = "Tracker"
"""What a user's file is asked for where no name is given."""
PROJECT = "robotrace"


@dataclass(frozen=True, slots=True)
class About:
    """What a tracker is told of a run when it is opened.

    Attributes:
        project: The name of the tracker's project.
        name: The run's name.
        identity: The same each time that this run is resumed, and no other run's.
        folder: The run's folder, in which a tracker may keep what it needs.
        settings: The run's settings, flat: numbers, texts, truth values.
    """

    project: str
    name: str
    identity: str
    folder: Path
    settings: Mapping[str, Any] = field(default_factory=dict)


class Tracker(Protocol):
    """What a tracker does. A class of your own is made with an `About`; `--track ./mine.py:Mine` takes it."""

    def log(self, figures: Mapping[str, float], *, step: int) -> None:
        """Figures by name, at a step: the number of trials before."""
        ...

    def code(self, text: str, *, step: int) -> None:
        """The text of a candidate that is the best so far."""
        ...

    def file(self, path: Path) -> None:
        """A file of the finished run: the best candidate to be used alone, the table of the run, its plots."""
        ...

    def close(self, *, failed: bool) -> None:
        """Nothing more comes in this process; `failed` where training did not come to its end."""
        ...


class Bundled(NamedTuple):
    """A tracker that comes with robotrace.

    Attributes:
        module: The module that it is in.
        needs: The package that it sends to, as it is imported.
        extra: The extra of robotrace that installs it.
    """

    module: str
    needs: str
    extra: str


BUNDLED: Mapping[str, Bundled] = {
    "tensorboard": Bundled("robotrace.tracking.tensorboard", "tensorboardX", "tensorboard"),
    "trackio": Bundled("robotrace.tracking.trackio_client", "trackio", "trackio"),
    "wandb": Bundled("robotrace.tracking.wandb_client", "wandb", "wandb"),
    "mlflow": Bundled("robotrace.tracking.mlflow_client", "mlflow", "mlflow"),
}


def tracker_names() -> tuple[str, ...]:
    """The bundled trackers."""
    return tuple(BUNDLED)


def check_trackers(names: Sequence[str]) -> None:
    """Refuse what cannot be opened, before anything is trained.

    Args:
        names: "NAME", "NAME:PROJECT" or "./mine.py:Mine".

    Raises:
        UnknownNameError: There is no such tracker.
        OptionError: Its package is not installed, or a user's file cannot be used.
    """
    if isinstance(names, str):
        raise OptionError(f"track: expected a sequence of names, found the text {names!r}: give [{names!r}].")
    for name in names:
        _factory(name)


def opened(name: str, about: Callable[[str], About]) -> Tracker:
    """Open a tracker.

    Args:
        name: As for `check_trackers`.
        about: What it is told of the run, by the name of the project.

    Raises:
        As `check_trackers`; and whatever its client raises.
    """
    factory, project = _factory(name)
    return factory(about(project))


def _factory(name: str) -> tuple[Callable[[About], Tracker], str]:
    place = place_of(name)
    if place is not None:
        return load(place, default=DEFAULT, kind="tracker"), PROJECT
    kind, _, project = name.partition(":")
    if kind not in BUNDLED:
        raise UnknownNameError("tracker", kind, BUNDLED)
    bundled = BUNDLED[kind]
    if importlib.util.find_spec(bundled.needs) is None:
        raise OptionError(f"track {kind} needs the package {bundled.needs}: pip install 'robotrace[{bundled.extra}]'.")
    return importlib.import_module(bundled.module).Client, project or PROJECT
