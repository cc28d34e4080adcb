"""TensorBoard, through tensorboardX: event files in the run's own folder, so that `tensorboard --logdir results` shows all runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import indent

from robotrace.tracking.registry import About


class Client:
    """Writes figures as scalars, code and settings as texts; a file stays where it is, beside the events."""

    def __init__(self, about: About) -> None:
        from tensorboardX import SummaryWriter  # late: an extra, and only who names it needs it

        self._writer = SummaryWriter(str(about.folder / "tensorboard"))
        rows = "".join(f"| {name} | {value} |\n" for name, value in about.settings.items())
        self._writer.add_text("settings", f"| setting | value |\n| --- | --- |\n{rows}", 0)

    def log(self, figures: Mapping[str, float], *, step: int) -> None:
        """As `Tracker.log`."""
        for name, figure in figures.items():
            self._writer.add_scalar(name, figure, step)
        self._writer.flush()

    def code(self, text: str, *, step: int) -> None:
        """As `Tracker.code`."""
        self._writer.add_text("code", indent(text, "    ", lambda _: True), step)

    def file(self, path: Path) -> None:
        """Nothing: TensorBoard keeps no files, and this one lies beside its own."""

    def close(self, *, failed: bool) -> None:  # noqa: ARG002 - event files know no end
        """As `Tracker.close`."""
        self._writer.close()
