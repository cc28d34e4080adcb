"""What is left of an episode: the record itself, its pictures, and the files that a run folder keeps of it."""

from __future__ import annotations

from robotrace.episodes.episode import Episode
from robotrace.episodes.files import encode
from robotrace.episodes.pictures import pictures_of
from robotrace.episodes.task import Task
from robotrace.opto import Artifacts


def artifacts_of(episode: Episode, task: Task) -> Artifacts:
    """The artifacts of an episode.

    Args:
        episode: The episode, played here or in another process.
        task: The task that draws its pictures when they are looked at.
    """
    return Artifacts(episode, pictures_of(episode, task), {".npz": lambda: encode(episode)})
