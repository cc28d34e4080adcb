"""Which OpenGL library can draw on this machine, asked without loading any of them."""

from __future__ import annotations

import ctypes.util
import os
import sys
from typing import Literal

Backend = Literal["chosen", "egl", "osmesa", "screen"]

REMEDY = "install one, as with `apt-get install libegl1 libgl1 libgl1-mesa-dri`, or set MUJOCO_GL to one that works"


def backend() -> Backend | None:
    """The one to draw with: what MUJOCO_GL says, else one that needs no screen, else the screen; None where there is none."""
    if os.environ.get("MUJOCO_GL"):
        return "chosen"
    if sys.platform != "linux":
        return "screen"
    if ctypes.util.find_library("EGL"):
        return "egl"
    if ctypes.util.find_library("OSMesa"):
        return "osmesa"
    return "screen" if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else None
