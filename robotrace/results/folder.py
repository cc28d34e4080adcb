"""Every file name of a run, in one class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from robotrace.errors import RunError
from robotrace.opto import ROBOT, Case, TrialId
from robotrace.results import files

UNSTARTED = {"config.json", ".config.json.part", "events.jsonl", "tracked.txt"}  # left by a run that was killed before its first event


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where a run's files are. Nothing is written by asking.

    Attributes:
        path: The path of the folder; its name is the run's name.
        suffix: The ending of the files that hold candidates.
    """

    path: Path
    suffix: str = ROBOT.suffix

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))

    @classmethod
    def create(cls, path: Path | str) -> RunFolder:
        """A new folder at a path of the caller's choice.

        Raises:
            RunError: The path exists already and holds other files, or the folder cannot be made.
        """
        folder = cls(Path(path))
        if folder.exists:
            raise RunError(f"The run {str(path)!r} exists already: resume it with --resume, or give another name.")
        try:
            folder.path.mkdir(parents=True, exist_ok=True)
            strangers = {item.name for item in folder.path.iterdir()} - UNSTARTED
        except OSError as error:
            raise RunError(
                f"The run folder {str(path)!r} cannot be made: {error.strerror}. Give another name."
            ) from error
        if strangers:
            raise RunError(f"{str(path)!r} holds {min(strangers)!r}, which is not a run's: give another name.")
        return folder

    @classmethod
    def fresh(cls, root: Path | str, stem: str) -> RunFolder:
        """A new folder under `root` by the first free name of stem-001, stem-002 ...

        What of the stem is no letter, digit or one of `. + @ _ -` becomes a hyphen: names of tasks and optimizers may come from
        a stranger's run, and none leads elsewhere.

        Raises:
            RunError: The folder cannot be made.
        """
        number, stem = 1, re.sub(r"[^\w.+@]+", "-", stem).strip(".-")[:100] or "run"
        try:
            Path(root).mkdir(parents=True, exist_ok=True)
            while True:
                path = Path(root) / f"{stem}-{number:03d}"
                try:
                    path.mkdir()  # making it is what claims the name, so two runs started at once get two names
                except FileExistsError:
                    number += 1
                else:
                    return cls(path)
        except OSError as error:
            raise RunError(
                f"No run folder can be made in {str(root)!r}: {error.strerror}. Choose another with --run."
            ) from error

    def discard(self) -> None:
        """Remove the folder if no run has begun in it; whatever else is in there keeps it."""
        if not self.exists:
            files.discard(self.path, UNSTARTED)

    @property
    def name(self) -> str:
        """The run's name."""
        return self.path.resolve().name

    @property
    def exists(self) -> bool:
        """Whether a run has begun here: its first event is on the disk."""
        try:
            return files.first_line(self.events, within=self.path).endswith(b"\n")
        except OSError:
            return False

    @property
    def config(self) -> Path:
        """The run's settings, as they were given and with defaults filled in."""
        return self.path / "config.json"

    @property
    def source(self) -> Path:
        """The text of the user's own file that the task or problem is from, for readers: it is never imported."""
        return self.path / "source.py.txt"

    @property
    def events(self) -> Path:
        """What happened, one JSON object a line, only ever appended to."""
        return self.path / "events.jsonl"

    @property
    def metrics(self) -> Path:
        """One row a trial, derived from the events."""
        return self.path / "metrics.csv"

    @property
    def best(self) -> Path:
        """The best controller, to be used alone."""
        return self.path / f"best{self.suffix}"

    @property
    def tracked(self) -> Path:
        """The name by which experiment trackers know the run."""
        return self.path / "tracked.txt"

    @property
    def model(self) -> Path:
        """The weights of a baseline that learned without code, as its library saves them; never opened here."""
        return self.path / "model.zip"

    def code(self, trial: TrialId) -> Path:
        """The candidate of one trial: 007.py, of a further sample 007-1.py, of a second attempt 007-1-1.py."""
        return self.path / "code" / f"{_stem(trial)}{self.suffix}"

    def prompt(self, trial: TrialId) -> Path:
        """What a language model was asked."""
        return self.path / "prompts" / f"{_stem(trial)}.md"

    def picture(self, trial: TrialId, number: int) -> Path:
        """What it was shown beside the words, from 1: 007.1.png, of a further sample 007-1.1.png."""
        return self.path / "prompts" / f"{_stem(trial)}.{number}.png"

    def reply(self, trial: TrialId) -> Path:
        """What it answered."""
        return self.path / "replies" / f"{_stem(trial)}.md"

    def episode(self, trial: TrialId, case: Case, ending: str = ".npz") -> Path:
        """What is kept of one episode: its record, or a file with another ending."""
        share = "" if case.share == 1 else f"-{case.share:.3f}"
        return self.path / "episodes" / f"{_stem(trial)}-{case.split}-{case.index:03d}{share}{ending}"

    def plot(self, suffix: str = ".png") -> Path:
        """The success curve."""
        return self.path / f"plot{suffix}"


def _stem(trial: TrialId) -> str:
    first, *rest = str(trial).split("-")
    return "-".join([f"{first:0>3}", *rest])
