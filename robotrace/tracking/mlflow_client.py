"""MLflow, at the place that `MLFLOW_TRACKING_URI` names: by default its file in this folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from robotrace.tracking.registry import About

IDENTITY = "robotrace.run"
"""The tag by which a resumed run is found."""
LONGEST = 500
"""Characters of a parameter; MLflow refuses more than 6,000."""


class Client:
    """A run of MLflow with this run's name, in an experiment with the project's; a resumed one is gone on with."""

    def __init__(self, about: About) -> None:
        from mlflow import MlflowClient  # late: an extra, and only who names it needs it

        self._client = MlflowClient()
        found = self._client.get_experiment_by_name(about.project)
        experiment = found.experiment_id if found else self._client.create_experiment(about.project)
        before = self._client.search_runs([experiment], f"tags.`{IDENTITY}` = '{about.identity}'")
        if before:
            self._run = before[0].info.run_id
            self._client.update_run(self._run, status="RUNNING")
            return
        made = self._client.create_run(experiment, run_name=about.name, tags={IDENTITY: about.identity})
        self._run = made.info.run_id
        for name, value in about.settings.items():
            self._client.log_param(self._run, name, str(value)[:LONGEST])

    def log(self, figures: Mapping[str, float], *, step: int) -> None:
        """As `Tracker.log`."""
        for name, figure in figures.items():
            self._client.log_metric(self._run, name, figure, step=step)

    def code(self, text: str, *, step: int) -> None:
        """As `Tracker.code`."""
        self._client.log_text(self._run, text, f"code/{step:03d}.py")

    def file(self, path: Path) -> None:
        """As `Tracker.file`."""
        self._client.log_artifact(self._run, str(path))

    def close(self, *, failed: bool) -> None:
        """As `Tracker.close`."""
        self._client.set_terminated(self._run, "FAILED" if failed else "FINISHED")
