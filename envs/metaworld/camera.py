"""A camera for MuJoCo's scenes that needs no screen.

Meta-World's own corner cameras hang upside down, so this one is free: upright, beside the robot, with the whole table in view.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from robotrace.episodes.rendering import REMEDY, backend
from robotrace.errors import RenderError

WORDS = (
    "Seen obliquely from above, from the robot's right: the robot stands at the left, away from it is to the right of the "
    "picture, up is up."
)
WIDTH, HEIGHT = 480, 360
_LOOKS_AT, _DISTANCE, _AZIMUTH, _ELEVATION = (0.0, 0.65, 0.12), 1.15, 150.0, -30.0  # metres, degrees
_MOST_SHAPES = 2_000


@contextmanager
def filming(model: Any, data: Any) -> Iterator[Callable[[], npt.NDArray[np.uint8]]]:
    """A function that draws the scene as it is at that moment: (360, 480, 3), the first row on top.

    It is for the thread that opened it.

    Args:
        model: The model of the simulation, MuJoCo's `MjModel`.
        data: The data of the same simulation, MuJoCo's `MjData`.

    Raises:
        RenderError: Nothing can be drawn on this machine.
    """
    import mujoco

    context, pixels = _canvas(model)
    try:
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN.value, pixels)
        scene, options, camera = mujoco.MjvScene(model, maxgeom=_MOST_SHAPES), mujoco.MjvOption(), mujoco.MjvCamera()
        camera.type = mujoco.mjtCamera.mjCAMERA_FREE
        camera.lookat[:] = _LOOKS_AT
        camera.distance, camera.azimuth, camera.elevation = _DISTANCE, _AZIMUTH, _ELEVATION
        frame = mujoco.MjrRect(0, 0, WIDTH, HEIGHT)

        def look() -> npt.NDArray[np.uint8]:
            image = np.empty((HEIGHT, WIDTH, 3), dtype=np.uint8)
            everything = mujoco.mjtCatBit.mjCAT_ALL.value
            mujoco.mjv_updateScene(model, data, options, None, camera, everything, scene)
            mujoco.mjr_render(frame, scene, pixels)
            mujoco.mjr_readPixels(image, None, frame, pixels)
            return image[::-1]  # OpenGL's first row is the lowest

        yield look
    finally:
        pixels.free()
        context.free()


def _canvas(model: Any) -> tuple[Any, Any]:
    """OpenGL's context, made current, and MuJoCo's in it."""
    import mujoco

    chosen = backend()
    if chosen is None:
        raise RenderError(f"No pictures can be drawn: there is no screen, and neither EGL nor OSMesa; {REMEDY}.")
    try:
        place = f"mujoco.{chosen}" if chosen in ("egl", "osmesa") else "mujoco.gl_context"
        context = importlib.import_module(place).GLContext(WIDTH, HEIGHT)
        context.make_current()
        with _plain(model.vis.quality):
            return context, mujoco.MjrContext(model, mujoco.mjtFontScale.mjFONTSCALE_100.value)
    except Exception as error:  # the bindings raise errors of any kind where a driver or a device is missing
        message = " ".join(f"{type(error).__name__}: {error}".split())
        raise RenderError(f"No pictures can be drawn with OpenGL ({chosen}: {message:.300}); {REMEDY}.") from error


@contextmanager
def _plain(quality: Any) -> Iterator[None]:
    """Without shadows and smoothed edges, which take a drawing without a graphics card most of its time."""
    before = quality.shadowsize, quality.offsamples
    quality.shadowsize = quality.offsamples = 0
    try:
        yield
    finally:
        quality.shadowsize, quality.offsamples = before
