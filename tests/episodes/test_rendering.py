import ctypes.util
import sys

import pytest

from robotrace.episodes.rendering import backend


@pytest.mark.parametrize(
    ("libraries", "environment", "expected"),
    [
        ({"EGL", "OSMesa"}, {}, "egl"),
        ({"OSMesa"}, {}, "osmesa"),
        ({"EGL"}, {"DISPLAY": ":0"}, "egl"),
        (set(), {"DISPLAY": ":0"}, "screen"),
        (set(), {"WAYLAND_DISPLAY": "wayland-0"}, "screen"),
        (set(), {}, None),
        ({"EGL"}, {"MUJOCO_GL": "osmesa"}, "chosen"),
    ],
)
def test_what_needs_no_screen_comes_first_and_the_users_choice_before_it(monkeypatch, libraries, environment, expected):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: name if name in libraries else None)
    for name in ("MUJOCO_GL", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert backend() == expected
