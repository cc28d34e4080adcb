"""Weights & Biases. `WANDB_MODE=offline` keeps all in the folder ./wandb, for `wandb sync` later."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from robotrace.tracking.registry import About


class Client:
    """A run of Weights & Biases with this run's name; resumed under the same id."""

    def __init__(self, about: About) -> None:
        import wandb  # late: an extra, and only who names it needs it

        self._wandb = wandb
        self._identity = about.identity
        self._run = wandb.init(
            project=about.project,
            name=about.name,
            id=about.identity,
            resume="allow",
            config=dict(about.settings),
            reinit="create_new",
            settings=wandb.Settings(silent=True, console="off"),
        )

    def log(self, figures: Mapping[str, float], *, step: int) -> None:
        """As `Tracker.log`."""
        self._run.log(dict(figures), step=step)

    def code(self, text: str, *, step: int) -> None:
        """As `Tracker.code`."""
        self._run.log({"code": self._wandb.Html(f"<pre>{escape(text, quote=False)}</pre>", inject=False)}, step=step)

    def file(self, path: Path) -> None:
        """As `Tracker.file`."""
        artifact = self._wandb.Artifact(f"{path.stem}-{self._identity}", type="result")
        artifact.add_file(str(path))
        self._run.log_artifact(artifact)

    def close(self, *, failed: bool) -> None:
        """As `Tracker.close`."""
        self._run.finish(exit_code=int(failed))
