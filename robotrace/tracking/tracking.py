"""A run's events on their way to trackers. Training does not depend on any of them: one that fails is left out from then on."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Self

from robotrace.errors import OptionError, RobotraceError
from robotrace.results import RunFolder, files
from robotrace.results.events import Event, id_of
from robotrace.text import one_line
from robotrace.tracking.figures import figures_of
from robotrace.tracking.registry import About, Tracker, opened

log = logging.getLogger(__name__)

KEPT = ("start", "accepted")
"""The verdicts on candidates whose code a tracker is given."""


class Tracking:
    """Trackers of one run; to be entered before its first event, and called with each event.

    Args:
        names: The trackers, as for `check_trackers`.
        folder: The run's folder, which exists.
        settings: The run's settings.
        trials: The number of trials that stand in the folder already.
        listener: Called with each event, too, and before the trackers.
    """

    def __init__(
        self,
        names: Sequence[str],
        folder: RunFolder,
        settings: Mapping[str, Any],
        *,
        trials: int = 0,
        listener: Callable[[Event], None] | None = None,
    ) -> None:
        self._names, self._folder, self._settings = tuple(names), folder, settings
        self._step, self._listener = trials, listener
        self._trackers: dict[str, Tracker] = {}
        self._is_over = False

    def __enter__(self) -> Self:
        """Open all of them.

        Raises:
            OptionError: One cannot be opened; says why.
        """
        identity = _identity(self._folder) if self._names else ""
        flat = _flat(self._settings)
        with ExitStack() as opening:
            opening.callback(self._close)
            for name in self._names:
                self._trackers[name] = _open(
                    name, lambda project: About(project, self._folder.name, identity, self._folder.path, flat)
                )
            opening.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, event: Event) -> None:
        """Pass an event on: its figures, the code of a new best candidate, in the end the files."""
        if self._listener is not None:
            self._listener(event)
        if not self._trackers:
            return
        figures = figures_of(event)
        if figures:
            self._tell(lambda tracker: tracker.log(figures, step=self._step))
        match event["event"]:
            case "trial":
                self._tried(event)
            case "end":
                self._is_over = True
                for path in (self._folder.best, self._folder.metrics):
                    self._tell(partial(_file, path=path))

    def _tried(self, event: Event) -> None:
        if event["verdict"] in KEPT:
            text = files.read(self._folder.code(id_of(event)), within=self._folder.path).decode()
            self._tell(lambda tracker: tracker.code(text, step=self._step))
        self._step += 1

    def _tell(self, what: Callable[[Tracker], None]) -> None:
        for name, tracker in list(self._trackers.items()):
            try:
                what(tracker)
            except Exception as error:  # noqa: BLE001 - another's client: what was paid for goes on
                del self._trackers[name]
                log.warning(
                    "the tracker %s failed and is left out from here on: %s: %s. The run folder has all.",
                    name,
                    type(error).__name__,
                    one_line(str(error), 200),
                )

    def _close(self) -> None:
        failed = not self._is_over
        self._tell(lambda tracker: tracker.close(failed=failed))
        self._trackers.clear()


def _file(tracker: Tracker, path: Path) -> None:
    tracker.file(path)


def _open(name: str, about: Callable[[str], About]) -> Tracker:
    try:
        return opened(name, about)
    except RobotraceError:
        raise
    except Exception as error:
        raise OptionError(
            f"The tracker {name} cannot be opened: {type(error).__name__}: {one_line(str(error), 200)} Leave --track out, or mend "
            "this first: nothing was trained."
        ) from error


def _identity(folder: RunFolder) -> str:
    """The name by which trackers know a run: made once, kept in its folder."""
    path = folder.tracked
    if path.exists():
        known = files.read(path, within=folder.path).decode(errors="replace").strip()
        if re.fullmatch(r"[\w.-]{1,128}", known):
            return known
        raise OptionError(f"{str(path)!r}: expected a name of letters, digits, dots and hyphens: remove the file.")
    made = f"{re.sub(r'[^A-Za-z0-9_.-]', '-', folder.name)[:100]}-{uuid.uuid4().hex[:8]}"
    path.write_text(f"{made}\n", encoding="utf-8")
    return made


def _flat(settings: Mapping[str, Any], owner: str = "") -> dict[str, Any]:
    """Settings under names with dots, without the long texts of what is trained."""
    flat: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{owner}{name}.")
        elif isinstance(value, bool | int | float) or (isinstance(value, str) and "\n" not in value):
            flat[f"{owner}{name}"] = value
    return flat
