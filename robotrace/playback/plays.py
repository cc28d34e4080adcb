"""The episodes of a run that are looked at, played again: a solved and a failing goal, by its best candidate and earlier ones."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.errors import RenderError
from robotrace.opto import Case, TrialId, Verdict
from robotrace.playback.explain import watch
from robotrace.playback.frames import Frame, every, frames
from robotrace.playback.lines import Lines
from robotrace.results import Run
from robotrace.sandbox import Sandbox

CANDIDATES = 3
"""Candidates whose episodes are played, the start and the best among them."""
PICTURES = 41
"""Frames of an episode at most."""
WIDTH, QUALITY = 320, 55


@dataclass(frozen=True, slots=True)
class Play:
    """One episode, to be looked at.

    Attributes:
        trial: The trial whose candidate acted.
        episode: The episode, with its feedback.
        lines: The lines that returned.
        pictures: Some timesteps and what they look like, as WebP; none where nothing can be drawn.
    """

    trial: TrialId
    episode: Episode
    lines: Lines
    pictures: tuple[tuple[int, bytes], ...] = ()


def plays_of(
    run: Run, task: Task, *, sandbox: Sandbox, pictures: bool = True, earlier: bool = True
) -> tuple[list[Play], str]:
    """Play again what a run is looked at for.

    Args:
        run: The run.
        task: The run's task.
        sandbox: Where its candidates run.
        pictures: Whether frames are drawn, which takes most of the time.
        earlier: Whether candidates before the best one are played too.

    Returns:
        The episodes, and why there are no pictures, in words; "" where there are some.
    """
    found, why = [], "" if pictures else "Pictures were not asked for."
    for trial, text in candidates(run)[: None if earlier else 1]:
        for case in goals(run):
            watched = watch(text, task, case, sandbox=sandbox)
            drawn: tuple[tuple[int, bytes], ...] = ()
            if not why:
                try:
                    drawn = tuple(_drawn(watched.episode, task))
                except RenderError as error:
                    why = str(error)
            found.append(Play(trial, watched.episode, watched.lines, drawn))
    return found, why


def goals(run: Run) -> list[Case]:
    """A solved and a failing goal of a run's best candidate: held-out ones, or training goals where none was held out."""
    if run.best_id is None:
        return []
    trained = (outcome for trial in run.trials if trial.id == run.best_id for outcome in trial.outcomes)
    outcomes = run.tested.get(run.best_id) or tuple(trained)
    chosen = (next((it.case for it in outcomes if it.success is solved), None) for solved in (True, False))
    return [case for case in chosen if case is not None]


def candidates(run: Run) -> list[tuple[TrialId, str]]:
    """The best candidate of a run, and before it some that were the best once, the first and the newest: trials and texts."""
    best = run.best
    if best is None or run.best_id is None:
        return []
    once = [it for it in run.trials if it.verdict in (Verdict.START, Verdict.ACCEPTED) and it.id != run.best_id]
    if "learnt_on" in run.config:  # they are for another control
        once = []
    kept = once[:1] + once[1:][-(CANDIDATES - 2) :]
    earlier = [(trial.id, trial.candidate.text) for trial in kept if trial.candidate is not None]
    return [(run.best_id, best.text), *earlier]


def _drawn(episode: Episode, task: Task) -> Iterator[tuple[int, bytes]]:
    for timestep, image in frames(episode, task, every(len(episode), PICTURES)):
        yield timestep, webp(image)


def webp(image: Frame) -> bytes:
    """A frame, (H, W, 3) uint8, as a small WebP file, at most `WIDTH` pixels wide."""
    from PIL import Image

    file, picture = io.BytesIO(), Image.fromarray(image)
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)))
    picture.save(file, "WEBP", quality=QUALITY)
    return file.getvalue()
