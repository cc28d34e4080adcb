"""The frames of an episode: its actions are carried out once more in front of the task's camera, at no cost to the controller."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

from robotrace.episodes.episode import Episode
from robotrace.episodes.pictures import drawn
from robotrace.episodes.task import Camera, Task
from robotrace.errors import RenderError

Frame = npt.NDArray[np.uint8]


def every(length: int, most: int) -> list[int]:
    """At most so many moments of an episode of `length` actions, evenly spread, both ends included.

    Args:
        length: The number of actions; there is one more moment to look at.
        most: The largest number of moments, from 2.
    """
    return sorted({round(place) for place in np.linspace(0, length, min(length + 1, most))})


def frames(episode: Episode, task: Task, times: Collection[int] | None = None) -> Iterator[tuple[int, Frame]]:
    """Timesteps and what they look like, (H, W, 3) uint8, in order.

    Args:
        episode: The episode.
        task: What carries out its actions; it is reset, whatever it was doing.
        times: The timesteps to look at, from 0 to the episode's length; None for all.

    Raises:
        RenderError: The task has no camera, or nothing can be drawn on this machine.
    """
    camera: Camera | None = getattr(task, "camera", None)
    if camera is None:
        raise RenderError(f"{task.name} cannot be drawn: it has no camera. A task of your own has one as `camera`.")
    return drawn(episode, task, camera, range(len(episode) + 1) if times is None else times)
