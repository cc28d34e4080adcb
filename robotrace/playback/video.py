"""An episode as a film: MP4, GIF or WebP by the file's ending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from robotrace.episodes.episode import Episode
from robotrace.episodes.task import Task
from robotrace.errors import OptionError, RenderError
from robotrace.playback.caption import caption, captioned
from robotrace.playback.frames import Frame, every, frames
from robotrace.playback.lines import Lines

if TYPE_CHECKING:
    from PIL import Image

ENDINGS = (".mp4", ".gif", ".webp")
MOST = 250
"""Frames of a film; of a longer episode every so many timesteps are shown."""
COLOURS = 96
"""Of a GIF."""
FPS = 10
"""Frames a second: Meta-World's macro actions last an eighth of a second."""


def check_ending(path: Path) -> None:
    """See to it that a film can be written under a name.

    Raises:
        OptionError: Its ending is of no kind that can be written.
    """
    if path.suffix.lower() not in ENDINGS:
        raise OptionError(f"Expected a file that ends in {', '.join(ENDINGS)}; found {str(path)!r}.")


def film(episode: Episode, task: Task, lines: Lines, path: Path, *, fps: int = FPS) -> Path:
    """Write an episode as a film, each frame with its timestep, the controller's line and whether it is solved.

    Args:
        episode: The episode.
        task: What carries out its actions once more; it is reset, whatever it was doing.
        lines: The lines that returned.
        path: The file, whose ending decides the kind.
        fps: Frames a second; the last one stands for a second.

    Returns:
        The path.

    Raises:
        RenderError: Nothing can be drawn on this machine, or no ffmpeg is found.
        OptionError: The ending is of no known kind, or the file cannot be written.
    """
    check_ending(path)
    shown = frames(episode, task, every(len(episode), MOST))
    images = _held((captioned(image, caption(episode, lines, timestep)) for timestep, image in shown), fps)
    write = _mp4 if path.suffix.lower() == ".mp4" else _pages
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, images, fps)
    except OSError as error:
        raise OptionError(f"The film {str(path)!r} cannot be written: {error.strerror or error}.") from error
    return path


def _held(images: Iterable[Frame], fps: int) -> Iterator[Frame]:
    """The frames, the last one for a second."""
    last = None
    for image in images:
        yield image
        last = image
    if last is not None:
        yield from repeat(last, fps - 1)


def _mp4(path: Path, images: Iterator[Frame], fps: int) -> None:
    import imageio_ffmpeg

    try:
        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise RenderError(
            "No ffmpeg is found, which writes MP4: install the package ffmpeg (`apt-get install ffmpeg`), or reinstall "
            "imageio-ffmpeg, whose wheel has one; GIF and WebP need none."
        ) from error
    first = next(images)
    height, width = first.shape[:2]
    writer = imageio_ffmpeg.write_frames(
        str(path), (width, height), fps=fps, quality=7, macro_block_size=2, ffmpeg_log_level="error"
    )
    with closing(writer):
        writer.send(None)
        for image in chain([first], images):
            writer.send(image.tobytes())


def _pages(path: Path, images: Iterator[Frame], fps: int) -> None:
    from PIL import Image

    webp = path.suffix.lower() == ".webp"
    first, *rest = (_few_colours(Image.fromarray(image)) if not webp else Image.fromarray(image) for image in images)
    options = {"quality": 70, "method": 4} if webp else {"optimize": True}
    first.save(path, save_all=True, append_images=rest, duration=round(1000 / fps), loop=0, **options)


def _few_colours(image: Image.Image) -> Image.Image:
    """A picture as GIF has them; without dots between the colours, which would make the file several times as large."""
    from PIL import Image

    return image.quantize(COLOURS, dither=Image.Dither.NONE)
