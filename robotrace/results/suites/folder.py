"""Every file name of a suite, in one class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from robotrace.errors import RunError
from robotrace.results import files
from robotrace.results.folder import RunFolder
from robotrace.results.suites.plan import Cell, SuitePlan

LOCK, CONFIG = ".lock", "suite.json"
UNSTARTED = {LOCK, f".{CONFIG}.part"}  # left by a suite that was killed before its plan was written


@dataclass(frozen=True, slots=True)
class SuiteFolder:
    """Where a suite's files are. Nothing is written by asking.

    Attributes:
        path: The path of the folder.
    """

    path: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))

    @property
    def config(self) -> Path:
        """The plan: what runs, under which settings."""
        return self.path / CONFIG

    @property
    def lock(self) -> Path:
        """Held by the suite that writes here, and by its runs."""
        return self.path / LOCK

    @property
    def exists(self) -> bool:
        """Whether a suite has begun here."""
        try:
            return files.present(self.config, within=self.path)
        except OSError:
            return False

    def summary(self, suffix: str) -> Path:
        """The summary as .csv, .md or .tex."""
        return self.path / f"summary{suffix}"

    def plot(self, name: str) -> Path:
        """A picture, without its ending."""
        return self.path / "plots" / name

    def run(self, plan: SuitePlan, cell: Cell) -> RunFolder:
        """The folder of one run, an ordinary run's."""
        return RunFolder(self.path.joinpath(*plan.place(cell)))

    def log(self, plan: SuitePlan, cell: Cell) -> Path:
        """What the process of one run wrote to its standard error."""
        return self.path / "logs" / f"{'--'.join(plan.place(cell))}.txt"

    def create(self) -> None:
        """Make the folder, for a suite that has not begun.

        Raises:
            RunError: A suite has begun there already, it holds something else, or it cannot be made.
        """
        where = str(self.path)
        if self.exists:
            raise RunError(f"The suite {where!r} exists already: resume it with --resume, or give another --out.")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            strangers = {item.name for item in self.path.iterdir()} - UNSTARTED
        except OSError as error:
            raise RunError(f"The folder {where!r} cannot be made: {error.strerror}. Give another --out.") from error
        if strangers:
            raise RunError(f"{where!r} holds {min(strangers)!r}, which is not a suite's: give another --out.")

    def discard(self) -> None:
        """Remove the folder if no suite has begun in it; whatever else is in there keeps it."""
        if not self.exists:
            files.discard(self.path, UNSTARTED)

    def write(self, path: Path, text: str) -> None:
        """Put a text at a path of the suite, in whole or not at all.

        Raises:
            RunError: It cannot be written.
        """
        try:
            files.replace(path, text.encode(), within=self.path)
        except OSError as error:
            raise RunError(
                f"{path.name} of the suite {str(self.path)!r} cannot be written: {error.strerror}."
            ) from error

    def plan(self) -> SuitePlan:
        """The plan that was written.

        Raises:
            RunError: There is none, or it cannot be read.
        """
        try:
            text = files.read(self.config, within=self.path)
        except OSError as error:
            raise RunError(
                f"{str(self.path)!r} is no suite's folder: its {CONFIG} cannot be read ({error.strerror})."
            ) from error
        return SuitePlan.from_json(text, source=self.config)
