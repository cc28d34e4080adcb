"""trackio: on this machine, in the folder that `TRACKIO_DIR` names; `trackio show` opens it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from pathlib import Path
from textwrap import indent

from robotrace.tracking.registry import About


class Client:
    """A run of trackio with this run's name. What it prints goes to stderr, since results are printed on stdout."""

    def __init__(self, about: About) -> None:
        import trackio  # late: an extra, and only who names it needs it

        self._trackio = trackio
        with redirect_stdout(sys.stderr):
            self._run = trackio.init(
                project=about.project,
                name=about.identity,
                config=dict(about.settings),
                resume="allow",
                embed=False,
                auto_log_gpu=False,
                auto_log_cpu=False,
            )

    def log(self, figures: Mapping[str, float], *, step: int) -> None:
        """As `Tracker.log`."""
        self._run.log(dict(figures), step=step)

    def code(self, text: str, *, step: int) -> None:
        """As `Tracker.code`."""
        self._run.log({"code": self._trackio.Markdown(indent(text, "    ", lambda _: True))}, step=step)

    def file(self, path: Path) -> None:
        """As `Tracker.file`."""
        with redirect_stdout(sys.stderr):
            self._run.log_artifact(str(path))

    def close(self, *, failed: bool) -> None:  # noqa: ARG002 - trackio knows no end that failed
        """As `Tracker.close`."""
        with redirect_stdout(sys.stderr):
            self._trackio.finish()  # the run's own `finish` would be called once more as the process ends
