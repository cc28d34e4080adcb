"""Plots without their ink, which takes matplotlib a second or two each."""

import importlib

import pytest


def leave_out(patch: pytest.MonkeyPatch) -> None:
    """All of a plot is worked out, but nothing is drawn and no file written."""
    plot = importlib.import_module("robotrace.show.plot")  # the package has a function of that name
    importlib.import_module("robotrace.show.compare.plot")  # first, or it would keep the stand-in for good
    patch.setattr(plot, "draw_panels", lambda *panels, **words: None)
    patch.setattr(plot, "save", lambda figure, files: None)
    patch.setattr(importlib.import_module("robotrace.show.suites.summary"), "plot_suite", lambda results, width: [])
