"""Pictures of an environment, drawn by itself."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.episodes.rendering import backend
from robotrace.errors import RenderError
from robotrace.opto.mistake import raised

WORDS = "The environment's own picture of itself."


@contextmanager
def filming(
    name: str, env: Callable[[], Any], close: Callable[[], None]
) -> Iterator[Callable[[], npt.NDArray[np.uint8]]]:
    """A function that draws an environment as it is at that moment, (H, W, 3).

    Args:
        name: The environment, for the refusal.
        env: Gives the environment, which was made to draw arrays.
        close: Gives it back, and all that it draws with; called in the end, by the thread that drew.

    Raises:
        RenderError: It cannot draw itself on this machine.
    """

    def look() -> npt.NDArray[np.uint8]:
        try:
            with (
                without_a_screen(),
                contextlib.redirect_stdout(io.StringIO()),
            ):  # what draws may greet whoever loads it
                return np.array(env().render(), dtype=np.uint8)
        except Exception as error:  # drivers and libraries raise errors of any kind
            raise RenderError(f"{name} draws no picture of itself: {raised(error)}.") from error

    try:
        yield look
    finally:
        close()


@contextmanager
def without_a_screen() -> Iterator[None]:
    """Let scenes be drawn by what needs no screen: MuJoCo's and pygame's libraries try a window's first, unless told otherwise."""
    chosen = backend()
    wanted = {"SDL_VIDEODRIVER": "dummy"} | ({"MUJOCO_GL": chosen} if chosen in ("egl", "osmesa") else {})
    told = {name: value for name, value in wanted.items() if name not in os.environ}
    os.environ.update(told)
    try:
        yield
    finally:
        for name in told:
            del os.environ[name]
