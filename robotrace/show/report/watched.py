"""A run as it is at a moment: what stands in its folder, and in words whether it goes on, has stopped, has ended or is gone."""

from __future__ import annotations

import shlex
import threading
from collections.abc import Callable
from dataclasses import dataclass

from robotrace.errors import RunError
from robotrace.results import Run, RunFolder, read_run
from robotrace.results.claim import is_written
from robotrace.show.report.page import Shown
from robotrace.text import one_line


@dataclass(frozen=True, slots=True)
class Moment:
    """What is to be seen of a run.

    Attributes:
        seen: A text that changes whenever the page does.
        words: How the run is, in a sentence.
        shown: The run; None where there is none to be read.
        ended: Whether the run has ended by itself.
    """

    seen: str
    words: str
    shown: Shown | None = None
    ended: bool = False


class Watched:
    """A run folder that is looked at again and again; nothing in it is written.

    Args:
        folder: The folder, in which a run need not have begun.
        look: Makes a run that has ended into what is shown of it, such as by playing its robot; it may take its time, and
            the page is shown without it until then. None to show what the folder holds.
    """

    def __init__(self, folder: RunFolder, look: Callable[[Run], Shown] | None = None) -> None:
        self.folder = folder
        self._look = look
        self._begun = False
        self._looked: tuple[str, Shown | None] = ("", None)
        self._turn = threading.Lock()

    def now(self) -> Moment:
        """The run at this moment."""
        try:
            state = self.folder.events.lstat()
            written = is_written(self.folder)
        except OSError:
            words = "The run folder is gone; this page shows what was last read of it."
            return Moment("none", words if self._begun else f"Waiting for the run {self.folder.name} to begin.")
        seen = f"{state.st_ino:x}-{state.st_size:x}"
        try:
            run = read_run(self.folder)
        except RunError as error:
            return Moment(f"{seen}-unread", one_line(str(error), 500))
        self._begun = True
        if run.reason is not None:
            shown = self._shown(seen, run)
            return Moment(
                f"{seen}-{'played' if shown.plays or shown.notes else 'ended'}",
                f"The run has ended: {_told(run.reason)}.",
                shown,
                True,
            )
        again = shlex.quote(str(self.folder.path))
        stopped = f"The run has stopped: nobody goes on with it. To resume it: robotrace train --resume {again}"
        words = stopped if written is False else "The run is going on; what is new appears by itself."
        return Moment(f"{seen}-{written}", words, Shown(run))

    def _shown(self, seen: str, run: Run) -> Shown:
        """An ended run, with what `look` has made of it; it is asked once for each end, beside everything else."""
        if self._look is None:
            return Shown(run)
        with self._turn:
            if self._looked[0] != seen:
                self._looked = (seen, None)
                threading.Thread(target=self._looking, args=(seen, run), daemon=True).start()
            return self._looked[1] or Shown(run)

    def _looking(self, seen: str, run: Run) -> None:
        assert self._look is not None
        shown = self._look(run)
        with self._turn:
            if self._looked[0] == seen:
                self._looked = (seen, shown)


def _told(reason: str) -> str:
    return one_line(reason, 300).rstrip(".")
