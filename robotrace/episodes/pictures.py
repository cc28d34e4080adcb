"""Pictures of an episode: its moments that matter, seen by the task's camera.

An episode holds its actions, and the same actions lead the same way. So nothing is drawn while it is played; who looks has the
actions carried out once more, in this process. No controller's code is run for that.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Camera, Task
from robotrace.errors import RenderError
from robotrace.opto.pictures import Pictures

MOST = 6
"""Pictures of an episode, the first and the last moment included."""


def pictures_of(episode: Episode, task: Task) -> Pictures | None:
    """An episode's keyframes, drawn when they are looked at; None where the task has no camera or nothing was done.

    Args:
        episode: The episode, played here or in another process.
        task: What carries out its actions; at the first look it is reset, whatever it was doing.
    """
    camera: Camera | None = getattr(task, "camera", None)
    if camera is None or not len(episode):
        return None
    times = keyframes(episode.lines, len(episode))
    ends = {0: ", the start", len(episode): ", the end"}
    captions = [f"t={time}{ends.get(time, '')}" for time in times]
    return Pictures(camera.words, captions, lambda: [png(image) for _, image in drawn(episode, task, camera, times)])


def keyframes(lines: Mapping[str, Sequence[int | None]], length: int) -> list[int]:
    """Timesteps to look at, ascending: both ends, where a function takes another line, and the middles of the widest gaps.

    Args:
        lines: By function, the line it returned from at each of `length` timesteps.
        length: Number of actions; there is one more moment to look at.
    """
    turns = [t for t in range(1, length) if any(found[t] != found[t - 1] for found in lines.values())]
    chosen = {0, length, *_spread(turns, MOST - 2)}
    while len(chosen) < MOST:
        ascending = sorted(chosen)
        width, start = max(zip(np.diff(ascending).tolist(), ascending[:-1], strict=True), key=lambda gap: gap[0])
        if width < 2:
            break
        chosen.add(start + width // 2)
    return sorted(chosen)


def png(image: npt.NDArray[np.uint8]) -> bytes:
    """An (H, W, 3) image as a PNG file."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def _spread(items: Sequence[int], most: int) -> Sequence[int]:
    """At most so many of them, the first and the last included."""
    if len(items) <= most:
        return items
    return [items[round(place)] for place in np.linspace(0, len(items) - 1, most)]


def drawn(
    episode: Episode, task: Task, camera: Camera, times: Collection[int]
) -> Iterator[tuple[int, npt.NDArray[np.uint8]]]:
    """Timesteps and what they look like, while the episode's actions are carried out once more.

    Args:
        episode: The episode.
        task: What carries out its actions; it is reset, whatever it was doing.
        camera: The camera of the task.
        times: The timesteps to look at, from 0 to the episode's length.

    Raises:
        RenderError: The camera gives no picture, or nothing can be drawn on this machine.
    """
    task.reset(episode.case.index, episode.case.split)
    last = max(times, default=-1)
    with camera.open() as look:
        for timestep in range(last + 1):
            if timestep in times:
                yield timestep, _image(look(), task)
            if timestep < last:
                task.step(episode.actions[timestep])


def _image(found: object, task: Task) -> npt.NDArray[np.uint8]:
    if isinstance(found, np.ndarray) and found.dtype == np.uint8 and found.ndim == 3 and found.shape[2] == 3:
        return found
    shown = f"{found.dtype} {found.shape}" if isinstance(found, np.ndarray) else type(found).__name__
    raise RenderError(f"The camera of {task.name} gave no picture: expected uint8 (height, width, 3); found {shown}.")
